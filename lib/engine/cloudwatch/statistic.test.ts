import { expect, test } from "vitest";
import { ServiceError } from "../http/service.ts";
import { addToAggregate, emptyAggregate, mergeAggregate } from "./aggregate.ts";
import { QuantileSketch } from "./quantile-sketch.ts";
import { parseStatistic } from "./statistic.ts";

/** The values 1 to 1000, each once. */
function thousand() {
  const aggregate = emptyAggregate();
  for (let value = 1; value <= 1000; value++)
    addToAggregate(aggregate, { count: 1, sum: value, min: value, max: value });
  return aggregate;
}

test.each([
  ["SampleCount", 1000],
  ["Average", 500.5],
  ["Sum", 500_500],
  ["Minimum", 1],
  ["Maximum", 1000],
  ["p0", 1],
  ["p50", 500],
  ["p99", 990],
  ["p99.9", 999],
  ["p100", 1000],
  ["tm90", 450.5],
  ["TM(:90%)", 450.5],
  ["TM(10%:90%)", 500.5],
  ["TM(150:250)", 200.5],
  ["IQM", 500.5],
  ["wm90", 495.5],
  ["WM(10%:90%)", 500.5],
  ["tc90", 900],
  ["TC(100:200)", 100],
  ["ts90", 405_450],
  ["TS(80%:)", 180_100],
  ["PR(:300)", 30],
  ["PR(100:)", 90],
])("%s of 1 to 1000 is about %d", (name, exact) => {
  const value = parseStatistic(name).of(thousand());
  expect(value).toBeGreaterThanOrEqual(exact * 0.99);
  expect(value).toBeLessThanOrEqual(exact * 1.01);
});

test.each(["p101", "p", "P99", "median", "tm", "TM(10%:90)", "TM(90%:10%)", "PR(10%:)", "sum"])(
  "%s is refused by name",
  (name) => {
    expect(() => parseStatistic(name)).toThrow(ServiceError);
    expect(() => parseStatistic(name)).toThrow(`The value ${name} `);
  },
);

test("a single value is exact in every percentile", () => {
  const aggregate = emptyAggregate();
  addToAggregate(aggregate, { count: 3, sum: 368.7, min: 122.9, max: 122.9 });
  expect(parseStatistic("p99").of(aggregate)).toBe(122.9);
  expect(parseStatistic("PR(:122.9)").of(aggregate)).toBe(100);
});

test("negative values and real statistic sets hide percentiles, not sums", () => {
  for (const set of [
    { count: 1, sum: -1, min: -1, max: -1 },
    { count: 2, sum: 3, min: 1, max: 2 },
  ]) {
    const aggregate = thousand();
    addToAggregate(aggregate, set);
    expect(parseStatistic("p50").of(aggregate)).toBeUndefined();
    expect(parseStatistic("Sum").of(aggregate)).toBe(500_500 + set.sum);
  }
});

test("sketches survive being stored and merged", () => {
  const whole = emptyAggregate();
  const values = [0, 0, 1e-9, 0.25, 3, 1e12, ...Array.from({ length: 500 }, (_, n) => n / 7)];
  for (const [index, value] of values.entries()) {
    const part = emptyAggregate();
    const count = 1 + (index % 3);
    addToAggregate(part, { count, sum: value * count, min: value, max: value });
    const stored = part.sketch?.encode() ?? new Uint8Array();
    mergeAggregate(whole, { ...part, sketch: QuantileSketch.decode(stored) });
  }
  const fractions = new QuantileSketch();
  fractions.add(5, 0.5);
  expect(QuantileSketch.decode(fractions.encode()).count).toBe(0.5);
  const again = QuantileSketch.decode(whole.sketch?.encode() ?? new Uint8Array());
  expect(again.count).toBe(whole.count);
  expect(again.ascending()).toEqual(whole.sketch?.ascending());
});

test("percentiles of a skewed distribution are within 1 %", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const values = Array.from({ length: 20_000 }, () => Math.exp(6 * random() * random()) * 10);
  const aggregate = emptyAggregate();
  for (const value of values)
    addToAggregate(aggregate, { count: 1, sum: value, min: value, max: value });
  values.sort((one, other) => one - other);
  for (const percent of [1, 10, 50, 90, 99, 99.9]) {
    const exact = values[Math.ceil((percent / 100) * values.length) - 1] ?? 0;
    const read = parseStatistic(`p${percent}`).of(aggregate) ?? 0;
    expect(Math.abs(read - exact) / exact).toBeLessThan(0.01);
  }
});
