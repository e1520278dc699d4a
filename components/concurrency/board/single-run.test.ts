import { expect, test } from "vitest";
import { singleRun } from "./single-run";

test("one more run spreads wider than the mean of ten, and counts are not negative", () => {
  const [low, high] = singleRun(100, [97, 103], 10);
  expect(high - 100).toBeCloseTo(3 * Math.sqrt(11));
  expect(100 - low).toBeCloseTo(3 * Math.sqrt(11));
  expect(singleRun(1, [0, 2], 10)[0]).toBe(0);
});

test("without an interval there is only the mean", () => {
  expect(singleRun(5, null, 1)).toEqual([5, 5]);
});
