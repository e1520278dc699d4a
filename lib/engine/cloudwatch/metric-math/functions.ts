import { mathError } from "./expression.ts";
import { fill } from "./fill.ts";
import {
  isSeries,
  mapPoints,
  timesOf,
  type TimeRange,
  type TimeSeries,
  unionOfTimes,
  type Value,
} from "./series.ts";

/** What functions know beside their arguments. */
export interface MathContext {
  range: TimeRange;
  /** The metrics of the request by query id, for METRICS(). */
  metrics: ReadonlyMap<string, TimeSeries>;
  /** Of the expression itself, or the longest of the metrics'. */
  periodSeconds: number;
}

/** An argument: a value, or a word such as REPEAT, ASC or SUM, or a string. */
export type Argument = Value | { word: string };

type MathFunction = (args: readonly Argument[], context: MathContext) => Value;

const average = (values: readonly number[]) => total(values) / Math.max(1, values.length);
const lowest = (values: readonly number[]) => values.reduce((one, other) => Math.min(one, other));
const highest = (values: readonly number[]) => values.reduce((one, other) => Math.max(one, other));
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const deviation = (values: readonly number[]) => {
  const mean = average(values);
  return Math.sqrt(average(values.map((value) => (value - mean) ** 2)));
};

/** Every function of metric math by name; those of other services are refused by name. */
export const mathFunctions: Readonly<Record<string, MathFunction>> = {
  ABS: each(Math.abs),
  CEIL: each(Math.ceil),
  FLOOR: each(Math.floor),
  LOG: each(Math.log),
  LOG10: each(Math.log10),
  AVG: reduce((values, width) => total(values) / (width ?? values.length)),
  SUM: reduce(total),
  MIN: reduce(lowest),
  MAX: reduce(highest),
  STDDEV: reduce(deviation),
  DATAPOINT_COUNT: reduce((values) => values.length),
  DIFF: successive((value, previous) => value - previous),
  DIFF_TIME: successive((_value, _previous, seconds) => seconds),
  RATE: successive((value, previous, seconds) => (value - previous) / seconds),
  RUNNING_SUM: perSeries((series) => {
    let sum = 0;
    return mapPoints(series, (value) => (sum += value));
  }),
  FILL: ([series, filler], context) =>
    perSeries((one) => fill(one, filler, context.range))([series!], context),
  FIRST: ([list]) => listOf(list)[0] ?? emptyList("FIRST"),
  LAST: ([list]) => listOf(list).at(-1) ?? emptyList("LAST"),
  METRIC_COUNT: ([list]) => listOf(list).length,
  METRICS: ([part], { metrics }) =>
    [...metrics]
      .filter(([id]) => part === undefined || id.includes(wordOf(part)))
      .map(([, series]) => series),
  PERIOD: ([series]) => seriesOf(series).periodSeconds,
  REMOVE_EMPTY: ([list]) => listOf(list).filter(({ points }) => points.size > 0),
  SLICE: ([list, from, to]) =>
    listOf(list).slice(numberOf(from), to === undefined ? undefined : numberOf(to)),
  SORT: ([list, by, order, limit]) => sort(listOf(list), wordOf(by), wordOf(order), limit),
  TIME_SERIES: ([value], { range, periodSeconds }) => ({
    label: "",
    periodSeconds,
    points: new Map(timesOf(periodSeconds, range).map((time) => [time, numberOf(value)])),
  }),
  MINUTE: calendar((date) => date.getUTCMinutes()),
  HOUR: calendar((date) => date.getUTCHours()),
  DAY: calendar((date) => date.getUTCDay() || 7),
  DATE: calendar((date) => date.getUTCDate()),
  MONTH: calendar((date) => date.getUTCMonth() + 1),
  YEAR: calendar((date) => date.getUTCFullYear()),
  EPOCH: calendar((date) => date.getTime() / 1000),
  IF: ([condition, whenTrue, whenFalse]) => choose(condition, whenTrue, whenFalse),
};

function perSeries(change: (series: TimeSeries, context: MathContext) => TimeSeries): MathFunction {
  return ([argument], context) =>
    Array.isArray(argument)
      ? argument.map((series) => change(series, context))
      : change(seriesOf(argument), context);
}

function each(change: (value: number) => number): MathFunction {
  return (args, context) => {
    const [argument] = args;
    return typeof argument === "number"
      ? change(argument)
      : perSeries((series) => mapPoints(series, change))(args, context);
  };
}

/** One number of a series, or one series of several; `width` is how many series there are. */
function reduce(summarize: (values: number[], width?: number) => number): MathFunction {
  return ([argument]) => {
    if (typeof argument === "number") return summarize([argument]);
    if (!Array.isArray(argument)) {
      const values = [...seriesOf(argument).points.values()];
      return values.length === 0 ? 0 : summarize(values);
    }
    const points = new Map<number, number>();
    for (const time of unionOfTimes(argument)) {
      const values = argument.flatMap((series) => series.points.get(time) ?? []);
      points.set(time, summarize(values, argument.length));
    }
    const periodSeconds = Math.max(60, ...argument.map((series) => series.periodSeconds));
    return { label: "", periodSeconds, points };
  };
}

function successive(
  compare: (value: number, previous: number, seconds: number) => number,
): MathFunction {
  return perSeries((series) => {
    let before: { value: number; time: number } | undefined;
    return mapPoints(series, (value, time) => {
      const last = before;
      before = { value, time };
      return last && compare(value, last.value, time - last.time);
    });
  });
}

function calendar(read: (date: Date) => number): MathFunction {
  return perSeries((series, { range }) => ({
    ...series,
    points: new Map(
      timesOf(series.periodSeconds, range).map((time) => [time, read(new Date(time * 1000))]),
    ),
  }));
}

function sort(
  list: readonly TimeSeries[],
  by: string,
  order: string,
  limit: Argument | undefined,
): TimeSeries[] {
  const summarize = { AVG: average, MIN: lowest, MAX: highest, SUM: total }[by];
  if (!summarize) throw mathError(`SORT cannot sort by ${by}: it takes AVG, MIN, MAX or SUM`);
  if (order !== "ASC" && order !== "DESC") throw mathError("SORT takes the order ASC or DESC");
  const keyOf = ({ points }: TimeSeries) =>
    points.size === 0 ? 0 : summarize([...points.values()]);
  const sign = order === "ASC" ? 1 : -1;
  const sorted = [...list].sort((one, other) => sign * (keyOf(one) - keyOf(other)));
  return limit === undefined ? sorted : sorted.slice(0, numberOf(limit));
}

function choose(
  condition: Argument | undefined,
  whenTrue: Argument | undefined,
  whenFalse: Argument | undefined,
): Value {
  const branch = (argument: Argument): number | TimeSeries =>
    typeof argument === "number" ? argument : seriesOf(argument);
  if (whenTrue === undefined) throw mathError("IF takes a condition and one or two values");
  if (typeof condition === "number") {
    const chosen = condition !== 0 ? whenTrue : whenFalse;
    return chosen === undefined
      ? { label: "", periodSeconds: 60, points: new Map() }
      : branch(chosen);
  }
  return mapPoints(seriesOf(condition), (value, time) => {
    const argument = value !== 0 ? whenTrue : whenFalse;
    if (argument === undefined) return undefined;
    const chosen = branch(argument);
    return typeof chosen === "number" ? chosen : (chosen.points.get(time) ?? 0);
  });
}

function seriesOf(argument: Argument | undefined): TimeSeries {
  if (argument !== undefined && typeof argument === "object" && !("word" in argument))
    if (isSeries(argument)) return argument;
  throw mathError("a function takes a time series here");
}

function listOf(argument: Argument | undefined): TimeSeries[] {
  return Array.isArray(argument) ? argument : [seriesOf(argument)];
}

function numberOf(argument: Argument | undefined): number {
  if (typeof argument !== "number") throw mathError("a function takes a number here");
  return argument;
}

function wordOf(argument: Argument | undefined): string {
  if (argument !== undefined && typeof argument === "object" && "word" in argument)
    return argument.word;
  throw mathError("a function takes a keyword or a string here");
}

function emptyList(name: string): never {
  throw mathError(`${name} needs at least one time series`);
}
