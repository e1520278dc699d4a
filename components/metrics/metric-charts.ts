import type { ChartDefinition } from "@/components/chart/chart-definition";
import { formatCount, formatDuration, formatPercent } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { MetricPoint } from "@/lib/model/metric-series";
import { concurrencyLimits, provisionedCharts } from "./limit-charts";

type Chart = ChartDefinition<MetricPoint>;

/** The charts of a function's overview, in their order. */
export function metricCharts(
  detail: Pick<FunctionDetail, "timeoutSeconds" | "reservedConcurrency">,
  provisioned: number,
): Chart[] {
  const charts: Chart[] = [
    {
      title: "Invocations",
      format: formatCount,
      integers: true,
      limits: [],
      series: [
        {
          label: "ok",
          value: (point) => point.succeeded,
          colour: "var(--c-observed-soft)",
          draw: "bar",
        },
        { label: "errors", value: (point) => point.errors, colour: "var(--c-error)", draw: "bar" },
        {
          label: "throttles",
          value: (point) => point.throttles,
          colour: "var(--c-throttle)",
          draw: "bar",
        },
      ],
    },
    {
      title: "Duration",
      format: formatDuration,
      axis: shortDuration,
      log: true,
      limits: [
        {
          label: "time-out",
          value: detail.timeoutSeconds * 1000,
          colour: "var(--text-2)",
          dashed: true,
        },
      ],
      series: [
        {
          label: "avg",
          value: (point) => point.durationAverage,
          colour: "var(--c-avg)",
          draw: "dash",
        },
        { label: "p50", value: (point) => point.durationP50, colour: "var(--c-p50)", draw: "line" },
        { label: "p90", value: (point) => point.durationP90, colour: "var(--c-p90)", draw: "line" },
        { label: "p99", value: (point) => point.durationP99, colour: "var(--c-p99)", draw: "line" },
      ],
    },
    {
      title: "Concurrent executions",
      format: formatCount,
      integers: true,
      limits: concurrencyLimits(detail.reservedConcurrency, provisioned),
      series: [
        {
          label: "max",
          value: (point) => point.concurrency,
          colour: "var(--c-observed)",
          draw: "area",
        },
      ],
    },
    {
      title: "Error rate",
      format: formatPercent,
      highest: 1,
      limits: [],
      series: [
        {
          label: "errors",
          value: (point) => point.errorRate,
          colour: "var(--c-error)",
          draw: "line",
        },
      ],
    },
    {
      title: "Age of asynchronous events",
      format: formatDuration,
      axis: shortDuration,
      limits: [],
      series: [
        {
          label: "max",
          value: (point) => point.asyncEventAge,
          colour: "var(--cat-7)",
          draw: "line",
        },
      ],
    },
    {
      title: "Asynchronous events dropped",
      format: formatCount,
      integers: true,
      limits: [],
      series: [
        {
          label: "dropped",
          value: (point) => point.asyncEventsDropped,
          colour: "var(--c-error)",
          draw: "bar",
        },
      ],
    },
  ];
  return [...charts, ...provisionedCharts(provisioned)];
}

/** Round times without decimals: `500 ms`, `2 s`, `15 m`. */
function shortDuration(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms < 60_000 ? `${ms / 1000} s` : `${Number((ms / 60_000).toFixed(1))} m`;
}
