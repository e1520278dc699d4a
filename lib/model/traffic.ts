import type { MetricGrid } from "./metric-plan";
import type { Problem } from "./problem";

/** How far back traffic is read, always by the minute; CloudWatch keeps minutes for 15 days. */
export const trafficWindows = ["3h", "24h", "7d", "14d"] as const;
export type TrafficWindow = (typeof trafficWindows)[number];

export const trafficWindowMs: Record<TrafficWindow, number> = {
  "3h": 3 * 3_600_000,
  "24h": 86_400_000,
  "7d": 7 * 86_400_000,
  "14d": 14 * 86_400_000,
};

/** What came to one function: arrays with one value a step of the grid, 0 where nothing happened. */
export interface FunctionTraffic {
  name: string;
  /** Runs that began; with `throttles` they are the demand. */
  invocations: Float32Array;
  throttles: Float32Array;
  /** Run time of all invocations, without init. */
  busySeconds: Float32Array;
  /** Most that ran at once. */
  concurrency: Float32Array;
  /** Run time of one invocation over the window; null: nothing ran. */
  duration: { averageSeconds: number; p50Seconds: number; p99Seconds: number } | null;
  /** Init time from the REPORT lines of cold starts; null: not read, or none was found. */
  init: { averageSeconds: number; p99Seconds: number; samples: number } | null;
}

/** The traffic of several functions on one grid of minutes. */
export interface Traffic extends MetricGrid {
  functions: FunctionTraffic[];
  /** When CloudWatch was asked. */
  asOfMs: number;
  /** End of the newest step that is complete. */
  completeUntilMs: number;
  /** What reading it took of AWS, as far as the cache did not have it. */
  use: { calls: number; metrics: number; costUsd: number };
  problems: Problem[];
}

/** What comes first finds no environment: more quiet minutes than one stays idle. */
const quietSteps = 15;
/** A shorter time says nothing of a day. */
const leastSteps = 60;

/**
 * Leaves out the time before anything came, but for a while: a local engine that was not running had no quiet hours.
 */
export function sinceFirst(traffic: Traffic): Traffic {
  const firstBusy = Math.min(
    ...traffic.functions.map(({ invocations, throttles }) => {
      const step = invocations.findIndex((count, index) => count > 0 || throttles[index]! > 0);
      return step < 0 ? traffic.length : step;
    }),
  );
  const first = Math.min(firstBusy - quietSteps, traffic.length - leastSteps);
  if (first <= 0 || firstBusy >= traffic.length) return traffic;
  return {
    ...traffic,
    startMs: traffic.startMs + first * traffic.stepMs,
    length: traffic.length - first,
    functions: traffic.functions.map((each) => ({
      ...each,
      invocations: each.invocations.subarray(first),
      throttles: each.throttles.subarray(first),
      busySeconds: each.busySeconds.subarray(first),
      concurrency: each.concurrency.subarray(first),
    })),
  };
}
