import type { ChartDefinition, ChartLimit } from "@/components/chart/chart-definition";
import { formatCount, formatPercent } from "@/lib/model/format";
import type { MetricPoint } from "@/lib/model/metric-series";

/** The limits of a function's concurrency as lines. `provisioned`: of all aliases and versions together. */
export function concurrencyLimits(reserved: number | null, provisioned: number): ChartLimit[] {
  const limits: ChartLimit[] = [];
  if (reserved !== null)
    limits.push({ label: "reserved", value: reserved, colour: "var(--c-reserved)" });
  if (provisioned > 0)
    limits.push({ label: "provisioned", value: provisioned, colour: "var(--c-provisioned)" });
  return limits;
}

/** What only a function with provisioned concurrency has. */
export function provisionedCharts(provisioned: number): ChartDefinition<MetricPoint>[] {
  if (provisioned === 0) return [];
  return [
    {
      title: "Provisioned concurrency in use",
      format: formatPercent,
      highest: 1,
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
