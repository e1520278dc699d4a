import type { MetricStat } from "@aws-sdk/client-cloudwatch";
import { type Aggregate, mergeAggregate } from "./aggregate.ts";
import type { MetricStore } from "./metric-store.ts";

/** What is read of one metric: from `startSeconds`, where the first period begins, up to `endSeconds`. */
interface MetricRange {
  region: string;
  startSeconds: number;
  endSeconds: number;
  withSketches: boolean;
}

export function dimensionsOf(
  dimensions: readonly { Name?: string | undefined; Value?: string | undefined }[] = [],
): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name = "", Value = "" }) => [Name, Value]));
}

/** A metric's values by the start of their period. Without a unit, the values of all units count together. */
export function readMetric(
  store: MetricStore,
  { Metric, Period: periodSeconds = 60, Unit }: Partial<MetricStat>,
  { region, ...range }: MetricRange,
): Map<number, Aggregate> {
  const { Namespace: namespace = "", MetricName: name = "", Dimensions } = Metric ?? {};
  const dimensions = dimensionsOf(Dimensions);
  const seriesId = store.series.find({ region, namespace, name, dimensions });
  const merged = new Map<number, Aggregate>();
  if (seriesId === undefined) return merged;
  const unit = Unit === undefined ? {} : { unit: Unit };
  const periods = store.points.read({ seriesId, ...unit, ...range, periodSeconds });
  for (const { startSeconds, aggregate } of periods) {
    const into = merged.get(startSeconds);
    if (into) mergeAggregate(into, aggregate);
    else merged.set(startSeconds, aggregate);
  }
  return merged;
}
