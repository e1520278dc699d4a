import { expect, test } from "vitest";
import { sinceFirst, type Traffic } from "./traffic";

/** Three hours of minutes; each function has its one request in the minute that is given, or none. */
const of = (...minutes: (number | undefined)[]): Traffic => ({
  startMs: 0,
  stepMs: 60_000,
  length: 180,
  functions: minutes.map((minute, index) => {
    const values = new Float32Array(180);
    if (minute !== undefined) values[minute] = 7;
    return {
      name: `f${index}`,
      invocations: values,
      throttles: new Float32Array(180),
      busySeconds: values,
      concurrency: values,
      duration: null,
      init: null,
    };
  }),
  asOfMs: 0,
  completeUntilMs: 180 * 60_000,
  use: { calls: 0, metrics: 0, costUsd: 0 },
  problems: [],
});

test("traffic begins a quiet quarter of an hour before the first minute in which anything came", () => {
  const { startMs, length, functions } = sinceFirst(of(170, 100));
  expect([startMs, length]).toEqual([85 * 60_000, 95]);
  expect(functions.map(({ invocations }) => invocations.indexOf(7))).toEqual([85, 15]);
});

test("what has just begun keeps a whole hour", () => {
  expect(sinceFirst(of(178, 179))).toMatchObject({ startMs: 120 * 60_000, length: 60 });
});

test("what begins at once, and where nothing came, stays as it is", () => {
  for (const traffic of [of(0, 90), of(10), of(undefined)])
    expect(sinceFirst(traffic)).toBe(traffic);
});
