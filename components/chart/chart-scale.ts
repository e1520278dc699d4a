import { countTicks, logTicks } from "@/lib/model/chart-ticks";
import {
  type ChartDefinition,
  type ChartPoint,
  plotBottom,
  plotHeight,
  plotTop,
} from "./chart-definition";

/** The values on the axis: those given, else round ones that hold all of the data and the limits near it. */
export function valueTicks<Point extends ChartPoint>(
  definition: ChartDefinition<Point>,
  points: readonly Point[],
): readonly number[] {
  if (definition.ticks) return definition.ticks;
  let max = 0;
  let min = Number.POSITIVE_INFINITY;
  for (const point of points) {
    let stack = 0;
    for (const { value, draw } of definition.series) {
      const own = value(point);
      if (own === null) continue;
      if (draw === "bar") stack += own;
      max = Math.max(max, draw === "bar" ? stack : own);
      if (own > 0) min = Math.min(min, own);
    }
  }
  // A limit far above the data would press it flat; a logarithmic axis bears it.
  for (const { value } of definition.limits)
    if (definition.log || definition.fitsLimits || max === 0 || value <= max * 5)
      max = Math.max(max, value);
  if (definition.log) return logTicks(Number.isFinite(min) ? min : max / 10, max);
  // Bars may end at the top; a line there would be cut in half.
  const room = definition.series.every(({ draw }) => draw === "bar") ? 1 : 1.04;
  return countTicks(
    Math.min(max * room, definition.highest ?? Infinity),
    definition.integers ?? false,
  );
}

export interface ValueScale {
  /** Pixels from the top of the panel; outside of the plot for values outside of the axis. */
  y(value: number): number;
  value(y: number): number;
}

/** The vertical scale of a chart, for what is drawn or dragged over it. */
export function valueScale<Point extends ChartPoint>(
  definition: ChartDefinition<Point>,
  points: readonly Point[],
): ValueScale {
  const ticks = valueTicks(definition, points);
  const bottom = definition.log ? (ticks[0] ?? 1) : 0;
  const top = ticks.at(-1) ?? 1;
  const height = (definition.height ?? plotHeight) - plotTop - plotBottom;
  const [to, from] = definition.log
    ? [(value: number) => Math.log(Math.max(value, 1e-9)), Math.exp]
    : [(value: number) => value, (value: number) => value];
  const [low, high] = [to(bottom), to(top)];
  return {
    y: (value) => plotTop + height * (1 - (to(value) - low) / (high - low || 1)),
    value: (y) => from(low + (1 - (y - plotTop) / height) * (high - low)),
  };
}
