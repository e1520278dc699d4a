import type { ChartDefinition, ChartPoint } from "@/components/chart/chart-definition";
import { formatCount, formatDuration, formatPercent, type Quantity } from "@/lib/model/format";
import type { MetricPoint } from "@/lib/model/metric-series";
import type { SeriesId } from "@/lib/model/metric-specs";
import { durationLabel, shortDuration } from "./function-charts";

/** One step of several functions, in the order they were asked for. */
export interface ComparedPoint extends ChartPoint {
  functions: readonly (MetricPoint | undefined)[];
}

interface Measure {
  title: string;
  statistic?: string;
  unit: string;
  value(point: MetricPoint): number | null;
  format(value: number | null): Quantity;
  axis?: (value: number) => string;
  log?: boolean;
  highest?: number;
  integers?: boolean;
  /** Left out where no function has any. */
  isOptional?: boolean;
}

const count = { unit: "count", format: formatCount, integers: true, statistic: "sum" };

function measures(duration: SeriesId): Measure[] {
  return [
    { ...count, title: "Requests", value: (point) => point.requests },
    {
      title: "Duration",
      statistic: durationLabel(duration),
      unit: "ms",
      format: formatDuration,
      axis: shortDuration,
      log: true,
      value: (point) => point[duration],
    },
    {
      title: "Concurrent executions",
      statistic: "max",
      unit: "count",
      format: formatCount,
      integers: true,
      value: (point) => point.concurrency,
    },
    { ...count, title: "Errors", value: (point) => point.errors },
    {
      title: "Error rate",
      unit: "ratio",
      format: formatPercent,
      highest: 1,
      value: (point) => point.errorRate,
    },
    { ...count, title: "Throttles", value: (point) => point.throttles },
    {
      ...count,
      title: "Asynchronous events dropped",
      value: (point) => point.asyncEventsDropped,
      isOptional: true,
    },
    {
      title: "Age of asynchronous events",
      statistic: "max",
      unit: "ms",
      format: formatDuration,
      axis: shortDuration,
      value: (point) => point.asyncEventAge,
      isOptional: true,
    },
    {
      title: "Iterator age",
      statistic: "max",
      unit: "ms",
      format: formatDuration,
      axis: shortDuration,
      value: (point) => point.iteratorAge,
      isOptional: true,
    },
  ];
}

/** The same charts as of one function, with one line a function that bears its name. */
export function comparedCharts(
  names: readonly string[],
  duration: SeriesId,
  points: readonly ComparedPoint[],
): ChartDefinition<ComparedPoint>[] {
  const shown = measures(duration).filter(
    ({ isOptional, value }) =>
      !isOptional ||
      points.some(({ functions }) => functions.some((own) => own && (value(own) ?? 0) > 0)),
  );
  return shown.map((measure) => ({
    title: measure.title,
    statistic: measure.statistic,
    unit: measure.unit,
    format: measure.format,
    axis: measure.axis,
    log: measure.log,
    highest: measure.highest,
    integers: measure.integers,
    limits: [],
    endLabels: true,
    height: 190,
    series: names.map((label, index) => ({
      label,
      // From the ninth on the colours come again; from the sixth on lines are dashed.
      colour: `var(--cat-${(index % 8) + 1})`,
      draw: index < 5 ? ("line" as const) : ("dash" as const),
      isSum: measure.statistic === "sum",
      value: ({ functions }: ComparedPoint) => {
        const own = functions[index];
        return own ? measure.value(own) : null;
      },
    })),
  }));
}
