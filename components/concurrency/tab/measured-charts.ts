import type { ChartDefinition } from "@/components/chart/chart-definition";
import { concurrencyLimits, provisionedCharts } from "@/components/metrics/limit-charts";
import { formatCount, formatRate } from "@/lib/model/format";
import { averageConcurrency } from "@/lib/model/concurrency-use";
import type { MetricPoint } from "@/lib/model/metric-series";

/** Use of concurrency against its limits, and what was refused. */
export function measuredCharts(
  reserved: number | null,
  provisioned: number,
  stepMs: number,
): ChartDefinition<MetricPoint>[] {
  return [
    {
      title: "Concurrent executions",
      format: formatRate,
      integers: true,
      limits: concurrencyLimits(reserved, provisioned),
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
    ...provisionedCharts(provisioned),
  ];
}
