import {
  type CallAnswer,
  type LoadOutcome,
  loadOutcomes,
  type LoadPoint,
  type LoadResult,
  type OutcomeFigures,
  type Percentiles,
} from "@/lib/model/load-result";
import { DurationSketch } from "@/lib/simulator/duration-sketch";
import { InFlight } from "./in-flight";
import { byOutcome, PointSample } from "./point-sample";

/** Kinds of errors that are counted by name; those beyond are counted together. */
const mostKinds = 20;
const otherKinds = "others";
const highestBand = 20;

/** Counts what comes of the calls of a load run. Its memory does not grow with them. Times are from the run's beginning. */
export class LoadTally {
  readonly #outcomes = byOutcome(() => new Latencies());
  readonly #all = new Latencies();
  readonly #bands = byOutcome(() => Array.from({ length: highestBand + 1 }, () => 0));
  readonly #lag = new DurationSketch();
  readonly #points = new PointSample();
  readonly #inFlight = new InFlight();
  readonly #throttles: Record<string, number> = {};
  readonly #errors: Record<string, number> = {};
  #sent = 0;
  #coldStarts = 0;
  #withoutReport = 0;
  #billedMs = 0;

  get sent(): number {
    return this.#sent;
  }

  get waiting(): number {
    return this.#inFlight.count;
  }

  get answered(): number {
    return this.#all.count;
  }

  errorShare(): number {
    return this.answered === 0 ? 0 : this.#outcomes.error.count / this.answered;
  }

  /** A call leaves; gives its id for `answer`. */
  send(dueMs: number, nowMs: number): number {
    this.#sent += 1;
    this.#lag.add((nowMs - dueMs) / 1000);
    return this.#inFlight.begin(nowMs);
  }

  answer(id: number, call: { dueMs: number; sentMs: number; endMs: number }, answer: CallAnswer) {
    const { outcome, cold, reason, ranMs, billedMs } = answer;
    const latencyMs = call.endMs - call.dueMs;
    const uncorrectedMs = call.endMs - call.sentMs;
    this.#inFlight.end(id, call.endMs, outcome === "throttled");
    this.#all.add(latencyMs, uncorrectedMs);
    this.#outcomes[outcome].add(latencyMs, uncorrectedMs);
    this.#bands[outcome][bandOf(latencyMs)]! += 1;
    this.#points.add({
      dueMs: call.dueMs,
      latencyMs,
      outcome,
      ...(reason && { reason }),
      ...(ranMs !== undefined && { ranMs }),
    });
    if (cold) this.#coldStarts += 1;
    if (cold === undefined && (outcome === "warm" || outcome === "cold")) this.#withoutReport += 1;
    this.#billedMs += billedMs ?? 0;
    if (outcome === "throttled") countKind(this.#throttles, reason ?? "no reason given");
    if (outcome === "error") countKind(this.#errors, reason ?? "no type given");
  }

  /** Points that are new since this was last asked; drawn together they are all of the run. */
  takeFreshPoints(): LoadPoint[] {
    return this.#points.takeFresh();
  }

  /** All points that are kept. */
  points(): LoadPoint[] {
    return this.#points.all();
  }

  result(state: LoadResult["state"], nowMs: number): LoadResult {
    return {
      state,
      elapsedMs: nowMs,
      sent: this.#sent,
      answered: this.answered,
      unanswered: this.#sent - this.answered,
      all: this.#all.figures(),
      outcomes: {
        warm: this.#outcomes.warm.figures(),
        cold: this.#outcomes.cold.figures(),
        throttled: this.#outcomes.throttled.figures(),
        error: this.#outcomes.error.figures(),
      },
      coldStarts: this.#coldStarts,
      withoutReport: this.#withoutReport,
      throttlesByReason: { ...this.#throttles },
      errorsByType: { ...this.#errors },
      spread: this.#spread(),
      lag: {
        p99Ms: (this.#lag.quantile(0.99) ?? 0) * 1000,
        maximumMs: (this.#lag.maximum ?? 0) * 1000,
      },
      inFlight: this.#inFlight.series(nowMs),
      mostInFlight: this.#inFlight.maximum,
      billedMs: this.#billedMs,
      everyNth: { ...this.#points.everyNth },
    };
  }

  /** The bands from the lowest to the highest with a call in it. */
  #spread(): LoadResult["spread"] {
    const used = Array.from({ length: highestBand + 1 }, (_, band) => band).filter((band) =>
      loadOutcomes.some((outcome) => this.#bands[outcome][band]! > 0),
    );
    const [lowest = 0, highest = -1] = [used[0], used.at(-1)];
    return Array.from({ length: highest - lowest + 1 }, (_, index) => {
      const band = lowest + index;
      const callsOf = (outcome: LoadOutcome) => this.#bands[outcome][band]!;
      return {
        fromMs: band === 0 ? 0 : 2 ** band,
        calls: {
          warm: callsOf("warm"),
          cold: callsOf("cold"),
          throttled: callsOf("throttled"),
          error: callsOf("error"),
        },
      };
    });
  }
}

/** Latencies of some calls, corrected and not. */
class Latencies {
  readonly #corrected = new DurationSketch();
  readonly #uncorrected = new DurationSketch();
  count = 0;

  add(latencyMs: number, uncorrectedMs: number): void {
    this.count += 1;
    this.#corrected.add(latencyMs / 1000);
    this.#uncorrected.add(uncorrectedMs / 1000);
  }

  figures(): OutcomeFigures {
    return {
      calls: this.count,
      latencyMs: percentilesOf(this.#corrected),
      uncorrectedLatencyMs: percentilesOf(this.#uncorrected),
    };
  }
}

function percentilesOf(sketch: DurationSketch): Percentiles | null {
  const { maximum } = sketch;
  if (maximum === null) return null;
  const quantile = (part: number) => (sketch.quantile(part) ?? 0) * 1000;
  return { p50: quantile(0.5), p90: quantile(0.9), p99: quantile(0.99), maximum: maximum * 1000 };
}

/** Bands begin at powers of two milliseconds; what is faster than 2 ms shares the lowest. */
function bandOf(latencyMs: number): number {
  return Math.min(highestBand, Math.max(0, Math.floor(Math.log2(latencyMs))));
}

function countKind(counts: Record<string, number>, name: string): void {
  const known = Object.hasOwn(counts, name) || Object.keys(counts).length < mostKinds;
  const kind = known ? name : otherKinds;
  counts[kind] = (counts[kind] ?? 0) + 1;
}
