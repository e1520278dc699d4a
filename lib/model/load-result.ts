import { csvCell } from "./csv-cell";
import { explainThrottle } from "./throttle-reason";

/** How a call ended. `cold`: it started an environment. `throttled`: AWS refused it, the function did not run. */
export const loadOutcomes = ["warm", "cold", "throttled", "error"] as const;
export type LoadOutcome = (typeof loadOutcomes)[number];

/** What one call came to. */
export interface CallAnswer {
  outcome: LoadOutcome;
  /** Whether it started an environment, also where it failed; undefined: its log tail had no REPORT line. */
  cold?: boolean;
  /** AWS's reason for a throttle, or the error's type. */
  reason?: string;
  /** Init and run as the REPORT line says. Absent when the function did not run, or there was no such line. */
  ranMs?: number;
  billedMs?: number;
  billedGbSeconds?: number;
}

export interface Percentiles {
  p50: number;
  p90: number;
  p99: number;
  maximum: number;
}

export interface OutcomeFigures {
  calls: number;
  /** From the moment at which the call was due to its answer; null: no call. */
  latencyMs: Percentiles | null;
  /** From sending it: without the time by which it was sent too late. */
  uncorrectedLatencyMs: Percentiles | null;
}

/** One call for the picture. Of many, some are left out (`LoadResult.everyNth`). */
export interface LoadPoint {
  /** When it was due, from the beginning of the run. */
  dueMs: number;
  /** From then to the answer. */
  latencyMs: number;
  outcome: LoadOutcome;
  reason?: string;
  /** Of that, init and run of the function; absent where it did not run or is not known. */
  ranMs?: number;
}

/** Calls by latency: a band from this to twice this, in milliseconds; the lowest begins at 0. */
export interface LoadBand {
  fromMs: number;
  calls: Record<LoadOutcome, number>;
}

/** What a load run came to so far, or altogether. */
export interface LoadResult {
  /** `stopped`: by who started it. `errors`: too large a part of the answers were errors. */
  state: "running" | "done" | "stopped" | "errors";
  elapsedMs: number;
  sent: number;
  answered: number;
  /** Nobody waited for their answers any more; the function may have run. */
  unanswered: number;
  all: OutcomeFigures;
  outcomes: Record<LoadOutcome, OutcomeFigures>;
  /** Calls that started an environment, failed ones included. */
  coldStarts: number;
  /** Runs whose log tail had no REPORT line: whether they were cold is not known, they count as warm. */
  withoutReport: number;
  throttlesByReason: Record<string, number>;
  errorsByType: Record<string, number>;
  spread: LoadBand[];
  /** By how much calls were sent later than due. */
  lag: { p99Ms: number; maximumMs: number };
  inFlight: {
    stepMs: number;
    /** By step: on average running, the most that waited for an answer, and how many were refused. */
    running: number[];
    most: number[];
    refused: number[];
  };
  mostInFlight: number;
  billedMs: number;
  /** The points hold one call in this many of each outcome. */
  everyNth: Record<LoadOutcome, number>;
}

/** Why calls were refused and what to do, in words; undefined when none was. */
export function refusalOf(
  result: Pick<LoadResult, "throttlesByReason" | "outcomes" | "mostInFlight">,
  reservedConcurrency: number | null | undefined,
): { because: string; remedy: string } | undefined {
  const count = result.outcomes.throttled.calls;
  if (count === 0) return undefined;
  const [reason] =
    Object.entries(result.throttlesByReason).toSorted((a, b) => b[1] - a[1])[0] ?? [];
  const were = `${count.toLocaleString("en-US")} ${count === 1 ? "call was" : "calls were"} refused`;
  const explained = explainThrottle(reason);
  if (
    reason === "ReservedFunctionConcurrentInvocationLimitExceeded" &&
    typeof reservedConcurrency === "number"
  )
    return {
      because: `${were}: ${result.mostInFlight.toLocaleString("en-US")} at once, ${reservedConcurrency.toLocaleString("en-US")} reserved.`,
      remedy: `Reserve at least ${result.mostInFlight.toLocaleString("en-US")}, or send fewer at once.`,
    };
  return {
    because: explained
      ? `${were}. ${explained.because}`
      : `${were} (${reason ?? "no reason given"}).`,
    remedy: explained?.remedy ?? "Send fewer at once, or look at the concurrency settings.",
  };
}

/** Part of the calls that were answered. */
export function shareOf(result: Pick<LoadResult, "answered">, calls: number): number {
  return result.answered === 0 ? 0 : calls / result.answered;
}

/** Calls were sent so late that the load was not the one asked for. */
export function isLate({ lag }: Pick<LoadResult, "lag">): boolean {
  return lag.p99Ms > 50;
}

/** RFC 4180: a line for each point, in the order of its due time. */
export function pointsAsCsv(points: readonly LoadPoint[]): string {
  const lines = points
    .toSorted((a, b) => a.dueMs - b.dueMs)
    .map(({ dueMs, latencyMs, ranMs, outcome, reason }) =>
      [
        dueMs.toFixed(1),
        latencyMs.toFixed(1),
        ranMs?.toFixed(1) ?? "",
        outcome,
        csvCell(reason ?? null),
      ].join(","),
    );
  return ["dueMs,latencyMs,ranMs,outcome,reason", ...lines].map((line) => `${line}\r\n`).join("");
}
