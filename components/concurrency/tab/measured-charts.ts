import type { ChartDefinition, ChartLimit } from "@/components/chart/chart-definition";
import { formatCount, formatPercent } from "@/lib/model/format";
import { averageConcurrency } from "@/lib/model/concurrency-use";
import type { MetricPoint } from "@/lib/model/metric-series";

/** Use of concurrency against its limits, and what was refused. */
export function measuredCharts(
  reserved: number | null,
  provisioned: number,
  stepMs: number,
): ChartDefinition<MetricPoint>[] {
  const charts: ChartDefinition<MetricPoint>[] = [
    {
      title: "Concurrent executions",
      format: formatCount,
      limits: limitLines(reserved, provisioned),
      series: [
        {
          label: "max",
          value: (point) => point.concurrency,
          colour: "var(--c-observed)",
          draw: "area",
        },
        {
          label: "average",
          value: (point) => averageConcurrency(point, stepMs),
          colour: "var(--c-avg)",
          draw: "dash",
        },
      ],
    },
    {
      title: "Throttles",
      format: formatCount,
      integers: true,
      limits: [],
      series: [
        {
          label: "throttled",
          value: (point) => point.throttles,
          colour: "var(--c-throttle)",
          draw: "bar",
        },
      ],
    },
  ];
  if (provisioned === 0) return charts;
  return [
    ...charts,
    {
      title: "Provisioned concurrency in use",
      format: formatPercent,
      limits: [],
      series: [
        {
          label: "max",
          value: (point) => point.provisionedUse,
          colour: "var(--c-provisioned)",
          draw: "area",
        },
      ],
    },
    {
      title: "Spill-over to on-demand",
      format: formatCount,
      integers: true,
      limits: [],
      series: [
        {
          label: "invocations",
          value: (point) => point.provisionedSpillover,
          colour: "var(--c-cold)",
          draw: "bar",
        },
      ],
    },
  ];
}

function limitLines(reserved: number | null, provisioned: number): ChartLimit[] {
  const lines: ChartLimit[] = [];
  if (reserved !== null)
    lines.push({ label: "reserved", value: reserved, colour: "var(--c-reserved)" });
  if (provisioned > 0)
    lines.push({ label: "provisioned", value: provisioned, colour: "var(--c-provisioned)" });
  return lines;
}
