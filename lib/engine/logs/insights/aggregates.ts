import { QuantileSketch } from "../../cloudwatch/quantile-sketch.ts";
import { DistinctCount } from "./distinct-count.ts";
import { asNumber, asText, compare, Timestamp, type Value } from "./value.ts";

/** What one aggregate knows of one group of rows. */
export interface Aggregate {
  /** `value` is that of the aggregate's argument; `time` the row's, for those that ask for it. */
  add(value: Value, time: number | undefined): void;
  result(): Value;
}

type MakeAggregate = (parameter: number | undefined) => Aggregate;

/** Percentiles are exact up to so many values, then within half a per cent. */
const exactAtMost = 10_000;
const valuesAtMost = 1_000;

class Percentile implements Aggregate {
  readonly #percent: number;
  #exact: number[] = [];
  #negative: QuantileSketch | undefined;
  #positive: QuantileSketch | undefined;

  constructor(percent: number) {
    this.#percent = percent;
  }

  add(value: Value): void {
    const number = asNumber(value);
    if (number === undefined) return;
    if (this.#positive) return this.#sketch(number);
    this.#exact.push(number);
    if (this.#exact.length <= exactAtMost) return;
    [this.#negative, this.#positive] = [new QuantileSketch(), new QuantileSketch()];
    for (const each of this.#exact) this.#sketch(each);
    this.#exact = [];
  }

  result(): Value {
    const pairs = this.#positive
      ? [
          ...(this.#negative?.ascending() ?? []).reverse().map(([value, count]) => [-value, count]),
          ...this.#positive.ascending(),
        ]
      : this.#exact.toSorted((a, b) => a - b).map((value) => [value, 1]);
    const total = pairs.reduce((sum, [, count = 0]) => sum + count, 0);
    let left = Math.max(1, Math.ceil((this.#percent / 100) * total));
    for (const [value, count = 0] of pairs) if ((left -= count) <= 0) return value;
    return undefined;
  }

  #sketch(number: number): void {
    if (number < 0) this.#negative?.add(-number, 1);
    else this.#positive?.add(number, 1);
  }
}

/** The sum, mean or standard deviation of numbers. */
class Moments implements Aggregate {
  readonly #kind: "sum" | "avg" | "stddev";
  #count = 0;
  #sum = 0;
  #mean = 0;
  #squares = 0;

  constructor(kind: "sum" | "avg" | "stddev") {
    this.#kind = kind;
  }

  add(value: Value): void {
    const number = asNumber(value);
    if (number === undefined) return;
    this.#count++;
    this.#sum += number;
    // Welford's way, which loses nothing to large values that differ little.
    const distance = number - this.#mean;
    this.#mean += distance / this.#count;
    this.#squares += distance * (number - this.#mean);
  }

  result(): Value {
    if (this.#count === 0) return undefined;
    if (this.#kind === "sum") return this.#sum;
    return this.#kind === "avg" ? this.#sum / this.#count : Math.sqrt(this.#squares / this.#count);
  }
}

/** The value that is before all others in an order. */
function best(isBefore: (one: Value, other: Value) => boolean): Aggregate {
  let found: Value;
  return {
    add(value) {
      if (value !== undefined && (found === undefined || isBefore(value, found))) found = value;
    },
    // Times become numbers, as on AWS: fromMillis shows them as times.
    result: () => (found instanceof Timestamp ? found.ms : (asNumber(found) ?? found)),
  };
}

/** The value of the event that is first or last in time. */
function atTime(isBefore: (one: number, other: number) => boolean): Aggregate {
  let found: Value;
  let foundAt: number | undefined;
  return {
    add(value, time) {
      if (value === undefined || time === undefined) return;
      if (foundAt !== undefined && !isBefore(time, foundAt)) return;
      [found, foundAt] = [value, time];
    },
    result: () => (found instanceof Timestamp ? found.ms : found),
  };
}

/** Events, or those that have a value. */
function counter(): Aggregate {
  let count = 0;
  return {
    add(value) {
      if (value !== undefined) count++;
    },
    result: () => count,
  };
}

function collector(): Aggregate {
  const texts = new Set<string>();
  return {
    add(value) {
      const text = asText(value);
      if (text !== undefined && texts.size < valuesAtMost) texts.add(text);
    },
    result: () => [...texts],
  };
}

function distinct(): Aggregate {
  const count = new DistinctCount();
  return {
    add(value) {
      const text = asText(value);
      if (text !== undefined) count.add(text);
    },
    result: () => count.estimate(),
  };
}

/** What stats computes, by name in lower case. `count` may stand without an argument. */
const aggregates: Readonly<Record<string, MakeAggregate>> = {
  count: counter,
  count_over_time: counter,
  count_distinct: distinct,
  sum: () => new Moments("sum"),
  sum_over_time: () => new Moments("sum"),
  avg: () => new Moments("avg"),
  stddev: () => new Moments("stddev"),
  min: () => best((one, other) => compare(one, other) < 0),
  max: () => best((one, other) => compare(one, other) > 0),
  sortsfirst: () => best((one, other) => compare(one, other) < 0),
  sortslast: () => best((one, other) => compare(one, other) > 0),
  earliest: () => atTime((one, other) => one <= other),
  latest: () => atTime((one, other) => one > other),
  median: () => new Percentile(50),
  pct: (percent = 50) => new Percentile(percent),
  percentile: (percent = 50) => new Percentile(percent),
  values: collector,
};

export function isAggregate(name: string): boolean {
  return Object.hasOwn(aggregates, name);
}

/** Makes what a call of an aggregate keeps for one group. `parameter` is the percentage of `pct`. */
export function makeAggregate(name: string, parameter: number | undefined): Aggregate | undefined {
  return aggregates[name]?.(parameter);
}
