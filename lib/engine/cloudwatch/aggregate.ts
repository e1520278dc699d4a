import { QuantileSketch } from "./quantile-sketch.ts";

/** What is kept of the values of one metric in one stretch of time. */
export interface Aggregate {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** Knows fewer values than `count` when some were negative or came as a statistic set. */
  sketch?: QuantileSketch;
}

export interface StatisticSet {
  count: number;
  sum: number;
  min: number;
  max: number;
}

export function emptyAggregate(): Aggregate {
  return { count: 0, sum: 0, min: Infinity, max: -Infinity };
}

export function addValue(into: Aggregate, value: number): void {
  into.count += 1;
  into.sum += value;
  into.min = Math.min(into.min, value);
  into.max = Math.max(into.max, value);
  if (value >= 0) (into.sketch ??= new QuantileSketch()).add(value, 1);
}

/**
 * Adds values that are known as a statistic set (a single value is a set with min = max). CloudWatch
 * takes a set into percentiles only when it stands for one value, and never takes negative values.
 */
export function addToAggregate(into: Aggregate, set: StatisticSet): void {
  into.count += set.count;
  into.sum += set.sum;
  into.min = Math.min(into.min, set.min);
  into.max = Math.max(into.max, set.max);
  if (set.min >= 0 && set.min === set.max && set.count > 0) {
    into.sketch ??= new QuantileSketch();
    into.sketch.add(set.min, set.count);
  }
}

export function mergeAggregate(into: Aggregate, other: Aggregate): void {
  into.count += other.count;
  into.sum += other.sum;
  into.min = Math.min(into.min, other.min);
  into.max = Math.max(into.max, other.max);
  if (other.sketch) {
    into.sketch ??= new QuantileSketch();
    into.sketch.merge(other.sketch);
  }
}
