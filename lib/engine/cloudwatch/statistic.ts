import { ServiceError } from "../http/service.ts";
import type { Aggregate } from "./aggregate.ts";
import { QuantileSketch } from "./quantile-sketch.ts";

/** A statistic by its name, ready to be read from aggregates. */
export interface Statistic {
  name: string;
  /** Percentiles and the trimmed family are read from sketches, within 1 % of the exact value. */
  needsSketch: boolean;
  /** Undefined where the aggregate does not know it: statistic sets and negative values hide percentiles. */
  of(aggregate: Aggregate): number | undefined;
}

const simple: Record<string, Statistic["of"]> = {
  SampleCount: ({ count }) => count,
  Average: ({ count, sum }) => (count === 0 ? undefined : sum / count),
  Sum: ({ sum }) => sum,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

/**
 * Parses Average, Sum, Minimum, Maximum, SampleCount, pNN.N, tmNN, wmNN, tcNN, tsNN, IQM and the ranges
 * TM WM TC TS (of percents or values) and PR (of values). Source: "CloudWatch statistics definitions".
 */
export function parseStatistic(name: string): Statistic {
  const known = Object.hasOwn(simple, name) ? simple[name] : undefined;
  if (known) return { name, needsSketch: false, of: known };
  const read = parsePercentile(name) ?? parseTrimmed(name);
  if (!read)
    throw new ServiceError(
      "InvalidParameterValueException",
      `The value ${name} for the statistic is not supported.`,
      400,
    );
  return {
    name,
    needsSketch: true,
    of(aggregate) {
      const { sketch, count } = aggregate;
      if (!sketch || Math.abs(sketch.count - count) > 1e-6 * count) return undefined;
      const clamp = (value: number) => Math.min(Math.max(value, aggregate.min), aggregate.max);
      const pairs = sketch
        .ascending()
        .map(([value, times]): [number, number] => [clamp(value), times]);
      return read(pairs, count);
    },
  };
}

export function isStatistic(name: string): boolean {
  return Object.hasOwn(simple, name) || (parsePercentile(name) ?? parseTrimmed(name)) !== undefined;
}

type Pairs = readonly [value: number, count: number][];
type Read = (pairs: Pairs, count: number) => number | undefined;

function parsePercentile(name: string): Read | undefined {
  const percent = readPercent(/^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)?.[1]);
  return percent === undefined ? undefined : (pairs, count) => quantile(pairs, count, percent);
}

function quantile(pairs: Pairs, count: number, percent: number): number | undefined {
  const rank = (percent / 100) * count;
  let seen = 0;
  for (const [value, times] of pairs) {
    seen += times;
    if (seen >= rank) return value;
  }
  return pairs.at(-1)?.[0];
}

interface Range {
  inPercent: boolean;
  low: number;
  high: number;
}

function parseTrimmed(name: string): Read | undefined {
  if (name === "IQM" || name === "iqm")
    return trimmed("TM", { inPercent: true, low: 25, high: 75 });
  const short = /^(tm|wm|tc|ts)(\d{1,3}(?:\.\d{1,10})?)$/.exec(name);
  const high = readPercent(short?.[2]);
  if (short && high !== undefined)
    return trimmed(short[1]!.toUpperCase(), { inPercent: true, low: 0, high });
  const long = /^(TM|WM|TC|TS|PR)\(([^:]*):([^:]*)\)$/.exec(name);
  const range = long && readRange(long[2]!, long[3]!);
  if (!long || !range || (long[1] === "PR" && range.inPercent)) return undefined;
  return trimmed(long[1]!, range);
}

function readRange(from: string, to: string): Range | undefined {
  const bound = /^\s*(\d+(?:\.\d{1,10})?)(%?)\s*$/;
  const [low, high] = [bound.exec(from), bound.exec(to)];
  if ((!low && from.trim() !== "") || (!high && to.trim() !== "") || (!low && !high))
    return undefined;
  if (low && high && low[2] !== high[2]) return undefined;
  const inPercent = (low ?? high)?.[2] === "%";
  const range = {
    inPercent,
    low: low ? Number(low[1]) : 0,
    high: high ? Number(high[1]) : inPercent ? 100 : Infinity,
  };
  if (!low && !inPercent) range.low = -Infinity;
  return range.low < range.high && (!inPercent || range.high <= 100) ? range : undefined;
}

function readPercent(text: string | undefined): number | undefined {
  const percent = Number(text);
  return text === undefined || percent > 100 ? undefined : percent;
}

function trimmed(kind: string, range: Range): Read {
  return (pairs, count) => {
    const inside = range.inPercent ? insideRanks(pairs, count, range) : insideValues(pairs, range);
    const times = inside.reduce((total, [, each]) => total + each, 0);
    const sum = inside.reduce((total, [value, each]) => total + value * each, 0);
    if (kind === "TC") return times;
    if (kind === "TS") return sum;
    if (kind === "PR") return (100 * times) / count;
    if (times === 0) return undefined;
    if (kind === "TM") return sum / times;
    const low = range.inPercent ? inside[0]![0] : range.low;
    const high = range.inPercent ? inside.at(-1)![0] : range.high;
    const pulled = pairs.reduce(
      (total, [value, each]) => total + Math.min(Math.max(value, low), high) * each,
      0,
    );
    return pulled / count;
  };
}

/** The part of each pair that lies between two ranks. */
function insideRanks(pairs: Pairs, count: number, { low, high }: Range): [number, number][] {
  const inside: [number, number][] = [];
  let seen = 0;
  for (const [value, times] of pairs) {
    const from = Math.max(seen, (low / 100) * count);
    const to = Math.min(seen + times, (high / 100) * count);
    if (to > from) inside.push([value, to - from]);
    seen += times;
  }
  return inside;
}

/** The lower bound is exclusive, the upper inclusive. */
function insideValues(pairs: Pairs, { low, high }: Range): [number, number][] {
  const [above, upTo] = [QuantileSketch.rounded(low), QuantileSketch.rounded(high)];
  return pairs
    .filter(([value]) => {
      const rounded = QuantileSketch.rounded(value);
      return rounded > above && rounded <= upTo;
    })
    .map(([value, times]): [number, number] => [value, times]);
}
