import { expect, test } from "vitest";
import type { ChartPoint, ChartSeries } from "./chart-definition";
import { wholeValue } from "./whole-value";

type Point = ChartPoint & { count: number | null };

const points: Point[] = [3, null, 5].map((count, index) => ({
  timeMs: index * 60_000,
  incomplete: false,
  count,
}));
const series = (
  more: Pick<ChartSeries<Point>, "draw" | "isLevel" | "isSum">,
): ChartSeries<Point> => ({
  label: "x",
  value: ({ count }) => count,
  colour: "red",
  ...more,
});

test("what bars count adds up, of a line or a level the highest counts", () => {
  expect(wholeValue(series({ draw: "bar" }), points)).toBe(8);
  expect(wholeValue(series({ draw: "mark" }), points)).toBe(8);
  expect(wholeValue(series({ draw: "line" }), points)).toBe(5);
  expect(wholeValue(series({ draw: "line", isSum: true }), points)).toBe(8);
  expect(wholeValue(series({ draw: "bar", isLevel: true }), points)).toBe(5);
});

test("where nothing is known there is no value", () => {
  expect(wholeValue(series({ draw: "bar" }), points.slice(1, 2))).toBeNull();
});
