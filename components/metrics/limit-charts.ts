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
      id: "provisioned-use",
      title: "Provisioned concurrency in use",
      statistic: "max",
      unit: "ratio",
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
      title: "Provisioned environments at work",
      statistic: "max",
      unit: "count",
      format: formatCount,
      integers: true,
      limits: [{ label: "provisioned", value: provisioned, colour: "var(--c-provisioned)" }],
      series: [
        {
          label: "max",
          value: (point) => point.provisionedConcurrency,
          colour: "var(--c-provisioned)",
          draw: "area",
        },
      ],
    },
    {
      id: "spill-over",
      title: "Provisioned and spill-over",
      statistic: "sum",
      unit: "count",
      source: "Invocations that found a provisioned environment free, and those that did not.",
      format: formatCount,
      integers: true,
      limits: [],
      series: [
        {
          label: "provisioned",
          value: (point) => point.provisionedInvocations,
          colour: "var(--c-provisioned)",
          draw: "bar",
        },
        {
          label: "spill-over",
          value: (point) => point.provisionedSpillover,
          colour: "var(--c-cold)",
          draw: "bar",
        },
      ],
    },
  ];
}
