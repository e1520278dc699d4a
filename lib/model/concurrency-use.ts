import type { MetricPoint } from "./metric-series";

/** Concurrency is requests per second times seconds each takes: the step's run time over its length. */
export function averageConcurrency(
  { invocations, durationAverage }: MetricPoint,
  stepMs: number,
): number | null {
  return invocations === null ? null : (invocations * (durationAverage ?? 0)) / stepMs;
}
