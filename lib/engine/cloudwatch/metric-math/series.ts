import { mathError } from "./expression.ts";

/** Values over time, in ascending order of time. */
export interface TimeSeries {
  /** Of the metric, or of the metric a function was applied to. */
  label: string;
  periodSeconds: number;
  /** Value by time in seconds. */
  points: ReadonlyMap<number, number>;
}

/** What an expression can be: a number, a series, or several. */
export type Value = number | TimeSeries | TimeSeries[];

/** The request's time range: start inclusive, end exclusive. */
export interface TimeRange {
  startSeconds: number;
  endSeconds: number;
}

export function isSeries(value: Value): value is TimeSeries {
  return typeof value === "object" && !Array.isArray(value);
}

/** Every time a series of this period has in the range. */
export function timesOf(periodSeconds: number, { startSeconds, endSeconds }: TimeRange): number[] {
  const times: number[] = [];
  const first = Math.floor(startSeconds / periodSeconds) * periodSeconds;
  for (let time = first; time < endSeconds; time += periodSeconds) times.push(time);
  return times;
}

/** Applies a function to each value; what is not finite is dropped, as AWS drops x/0. */
export function mapPoints(
  series: TimeSeries,
  change: (value: number, time: number) => number | undefined,
): TimeSeries {
  const points = new Map<number, number>();
  for (const [time, value] of series.points) {
    const changed = change(value, time);
    if (changed !== undefined && Number.isFinite(changed)) points.set(time, changed);
  }
  return { ...series, points };
}

/** All times at which any of the series has a value. */
export function unionOfTimes(all: readonly TimeSeries[]): number[] {
  const times = new Set(all.flatMap((series) => [...series.points.keys()]));
  return [...times].sort((one, other) => one - other);
}

/**
 * Applies an operator to numbers, series and lists of series, item by item. Where only one of two series
 * has a value, the other counts as 0.
 */
export function combine(
  left: Value,
  right: Value,
  operate: (left: number, right: number) => number,
): Value {
  if (Array.isArray(left) && Array.isArray(right))
    throw mathError("an operator cannot be applied to two arrays of time series");
  if (Array.isArray(left)) return left.map((item) => combine(item, right, operate) as TimeSeries);
  if (Array.isArray(right)) return right.map((item) => combine(left, item, operate) as TimeSeries);
  if (typeof left === "number" && typeof right === "number") return operate(left, right);
  if (typeof right === "number")
    return mapPoints(left as TimeSeries, (value) => operate(value, right));
  if (typeof left === "number") return mapPoints(right, (value) => operate(left, value));
  const points = new Map<number, number>();
  for (const time of unionOfTimes([left, right])) {
    const value = operate(left.points.get(time) ?? 0, right.points.get(time) ?? 0);
    if (Number.isFinite(value)) points.set(time, value);
  }
  return { ...left, periodSeconds: Math.max(left.periodSeconds, right.periodSeconds), points };
}
