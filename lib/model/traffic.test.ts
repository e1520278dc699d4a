import { expect, test } from "vitest";
import { sinceFirst, type Traffic } from "./traffic";

const of = (...counts: number[][]): Traffic => ({
  startMs: 0,
  stepMs: 60_000,
  length: 4,
  functions: counts.map((values, index) => ({
    name: `f${index}`,
    invocations: Float32Array.from(values),
    throttles: Float32Array.of(0, 0, 0, 2),
    busySeconds: Float32Array.from(values),
    concurrency: Float32Array.from(values),
    duration: null,
    init: null,
  })),
  asOfMs: 0,
  completeUntilMs: 240_000,
  use: { calls: 0, metrics: 0, costUsd: 0 },
  problems: [],
});

test("traffic begins with the first minute in which anything came", () => {
  const { startMs, length, functions } = sinceFirst(of([0, 0, 0, 5], [0, 0, 7, 0]));
  expect([startMs, length]).toEqual([120_000, 2]);
  expect(functions.map(({ invocations }) => [...invocations])).toEqual([
    [0, 5],
    [7, 0],
  ]);
});

test("what begins at once stays as it is", () => {
  const traffic = of([1, 0, 0, 0]);
  expect(sinceFirst(traffic)).toBe(traffic);
});
