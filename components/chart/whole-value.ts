import type { ChartPoint, ChartSeries } from "./chart-definition";

/** Whether the values of a range add up: bars and marks count things, lines and levels do not. */
export function addsUp<Point extends ChartPoint>(series: ChartSeries<Point>): boolean {
  const { draw, isLevel, isSum } = series;
  return isSum ?? ((draw === "bar" || draw === "mark") && !isLevel);
}

/** Without a cursor: the sum of what adds up, else the highest value. */
export function wholeValue<Point extends ChartPoint>(
  series: ChartSeries<Point>,
  points: readonly Point[],
): number | null {
  const sums = addsUp(series);
  return points.reduce<number | null>((total, point) => {
    const value = series.value(point);
    if (value === null) return total;
    return sums ? (total ?? 0) + value : Math.max(total ?? value, value);
  }, null);
}
