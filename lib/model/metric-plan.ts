/** A series of the function page. The ids are also the ids of the CloudWatch queries. */
export const metricSpecs = {
  invocations: { metric: "Invocations", statistic: "Sum", kind: "count" },
  errors: { metric: "Errors", statistic: "Sum", kind: "count" },
  throttles: { metric: "Throttles", statistic: "Sum", kind: "count" },
  durationAverage: { metric: "Duration", statistic: "Average", kind: "level" },
  durationP50: { metric: "Duration", statistic: "p50", kind: "level" },
  durationP90: { metric: "Duration", statistic: "p90", kind: "level" },
  durationP99: { metric: "Duration", statistic: "p99", kind: "level" },
  concurrency: { metric: "ConcurrentExecutions", statistic: "Maximum", kind: "level" },
  asyncEventAge: { metric: "AsyncEventAge", statistic: "Maximum", kind: "level" },
  asyncEventsDropped: { metric: "AsyncEventsDropped", statistic: "Sum", kind: "count" },
  provisionedUse: {
    metric: "ProvisionedConcurrencyUtilization",
    statistic: "Maximum",
    kind: "level",
  },
  provisionedSpillover: {
    metric: "ProvisionedConcurrencySpilloverInvocations",
    statistic: "Sum",
    kind: "count",
  },
} as const satisfies Record<string, MetricSpec>;

export interface MetricSpec {
  metric: string;
  statistic: string;
  /** A count without a datapoint is zero; a level without one is not known. */
  kind: "count" | "level";
}

export type SeriesId = keyof typeof metricSpecs;

export const seriesIds = Object.keys(metricSpecs) as SeriesId[];

const provisionedIds: readonly SeriesId[] = ["provisionedUse", "provisionedSpillover"];

/** The series worth asking for: those of provisioned concurrency cost a query and say nothing without it. */
export function plannedSeries(provisioned: boolean): SeriesId[] {
  return provisioned ? seriesIds : seriesIds.filter((id) => !provisionedIds.includes(id));
}

/**
 * Dimensions of `AWS/Lambda` for all versions of a function, or for one alias or version.
 * `$LATEST` goes by the bare function name.
 */
export function functionDimensions(
  functionName: string,
  qualifier?: string,
): { Name: string; Value: string }[] {
  const dimensions = [{ Name: "FunctionName", Value: functionName }];
  if (qualifier) {
    const resource = qualifier === "$LATEST" ? functionName : `${functionName}:${qualifier}`;
    dimensions.push({ Name: "Resource", Value: resource });
  }
  return dimensions;
}

const dayMs = 86_400_000;
const mostPoints = 360;
const periods = [60, 300, 900, 3600, 21_600, 86_400];

/**
 * The step in seconds that keeps a series within 360 points and within what CloudWatch still holds:
 * 1-minute points for 15 days, 5-minute points for 63, hours for 455.
 */
export function periodSeconds(fromMs: number, toMs: number, nowMs: number): number {
  const ageMs = nowMs - fromMs;
  const finest = ageMs > 63 * dayMs ? 3600 : ageMs > 15 * dayMs ? 300 : 60;
  const fitting = periods.find((s) => s >= finest && (toMs - fromMs) / (s * 1000) <= mostPoints);
  return fitting ?? 86_400;
}

/** Values on an even grid of time; null where there is no datapoint. */
export interface MetricGrid {
  /** Start of the first step. */
  startMs: number;
  stepMs: number;
  /** Number of steps. */
  length: number;
}

/** The whole steps that cover a range. */
export function gridOf(fromMs: number, toMs: number, seconds: number): MetricGrid {
  const stepMs = seconds * 1000;
  const startMs = Math.floor(fromMs / stepMs) * stepMs;
  return { startMs, stepMs, length: Math.max(1, Math.ceil((toMs - startMs) / stepMs)) };
}

/** Puts datapoints on the grid. Points outside it are left out; a repeated point wins over the earlier one. */
export function onGrid(
  grid: MetricGrid,
  timestampsMs: readonly number[],
  values: readonly number[],
): (number | null)[] {
  const result: (number | null)[] = Array.from({ length: grid.length }, () => null);
  timestampsMs.forEach((timeMs, i) => {
    const step = Math.floor((timeMs - grid.startMs) / grid.stepMs);
    const value = values[i];
    if (step >= 0 && step < grid.length && value !== undefined) result[step] = value;
  });
  return result;
}
