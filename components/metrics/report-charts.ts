import type { ChartDefinition } from "@/components/chart/chart-definition";
import { formatDuration, formatMemory, formatPercent } from "@/lib/model/format";
import type { MetricPoint } from "@/lib/model/metric-series";
import type { ReportStep } from "@/lib/model/report-steps";
import { shortDuration } from "./function-charts";

type Chart = ChartDefinition<MetricPoint>;

const of =
  (pick: (step: ReportStep) => number | null) =>
  ({ reports }: MetricPoint): number | null =>
    reports ? pick(reports) : null;

/** What only REPORT lines tell: memory, cold starts and init. `source` says how many of the requests were read. */
export function reportCharts(
  memoryMb: number,
  source: string,
): Record<"memory" | "cold" | "init", Chart> {
  return {
    memory: {
      title: "Memory used",
      unit: "MB",
      source,
      format: formatMemory,
      limits: [{ label: "configured", value: memoryMb, colour: "var(--text-2)", dashed: true }],
      fitsLimits: true,
      series: [
        {
          label: "max",
          value: of((step) => step.memoryMaxMb),
          colour: "var(--c-memory)",
          draw: "area",
        },
        {
          label: "p50",
          value: of((step) => step.memoryP50Mb),
          colour: "var(--c-memory)",
          draw: "dash",
        },
      ],
    },
    cold: {
      title: "Cold starts",
      unit: "ratio",
      source,
      format: formatPercent,
      highest: 1,
      limits: [],
      series: [
        {
          label: "of invocations",
          value: of((step) => step.coldShare),
          colour: "var(--c-cold)",
          draw: "area",
        },
      ],
    },
    init: {
      title: "Init time",
      unit: "ms",
      source,
      format: formatDuration,
      axis: shortDuration,
      limits: [],
      series: [
        {
          label: "p50",
          value: of((step) => step.initP50Ms),
          colour: "var(--c-cold)",
          draw: "dash",
        },
        {
          label: "max",
          value: of((step) => step.initMaxMs),
          colour: "var(--c-cold)",
          draw: "line",
        },
      ],
    },
  };
}
