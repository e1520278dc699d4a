import type { ChartDefinition, ChartLimit } from "@/components/chart/chart-definition";
import { formatCount, formatPercent } from "@/lib/model/format";
import { averageConcurrency } from "@/lib/model/concurrency-use";
import type { MetricPoint } from "@/lib/model/metric-series";

export interface DrawnLimits {
  reserved: number | null;
  /** What is being set and not saved yet. */
  pendingReserved: number | null;
  /** Of all aliases and versions. */
  provisioned: number;
}

/** Use of concurrency against its limits, and what was refused. */
export function concurrencyCharts(
  limits: DrawnLimits,
  stepMs: number,
): ChartDefinition<MetricPoint>[] {
  const charts: ChartDefinition<MetricPoint>[] = [
    {
      title: "Concurrent executions",
      format: formatCount,
      limits: limitLines(limits),
      fitsLimits: true,
      height: 280,
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
  if (limits.provisioned === 0) return charts;
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

function limitLines({ reserved, pendingReserved, provisioned }: DrawnLimits): ChartLimit[] {
  const lines: ChartLimit[] = [];
  const isPending = pendingReserved !== reserved;
  if (reserved !== null)
    lines.push({
      label: isPending ? "reserved now" : "reserved",
      value: reserved,
      colour: "var(--c-reserved)",
      dashed: isPending,
    });
  if (isPending && pendingReserved !== null)
    lines.push({ label: "reserved", value: pendingReserved, colour: "var(--c-reserved)" });
  if (provisioned > 0)
    lines.push({ label: "provisioned", value: provisioned, colour: "var(--c-provisioned)" });
  return lines;
}
