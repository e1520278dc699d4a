import type { TimeSpan } from "./time-range";

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

/** Values on an even grid of time; null where there is no datapoint. */
export interface MetricGrid {
  /** Start of the first step. */
  startMs: number;
  stepMs: number;
  /** Number of steps. */
  length: number;
}

/** The whole steps that cover a range. */
export function gridOf({ startMs: fromMs, endMs }: TimeSpan, periodSeconds: number): MetricGrid {
  const stepMs = periodSeconds * 1000;
  const startMs = Math.floor(fromMs / stepMs) * stepMs;
  return { startMs, stepMs, length: Math.max(1, Math.ceil((endMs - startMs) / stepMs)) };
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
