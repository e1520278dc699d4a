import { type BilledSize, invocationCost } from "./lambda-price";
import type { Load } from "./load-schema";
import { expectedCount, type RateLine } from "./rate-line";

/** Hard limits of a load run: what one machine can send, and what nobody should send by mistake. */
export const loadLimits = {
  callers: { min: 1, max: 1_000, whole: true },
  rampSeconds: { min: 0, max: 3_600, whole: false },
  ratePerSecond: { min: 0.01, max: 1_000, whole: false },
  fromRatePerSecond: { min: 0, max: 1_000, whole: false },
  toRatePerSecond: { min: 0, max: 1_000, whole: false },
  burstRatePerSecond: { min: 0.01, max: 1_000, whole: false },
  lowRatePerSecond: { min: 0, max: 1_000, whole: false },
  highRatePerSecond: { min: 0.01, max: 1_000, whole: false },
  startSeconds: { min: 0, max: 3_600, whole: false },
  burstSeconds: { min: 0.1, max: 3_600, whole: false },
  periodSeconds: { min: 1, max: 3_600, whole: false },
  durationSeconds: { min: 1, max: 3_600, whole: false },
  maximumCalls: { min: 1, max: 100_000, whole: true },
  maximumInFlight: { min: 1, max: 1_000, whole: true },
  stopAtErrorPercent: { min: 1, max: 100, whole: false },
} as const;

export type LoadField = keyof typeof loadLimits;

/** The range of a field in words: `must be a whole number from 1 to 1,000`. */
export function loadRange(field: LoadField): string {
  const { min, max, whole } = loadLimits[field];
  const grouped = (value: number) => value.toLocaleString("en-US");
  return `must be a ${whole ? "whole " : ""}number from ${grouped(min)} to ${grouped(max)}`;
}

export function isInRange(field: LoadField, value: number): boolean {
  const { min, max, whole } = loadLimits[field];
  return value >= min && value <= max && (!whole || Number.isInteger(value));
}

/** How the rate of an open-loop load goes; undefined where callers wait for answers. */
export function rateLinesOf({
  traffic,
  durationSeconds,
}: Pick<Load, "traffic" | "durationSeconds">): RateLine[] | undefined {
  const flat = (seconds: number, rate: number) => ({ seconds, fromRate: rate, toRate: rate });
  switch (traffic.kind) {
    case "callers":
      return undefined;
    case "steady":
      return [flat(durationSeconds, traffic.ratePerSecond)];
    case "ramp":
      return [
        {
          seconds: durationSeconds,
          fromRate: traffic.fromRatePerSecond,
          toRate: traffic.toRatePerSecond,
        },
      ];
    case "burst":
      return [
        flat(traffic.startSeconds, traffic.ratePerSecond),
        flat(traffic.burstSeconds, traffic.burstRatePerSecond),
        flat(durationSeconds, traffic.ratePerSecond),
      ].filter(({ seconds }) => seconds > 0);
    case "wave":
      return waveLines(traffic, durationSeconds);
  }
}

const stepsOfWave = 48;

/** A sine wave that begins at its lowest, in straight pieces. */
function waveLines(
  wave: Extract<Load["traffic"], { kind: "wave" }>,
  durationSeconds: number,
): RateLine[] {
  const { lowRatePerSecond: low, highRatePerSecond: high, periodSeconds } = wave;
  const rateAt = (step: number) =>
    low + ((high - low) * (1 - Math.cos((2 * Math.PI * step) / stepsOfWave))) / 2;
  const steps = Math.ceil((durationSeconds / periodSeconds) * stepsOfWave);
  return Array.from({ length: steps }, (_, step) => ({
    seconds: periodSeconds / stepsOfWave,
    fromRate: rateAt(step),
    toRate: rateAt(step + 1),
  }));
}

export interface LoadEstimate {
  /** About how many calls; at most `maximumCalls`. */
  calls: number;
  /** List price when each call is billed `durationMs`. */
  usd: number;
  /** When each call runs until its time-out. */
  mostUsd: number;
}

/** What a load would cost, before anything is sent. */
export function estimateLoad(
  load: Load,
  size: BilledSize,
  durations: { durationMs: number; timeoutSeconds: number },
): LoadEstimate {
  const durationMs = Math.max(1, durations.durationMs);
  const timeoutMs = durations.timeoutSeconds * 1000;
  const { traffic, durationSeconds, maximumCalls } = load;
  const lines = rateLinesOf(load);
  if (traffic.kind === "callers" || !lines) {
    const callers = traffic.kind === "callers" ? traffic.callers : 1;
    const calls = Math.ceil(
      Math.min(maximumCalls, callers * Math.max(1, (durationSeconds * 1000) / durationMs)),
    );
    const mostMs = Math.min(
      maximumCalls * timeoutMs,
      callers * (durationSeconds * 1000 + timeoutMs),
    );
    return {
      calls,
      usd: invocationCost(size, calls * durationMs, calls).totalUsd,
      mostUsd: invocationCost(size, mostMs, calls).totalUsd,
    };
  }
  const calls = Math.ceil(Math.min(maximumCalls, expectedCount(lines, durationSeconds)));
  return {
    calls,
    usd: invocationCost(size, calls * durationMs, calls).totalUsd,
    mostUsd: invocationCost(size, calls * timeoutMs, calls).totalUsd,
  };
}

/** How long a call is taken to run when the function has not been called from here. */
const assumedDurationMs = 1_000;

/** What an estimate counts with: the median of the last calls, or an assumption. */
export function expectedDuration(recent: readonly { durationMs?: number }[]): {
  durationMs: number;
  measured: boolean;
} {
  const known = recent
    .flatMap(({ durationMs }) => (durationMs === undefined ? [] : [durationMs]))
    .toSorted((a, b) => a - b);
  const median = known[Math.floor(known.length / 2)];
  return median === undefined
    ? { durationMs: assumedDurationMs, measured: false }
    : { durationMs: median, measured: true };
}
