import { expect, test } from "vitest";
import { chartsAsCsv, fileName } from "./chart-csv";
import type { ChartDefinition, ChartPoint } from "./chart-definition";

type Point = ChartPoint & { count: number | null };

const chart: ChartDefinition<Point> = {
  title: "Errors, all",
  statistic: "sum",
  unit: "count",
  format: () => [],
  limits: [],
  series: [{ label: "=errors", value: ({ count }) => count, colour: "red", draw: "bar" }],
  strip: { label: "throttles", value: () => 0, colour: "red" },
};
const points: Point[] = [
  { timeMs: Date.UTC(2026, 10, 21, 14), incomplete: false, count: 3 },
  { timeMs: Date.UTC(2026, 10, 21, 14, 1), incomplete: true, count: null },
];

test("a row a step, a column a series, what is not known is empty and no zero", () => {
  expect(chartsAsCsv([chart], points)).toBe(
    'time,complete,"Errors, all: =errors (sum, count)","Errors, all: throttles (sum, count)"\r\n' +
      "2026-11-21T14:00:00.000Z,yes,3,0\r\n" +
      "2026-11-21T14:01:00.000Z,no,,0\r\n",
  );
});

test("a head that a spreadsheet would run is disarmed", () => {
  expect(chartsAsCsv([{ ...chart, title: "=1+1" }], [])).toContain("'=1+1");
});

test("file names hold nothing odd", () => {
  expect(fileName("a/b", "Duration p99")).toBe("a-b-duration-p99");
});
