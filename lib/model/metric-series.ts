import { metricSpecs, seriesIds, type MetricGrid, type SeriesId } from "./metric-plan";

/** What a metrics request answers. A series that was not asked for is absent. */
export interface FunctionMetrics extends MetricGrid {
  series: Partial<Record<SeriesId, (number | null)[]>>;
  /** When CloudWatch was asked. */
  asOfMs: number;
  /** End of the newest step that has a datapoint; absent without any. */
  dataUntilMs?: number;
  /** What CloudWatch said beside the data, e.g. that it is incomplete. */
  messages: string[];
}

/** One step of every chart. Counts are zero where nothing happened, and null only where it is not known yet. */
export interface MetricPoint extends Record<SeriesId, number | null> {
  timeMs: number;
  /** Requests that reached the function and ended well. */
  succeeded: number | null;
  /** Invocations and throttles. */
  requests: number | null;
  /** Errors per invocation, 0 to 1; null without invocations. */
  errorRate: number | null;
  /** The step is not over, or its minutes are too young to be complete. */
  incomplete: boolean;
}

/** CloudWatch may deliver a minute's datapoints this much later. */
const settleMs = 120_000;

/** The points the charts draw. */
export function metricPoints(metrics: FunctionMetrics): MetricPoint[] {
  const known = Math.max(metrics.dataUntilMs ?? 0, metrics.asOfMs - settleMs);
  return Array.from({ length: metrics.length }, (_, i) => {
    const timeMs = metrics.startMs + i * metrics.stepMs;
    const started = timeMs < known;
    const point = Object.fromEntries(
      seriesIds.map((id) => {
        const value = metrics.series[id]?.[i] ?? null;
        const zero = metrics.series[id] && metricSpecs[id].kind === "count" && started;
        return [id, value === null && zero ? 0 : value];
      }),
    ) as Record<SeriesId, number | null>;
    const { invocations, errors, throttles } = point;
    return {
      ...point,
      timeMs,
      succeeded: invocations === null ? null : Math.max(0, invocations - (errors ?? 0)),
      requests: invocations === null ? null : invocations + (throttles ?? 0),
      errorRate: invocations ? (errors ?? 0) / invocations : null,
      incomplete: timeMs + metrics.stepMs > metrics.asOfMs - settleMs,
    };
  });
}

export interface MetricTotals {
  invocations: number;
  errors: number;
  throttles: number;
  /** Steps with at least one throttle that follow one without. */
  throttleSpikes: number;
  /** Highest of the steps' values; null without data. */
  durationP99Ms: number | null;
  /** Middle of the steps' p50, each weighted by its invocations. */
  durationP50Ms: number | null;
  concurrencyMax: number | null;
  /** Run time of all invocations: what is billed, without init and rounding. */
  totalDurationMs: number;
}

export function metricTotals(points: readonly MetricPoint[]): MetricTotals {
  const sum = (id: SeriesId) => points.reduce((total, point) => total + (point[id] ?? 0), 0);
  return {
    invocations: sum("invocations"),
    errors: sum("errors"),
    throttles: sum("throttles"),
    throttleSpikes: points.filter(
      (point, i) => (point.throttles ?? 0) > 0 && (points[i - 1]?.throttles ?? 0) === 0,
    ).length,
    durationP99Ms: highest(points, "durationP99"),
    durationP50Ms: weightedMedian(points),
    concurrencyMax: highest(points, "concurrency"),
    totalDurationMs: points.reduce(
      (total, point) => total + (point.durationAverage ?? 0) * (point.invocations ?? 0),
      0,
    ),
  };
}

function highest(points: readonly MetricPoint[], id: SeriesId): number | null {
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
