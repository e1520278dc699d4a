import { plotBottom, plotTop } from "@/components/chart/chart-definition";
import { countTicks } from "@/lib/model/chart-ticks";

/** The vertical scale of the demand chart, from concurrency to pixels and back. */
export interface DemandScale {
  ticks: readonly number[];
  top: number;
  /** Height of the whole chart in pixels, axis and all. */
  height: number;
}

/** A scale that shows all of `values`, and each of `limits` that does not press the demand flat. */
export function demandScale(
  height: number,
  peakDemand: number,
  limits: readonly (number | null | undefined)[],
): DemandScale {
  const shown = limits.filter((limit): limit is number => isInReach(limit, peakDemand));
  const ticks = countTicks(Math.max(4, peakDemand, ...shown) * 1.12);
  return { ticks, top: ticks.at(-1) ?? 1, height };
}

/** A limit more than four times the demand is not drawn to scale: it stands at the upper edge. */
function isInReach(limit: number | null | undefined, peakDemand: number): boolean {
  return limit != null && !Number.isNaN(limit) && limit <= Math.max(10, peakDemand) * 4;
}

/** Where a concurrency lies in the chart, in pixels from its top; never outside of the plot. */
export function yOf({ top, height }: DemandScale, concurrency: number): number {
  const share = Math.min(1, Math.max(0, concurrency / top));
  return plotTop + (1 - share) * (height - plotTop - plotBottom);
}

/** The concurrency at a height of the chart, as a whole number. */
export function concurrencyAt({ top, height }: DemandScale, y: number): number {
  return Math.round((1 - (y - plotTop) / (height - plotTop - plotBottom)) * top);
}
