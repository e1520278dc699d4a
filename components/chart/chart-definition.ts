import type { Quantity } from "@/lib/model/format";

/** One step of a chart: `timeMs` and a value for each series. */
export interface ChartPoint {
  timeMs: number;
  /** The step is not over yet: it is drawn dashed or faint. */
  incomplete: boolean;
}

export interface ChartSeries<Point extends ChartPoint> {
  label: string;
  /** null: not known; a line has a gap there. */
  value: (point: Point) => number | null;
  /** A CSS colour, e.g. `var(--c-p99)`. */
  colour: string;
  /** `bar`: stacked in order; `area`: a line with a faint ground; `mark`: a diamond where the value is above 0. */
  draw: "bar" | "line" | "area" | "dash" | "mark";
  /** Bars of a level: of a range the highest counts, not the sum. */
  isLevel?: boolean;
}

/** A level the values are held against; drawn over the whole width with label and value. */
export interface ChartLimit {
  label: string;
  value: number;
  colour: string;
  dashed?: boolean;
}

export interface ChartDefinition<Point extends ChartPoint> {
  title: string;
  series: readonly ChartSeries<Point>[];
  limits: readonly ChartLimit[];
  /** Writes a value of this chart, on its axis and in its head. */
  format: (value: number | null) => Quantity;
  /** Writes the round values of the axis, where they can be shorter. */
  axis?: (value: number) => string;
  /** Logarithmic axis, for latency only. */
  log?: boolean;
  /** No value can be above this, so the axis does not go there either. */
  highest?: number;
  /** The values are whole numbers. */
  integers?: boolean;
  /** Height of the plot in pixels, where it is not the usual one. */
  height?: number;
  /** The axis reaches up to every limit, also to one far above the data. */
  fitsLimits?: boolean;
  /** The values on the axis, where something else is drawn to its scale; else they follow from the data. */
  ticks?: readonly number[];
}

/** A change of the function at a time, drawn as a dotted line. */
export interface ChartMarker {
  timeMs: number;
  label: string;
}

/** Where the plot lies in its panel, in pixels; the same for all charts of a page, so that one x fits all. */
export const plotLeft = 52;
export const plotRight = 14;
export const plotHeight = 148;
export const plotTop = 10;
export const plotBottom = 22;
