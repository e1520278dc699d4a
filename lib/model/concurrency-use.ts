import type { MetricPoint } from "./metric-series";

/** How much concurrency was in use over a range. */
export interface ConcurrencyUse {
  /** The highest of the steps' maxima; null without data. */
  peak: number | null;
  /** Run time of all invocations over the time that is known; null without data. */
  average: number | null;
  throttles: number;
  /** Steps in which the peak reached the limit. */
  stepsAtLimit: number;
}

/** `limit`: the function's reserved concurrency, or null. */
export function concurrencyUse(
  points: readonly MetricPoint[],
  stepMs: number,
  limit: number | null,
): ConcurrencyUse {
  const peaks = points.flatMap(({ concurrency }) => concurrency ?? []);
  const known = points.filter(({ invocations }) => invocations !== null);
  const busyMs = known.reduce((sum, point) => sum + runTimeMs(point), 0);
  return {
    peak: peaks.length > 0 ? Math.max(...peaks) : null,
    average: known.length > 0 ? busyMs / (known.length * stepMs) : null,
    throttles: points.reduce((sum, { throttles }) => sum + (throttles ?? 0), 0),
    stepsAtLimit: limit === null ? 0 : peaks.filter((peak) => peak > 0 && peak >= limit).length,
  };
}

/** Concurrency is requests per second times seconds each takes: the step's run time over its length. */
export function averageConcurrency(point: MetricPoint, stepMs: number): number | null {
  return point.invocations === null ? null : runTimeMs(point) / stepMs;
}

function runTimeMs({ invocations, durationAverage }: MetricPoint): number {
  return (invocations ?? 0) * (durationAverage ?? 0);
}
