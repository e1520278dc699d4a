import type { MetricGrid } from "./metric-plan";
import { metricSpecs, type SeriesId, seriesIds } from "./metric-specs";
import type { ReportStep } from "./report-steps";

/** What a metrics request answers: the values by query id. A series that was not asked for, or not answered, is absent. */
export interface MetricValues {
  series: Partial<Record<string, (number | null)[]>>;
}

/** What is said beside the values. */
export interface MetricReading extends MetricGrid {
  /** When CloudWatch was asked. */
  asOfMs: number;
  /** End of the newest step that has a datapoint; absent without any. */
  dataUntilMs?: number;
  /** What CloudWatch said beside the data, e.g. that it is incomplete. */
  messages: string[];
}

export interface FunctionMetrics extends MetricReading, MetricValues {}

/** One step of every chart. Counts are zero where nothing happened, and null only where it is not known yet. */
export interface MetricPoint extends Record<SeriesId, number | null> {
  timeMs: number;
  /** Requests that reached the function and ended well. */
  succeeded: number | null;
  /** Invocations and throttles. */
  requests: number | null;
  /** Errors per invocation, 0 to 1; null without invocations. */
  errorRate: number | null;
  /** Throttles per request, 0 to 1; null without requests. */
  throttleRate: number | null;
  /** The step is not over, or its minutes are too young to be complete. */
  incomplete: boolean;
  /** Of mappings and executed versions, by query id; all of them counts, but for percentiles. */
  more: Partial<Record<string, number | null>>;
  /** The same step of the period that is compared with. */
  before?: MetricPoint;
  /** What the REPORT lines of this step say. */
  reports?: ReportStep;
}

/** CloudWatch may deliver a minute's datapoints this much later. */
const settleMs = 120_000;

/** The points the charts draw. */
export function metricPoints(metrics: FunctionMetrics): MetricPoint[] {
  const { startMs, stepMs, asOfMs } = metrics;
  const known = Math.max(metrics.dataUntilMs ?? 0, asOfMs - settleMs);
  const others = Object.keys(metrics.series).filter((id) => !Object.hasOwn(metricSpecs, id));
  return Array.from({ length: metrics.length }, (_, i) => {
    const timeMs = startMs + i * stepMs;
    const started = timeMs < known;
    const valueOf = (id: string, isCount: boolean) => {
      const value = metrics.series[id]?.[i] ?? null;
      return value === null && metrics.series[id] && isCount && started ? 0 : value;
    };
    const point = Object.fromEntries(
      seriesIds.map((id) => [id, valueOf(id, metricSpecs[id].statistic === "Sum")]),
    ) as Record<SeriesId, number | null>;
    const { invocations, errors, throttles } = point;
    const requests = invocations === null ? null : invocations + (throttles ?? 0);
    return {
      ...point,
      timeMs,
      succeeded: invocations === null ? null : Math.max(0, invocations - (errors ?? 0)),
      requests,
      errorRate: invocations ? (errors ?? 0) / invocations : null,
      throttleRate: requests ? (throttles ?? 0) / requests : null,
      incomplete: timeMs + stepMs > asOfMs - settleMs,
      more: Object.fromEntries(
        others.map((id) => [id, valueOf(id, !id.toLowerCase().includes("duration"))]),
      ),
    };
  });
}

/** The series of two readings of the same steps on the first one's grid; they may begin a step apart. */
export function mergedMetrics(
  first: FunctionMetrics,
  second: FunctionMetrics | undefined,
): FunctionMetrics {
  if (!second || second.stepMs !== first.stepMs) return first;
  const offset = Math.round((first.startMs - second.startMs) / first.stepMs);
  const moved = Object.entries(second.series).map(([id, values]) => [
    id,
    Array.from({ length: first.length }, (_, step) => values?.[step + offset] ?? null),
  ]);
  return {
    ...first,
    series: { ...(Object.fromEntries(moved) as FunctionMetrics["series"]), ...first.series },
    messages: [...new Set([...first.messages, ...second.messages])],
  };
}

/** Puts beside each step the same one of an earlier reading on a grid of the same length. */
export function withBefore(
  points: readonly MetricPoint[],
  before: readonly MetricPoint[] | undefined,
): MetricPoint[] {
  return points.map((point, index) => ({ ...point, before: before?.[index] }));
}

/** Puts what the REPORT lines say beside each step. */
export function withReports(
  points: readonly MetricPoint[],
  steps: readonly (ReportStep | undefined)[] | undefined,
): MetricPoint[] {
  return points.map((point, index) => ({ ...point, reports: steps?.[index] }));
}

export interface MetricTotals {
  invocations: number;
  errors: number;
  throttles: number;
  /** Steps with at least one throttle that follow one without. */
  throttleSpikes: number;
  /** Highest of the steps' values; null without data. */
  durationP99Ms: number | null;
  durationMaximumMs: number | null;
  /** Middle of the steps' p50, each weighted by its invocations. */
  durationP50Ms: number | null;
  concurrencyMax: number | null;
  /** Run time of all invocations: what is billed, without init and rounding. */
  totalDurationMs: number;
}

export function metricTotals(points: readonly MetricPoint[]): MetricTotals {
  return {
    invocations: sumOfSeries(points, "invocations"),
    errors: sumOfSeries(points, "errors"),
    throttles: sumOfSeries(points, "throttles"),
    throttleSpikes: points.filter(
      (point, i) => (point.throttles ?? 0) > 0 && (points[i - 1]?.throttles ?? 0) === 0,
    ).length,
    durationP99Ms: highestOfSeries(points, "durationP99"),
    durationMaximumMs: highestOfSeries(points, "durationMaximum"),
    durationP50Ms: weightedMedian(points),
    concurrencyMax: highestOfSeries(points, "concurrency"),
    totalDurationMs: points.reduce(
      (total, point) => total + (point.durationAverage ?? 0) * (point.invocations ?? 0),
      0,
    ),
  };
}

/** What a series adds up to; unknown steps add nothing. */
export function sumOfSeries(points: readonly MetricPoint[], id: SeriesId): number {
  return points.reduce((total, point) => total + (point[id] ?? 0), 0);
}

/** The highest known value; null without any. */
export function highestOfSeries(points: readonly MetricPoint[], id: SeriesId): number | null {
  return points.reduce<number | null>((most, point) => {
    const value = point[id];
    return value === null ? most : Math.max(most ?? value, value);
  }, null);
}

function weightedMedian(points: readonly MetricPoint[]): number | null {
  const weighted = points
    .filter((point) => point.durationP50 !== null)
    .map((point) => ({ value: point.durationP50 ?? 0, weight: point.invocations || 1 }))
    .sort((a, b) => a.value - b.value);
  let left = weighted.reduce((total, { weight }) => total + weight, 0) / 2;
  for (const { value, weight } of weighted) {
    left -= weight;
    if (left <= 0) return value;
  }
  return null;
}
