import { expect, test } from "vitest";
import { createArrivals } from "./arrivals";
import { interval95, studentT95 } from "./confidence-interval";
import { DurationSketch } from "./duration-sketch";
import { EventHeap } from "./event-heap";
import { RandomStream } from "./random-stream";
import type { ArrivalsSpec, ServiceTimeSpec } from "./scenario";
import { createServiceTime } from "./service-time";

test("random numbers are uniform, repeat with their labels and differ without", () => {
  const counts = new Float64Array(100);
  const random = new RandomStream(1, 0, "orders", "arrivals");
  for (let draw = 0; draw < 1_000_000; draw++) counts[Math.floor(random.next() * 100)]! += 1;
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  // 99 degrees of freedom: below 60 or above 150 once in a thousand times.
  expect(chiSquare).toBeGreaterThan(60);
  expect(chiSquare).toBeLessThan(150);
  const first = (...labels: (string | number)[]) => new RandomStream(1, ...labels).next();
  expect(first(0, "orders")).toBe(first(0, "orders"));
  const others = [first(0, "orders"), first(1, "orders"), first(0, "order"), first("0", "orders")];
  expect(new Set(others).size).toBe(4);
});

test("the heap gives events back in order, whatever was put in, taken out and postponed", () => {
  const random = new RandomStream(5, "heap");
  const heap = new EventHeap();
  const expected: number[] = [];
  for (let step = 0; step < 5000; step++) {
    const time = random.next();
    if (expected.length === 0 || random.next() < 0.55) {
      heap.push(time, step);
      expected.push(time);
    } else if (random.next() < 0.5) {
      expected.sort((a, b) => b - a).pop();
      heap.pop();
    } else {
      expected.sort((a, b) => b - a)[expected.length - 1] = time + 1;
      heap.postpone(time + 1);
    }
    if (step % 100 === 0)
      expect(heap.firstTime).toBe(expected.length > 0 ? Math.min(...expected) : Infinity);
  }
  for (const time of expected.sort((a, b) => a - b)) {
    expect(heap.firstTime).toBe(time);
    heap.pop();
  }
  expect(heap.firstTime).toBe(Infinity);
});

const fits: ServiceTimeSpec[] = [
  { distribution: "lognormal", meanSeconds: 0.5, p99Seconds: 2 },
  { distribution: "lognormal", p50Seconds: 0.2, p99Seconds: 3 },
  { distribution: "exponential", meanSeconds: 0.5 },
  { distribution: "empirical", values: [3, 1, 2, 2] },
  { distribution: "constant", meanSeconds: 0.25 },
];

test.for(fits)("service times have what was asked for: %o", (spec) => {
  const service = createServiceTime(spec);
  const steps = 1_000_000;
  let sum = 0;
  for (let step = 0; step < steps; step++) sum += service.quantile((step + 0.5) / steps);
  const mean = sum / steps;
  expect(mean / service.meanSeconds).toBeCloseTo(1, 3);
  if (spec.distribution === "empirical") {
    expect(service.quantile(0.999)).toBe(3);
    return;
  }
  if (spec.meanSeconds !== undefined) expect(mean).toBeCloseTo(spec.meanSeconds, 3);
  if (spec.distribution !== "lognormal") return;
  expect(service.quantile(0.99)).toBeCloseTo(spec.p99Seconds, 6);
  if (spec.p50Seconds !== undefined) expect(service.quantile(0.5)).toBeCloseTo(spec.p50Seconds, 6);
});

const day = 86_400;
const traffic: [ArrivalsSpec, number, number][] = [
  [{ kind: "poisson", ratePerSecond: 0.5, multiplier: 2 }, day, day],
  [{ kind: "series", periodSeconds: 3600, counts: [1000, 0, 2000], multiplier: 1.5 }, day, 4500],
  [
    {
      kind: "shape",
      shape: "ramp",
      fromRatePerSecond: 0,
      toRatePerSecond: 2,
      startSeconds: 0,
      multiplier: 1,
    },
    day,
    day,
  ],
  [
    {
      kind: "shape",
      shape: "ramp",
      fromRatePerSecond: 2,
      toRatePerSecond: 0,
      startSeconds: 100,
      rampSeconds: 1000,
      multiplier: 10,
    },
    day,
    2000 + 10_000,
  ],
  [
    {
      kind: "shape",
      shape: "burst",
      ratePerSecond: 1,
      burstRatePerSecond: 11,
      startSeconds: 10,
      burstSeconds: 100,
      everySeconds: 1000,
      multiplier: 1,
    },
    10_000,
    20_000,
  ],
  [
    {
      kind: "shape",
      shape: "daily",
      lowRatePerSecond: 0,
      highRatePerSecond: 2,
      highAtSeconds: 50_400,
      multiplier: 1,
    },
    day,
    day,
  ],
];

test.for(traffic)(
  "as many requests come as expected, in order: %o",
  ([spec, seconds, expected]) => {
    const arrivals = createArrivals(spec, seconds, new RandomStream(3, "arrivals"));
    let count = 0;
    let last = 0;
    let inOrder = true;
    for (let time = arrivals.next(); time < seconds; time = arrivals.next()) {
      inOrder &&= time >= last;
      last = time;
      count++;
    }
    expect(inOrder).toBe(true);
    // Four standard deviations of a Poisson count; a series has exactly what it says.
    const tolerance = spec.kind === "series" ? 0 : 4 * Math.sqrt(expected);
    expect(Math.abs(count - expected)).toBeLessThanOrEqual(tolerance);
  },
);

test("a daily wave is highest at its hour", () => {
  const spec: ArrivalsSpec = {
    kind: "shape",
    shape: "daily",
    lowRatePerSecond: 1,
    highRatePerSecond: 3,
    highAtSeconds: 6 * 3600,
    multiplier: 1,
  };
  const arrivals = createArrivals(spec, day, new RandomStream(4, "arrivals"));
  const byHour = new Float64Array(24);
  for (let time = arrivals.next(); time < day; time = arrivals.next())
    byHour[Math.floor(time / 3600)]! += 1;
  expect((byHour[5]! + byHour[6]!) / 7200).toBeCloseTo(3, 0);
  expect((byHour[17]! + byHour[18]!) / 7200).toBeCloseTo(1, 0);
});

test("the sketch's quantiles are off by at most 0.2 %, and exact for equal values", () => {
  const sketch = new DurationSketch();
  const service = createServiceTime(fits[0]!);
  for (let step = 0; step < 100_000; step++) sketch.add(service.quantile((step + 0.5) / 100_000));
  for (const part of [0.01, 0.5, 0.9, 0.99, 0.999])
    expect(Math.abs(sketch.quantile(part)! / service.quantile(part) - 1)).toBeLessThan(0.002);
  const equal = new DurationSketch();
  for (let step = 0; step < 10; step++) equal.add(0.1);
  expect([equal.quantile(0.5), equal.quantile(0.99), equal.maximum]).toEqual([0.1, 0.1, 0.1]);
  expect(new DurationSketch().quantile(0.5)).toBe(null);
});

test("confidence intervals use Student's t", () => {
  expect(studentT95(1)).toBeCloseTo(12.7062, 4);
  expect(studentT95(9)).toBeCloseTo(2.2622, 4);
  expect(studentT95(10)).toBeCloseTo(2.2281, 3);
  expect(studentT95(29)).toBeCloseTo(2.0452, 4);
  expect(studentT95(999)).toBeCloseTo(1.9623, 4);
  const [low, high] = interval95([9, 10, 11])!;
  expect(low).toBeCloseTo(10 - 4.302653 / Math.sqrt(3), 5);
  expect(high).toBeCloseTo(10 + 4.302653 / Math.sqrt(3), 5);
  expect(interval95([1])).toBe(null);
});
