import { type MetricGroup, metricSpecs, type SeriesId, seriesIds } from "./metric-specs";
import type { TimeSpan } from "./time-range";

export interface Dimension {
  Name: string;
  Value: string;
}

/** One CloudWatch query as data: what is read, and what a missing datapoint means. */
export interface MetricQuery {
  /** Begins with a small letter, as CloudWatch wants it. */
  id: string;
  metric: string;
  statistic: string;
  dimensions: Dimension[];
}

/** The series of a function that a page wants. */
export interface MetricSubject {
  functionName: string;
  /** One alias or version; absent: all of the function. */
  qualifier?: string;
  groups: readonly MetricGroup[];
  /** Of the duration; absent: all of them. */
  durations?: readonly SeriesId[];
  /** UUIDs of event source mappings that count their events. */
  mappings?: readonly string[];
  /** Versions an alias shares its calls among. */
  executedVersions?: readonly string[];
}

/** What is counted of a mapping's events, by the metric's name. */
export const mappingMetrics = {
  polled: "PolledEventCount",
  filteredOut: "FilteredOutEventCount",
  invoked: "InvokedEventCount",
  failed: "FailedInvokeEventCount",
  dropped: "DroppedEventCount",
  deleted: "DeletedEventCount",
  delivered: "OnFailureDestinationDeliveredEventCount",
} as const;

/** What is read of each version behind an alias. */
const versionIds = ["invocations", "errors", "durationP99"] as const satisfies SeriesId[];

/** All queries for a subject. Groups that are not asked for cost nothing. */
export function plannedQueries(subject: MetricSubject): MetricQuery[] {
  const dimensions = functionDimensions(subject.functionName, subject.qualifier);
  const own = plannedSeries(subject).map((id) => queryOf(id, id, dimensions));
  const mappings = (subject.mappings ?? []).flatMap((uuid, index) =>
    Object.entries(mappingMetrics).map(([name, metric]) => ({
      id: mappingSeriesId(index, name as keyof typeof mappingMetrics),
      metric,
      statistic: "Sum",
      dimensions: [{ Name: "EventSourceMappingUUID", Value: uuid }],
    })),
  );
  const versions = (subject.executedVersions ?? []).flatMap((version, index) =>
    versionIds.map((id) =>
      queryOf(versionSeriesId(index, id), id, [
        ...dimensions,
        { Name: "ExecutedVersion", Value: version },
      ]),
    ),
  );
  return [...own, ...mappings, ...versions];
}

/** The series of the function itself that a subject's groups hold. */
export function plannedSeries({ groups, durations }: MetricSubject): SeriesId[] {
  return seriesIds.filter((id) => {
    const { group } = metricSpecs[id];
    return groups.includes(group) && (group !== "duration" || !durations || durations.includes(id));
  });
}

export function mappingSeriesId(index: number, name: keyof typeof mappingMetrics): string {
  return `m${index}_${name}`;
}

export function versionSeriesId(index: number, id: (typeof versionIds)[number]): string {
  return `v${index}_${id}`;
}

function queryOf(id: string, series: SeriesId, dimensions: Dimension[]): MetricQuery {
  const { metric, statistic } = metricSpecs[series];
  return { id, metric, statistic, dimensions };
}

/**
 * Dimensions of `AWS/Lambda` for all versions of a function, or for one alias or version.
 * `$LATEST` goes by the bare function name.
 */
export function functionDimensions(functionName: string, qualifier?: string): Dimension[] {
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
