import type { ChartPoint, ChartSeries } from "./chart-definition";

/** Without a cursor: the sum of bars and marks, the highest value of a line. */
export function wholeValue<Point extends ChartPoint>(
  series: ChartSeries<Point>,
  points: readonly Point[],
): number | null {
  const sums = series.draw === "bar" || series.draw === "mark";
  return points.reduce<number | null>((total, point) => {
    const value = series.value(point);
    if (value === null) return total;
    return sums ? (total ?? 0) + value : Math.max(total ?? value, value);
  }, null);
}
