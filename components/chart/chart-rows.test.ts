import { describe, expect, test } from "vitest";
import type { ChartDefinition, ChartPoint, ChartSeries } from "./chart-definition";
import { chartRows, thinRows } from "./chart-rows";
import { valueScale } from "./chart-scale";

type Point = ChartPoint & { count: number | null };

const pointsOf = (...counts: (number | null)[]): Point[] =>
  counts.map((count, index) => ({ timeMs: index * 1000, incomplete: false, count }));
const series = (draw: ChartSeries<Point>["draw"]): ChartSeries<Point> => ({
  label: "x",
  value: ({ count }) => count,
  colour: "red",
  draw,
});

describe("chartRows", () => {
  test("the incomplete end is drawn apart, joined to the last complete point", () => {
    const points = pointsOf(1, 2, 3);
    points[2]!.incomplete = true;
    expect(chartRows(points, [series("line")], 1000)).toEqual([
      { time: 500, s0: 1, s0Open: null },
      { time: 1500, s0: 2, s0Open: 2 },
      { time: 2500, s0: null, s0Open: 3 },
    ]);
  });

  test("a value between two gaps is marked, so that it can be seen", () => {
    expect(chartRows(pointsOf(null, 4, null), [series("line")], 1000)[1]).toMatchObject({
      s0: 4,
      s0Lone: 1,
    });
  });

  test("the period before is one line to its end", () => {
    const points = pointsOf(1, 2);
    points[1]!.incomplete = true;
    expect(chartRows(points, [series("before")], 1000).map(({ s0 }) => s0)).toEqual([1, 2]);
  });
});

describe("thinRows", () => {
  test("spikes survive and gaps stay gaps", () => {
    const rows = chartRows(pointsOf(1, 90, 2, null, null, null), [series("line")], 1000);
    const thin = thinRows(rows, 3);
    expect(thin.map(({ s0 }) => s0)).toEqual([90, null]);
    expect(thin[0]?.time).toBe(1500);
  });

  test("few rows stay as they are", () => {
    const rows = chartRows(pointsOf(1, 2), [series("bar")], 1000);
    expect(thinRows(rows, 1)).toBe(rows);
  });
});

describe("valueScale", () => {
  const definition: ChartDefinition<Point> = {
    title: "t",
    format: () => [],
    limits: [],
    series: [series("line")],
  };

  test("leads from a value to its height and back", () => {
    for (const log of [false, true]) {
      const scale = valueScale({ ...definition, log }, pointsOf(2, 40, 100));
      expect(scale.value(scale.y(40))).toBeCloseTo(40);
      expect(scale.y(100)).toBeLessThan(scale.y(2));
    }
  });

  test("reaches up to a limit far above the data only where it must", () => {
    const limits = [{ label: "alarm", value: 10_000, colour: "red" }];
    const far = valueScale({ ...definition, limits }, pointsOf(1, 2));
    const fits = valueScale({ ...definition, limits, fitsLimits: true }, pointsOf(1, 2));
    expect(far.y(10_000)).toBeLessThan(0);
    expect(fits.y(10_000)).toBeGreaterThanOrEqual(0);
  });
});
