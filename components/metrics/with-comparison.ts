import type { ChartDefinition, ChartSeries } from "@/components/chart/chart-definition";
import type { MetricPoint } from "@/lib/model/metric-series";

/** The chart with dashed lines of the period before: one for each line, one for the height of stacked bars. */
export function withComparison(chart: ChartDefinition<MetricPoint>): ChartDefinition<MetricPoint> {
  const bars = chart.series.filter(({ draw }) => draw === "bar");
  const lines = chart.series.filter(({ draw }) => draw !== "bar" && draw !== "mark");
  const before: ChartSeries<MetricPoint>[] = lines.map(({ label, colour, value }) => ({
    label: `${label} before`,
    colour,
    draw: "before",
    value: (point) => (point.before ? value(point.before) : null),
  }));
  if (bars.length > 0)
    before.push({
      label: "before",
      colour: "var(--text-2)",
      draw: "before",
      value: ({ before: earlier }) => {
        if (!earlier) return null;
        const known = bars.flatMap(({ value }) => value(earlier) ?? []);
        return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null;
      },
    });
  return { ...chart, series: [...chart.series, ...before] };
}
