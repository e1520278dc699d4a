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
  /**
   * `bar`: stacked in order; `area`: a line with a faint ground; `mark`: a diamond where the value is above 0;
   * `before`: the period that is compared with, behind the others and not in the head.
   */
  draw: "bar" | "line" | "area" | "dash" | "mark" | "before";
  /** Bars of a level: of a range the highest counts, not the sum. */
  isLevel?: boolean;
  /** Lines of a count: of a range the sum counts, not the highest. */
  isSum?: boolean;
}

/** A level the values are held against; drawn over the whole width with label and value. */
export interface ChartLimit {
  label: string;
  value: number;
  colour: string;
  dashed?: boolean;
  /** What is written at the line, in place of label and value. */
  text?: string;
}

/** Where something happened at all, as a hatched strip at the foot of the plot. */
interface ChartStrip<Point extends ChartPoint> {
  label: string;
  value: (point: Point) => number | null;
  colour: string;
}

export interface ChartDefinition<Point extends ChartPoint> {
  title: string;
  /** What the chart is known by where something belongs to it, e.g. its alarms. */
  id?: string;
  /** The statistic of all its series, said after the title: `sum`, `max`. */
  statistic?: string;
  /** What its values are counted in, for tables that leave the page: `ms`, `count`, `ratio`. */
  unit?: string;
  /** Where the figures come from when that is not plain, said under the title. */
  source?: string;
  series: readonly ChartSeries<Point>[];
  limits: readonly ChartLimit[];
  strip?: ChartStrip<Point>;
  /** Writes each line's name at its end, for lines that only their name tells apart. */
  endLabels?: boolean;
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
