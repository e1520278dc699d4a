import type { ChartDefinition, ChartSeries } from "@/components/chart/chart-definition";
import { formatCount, formatDuration, formatPercent } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { MetricPoint } from "@/lib/model/metric-series";
import { metricSpecs, type SeriesId } from "@/lib/model/metric-specs";
import { concurrencyLimits } from "./limit-charts";

type Chart = ChartDefinition<MetricPoint>;

/** Invocations and throttles, split by how they ended. */
export function requestChart(): Chart {
  return {
    id: "requests",
    title: "Invocations",
    statistic: "sum",
    unit: "count",
    source: "Requests are invocations and throttles: a throttled request never reaches the code.",
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
  };
}

/** What went wrong alone, which is small beside all requests. */
export function failureChart(): Chart {
  return {
    id: "failures",
    title: "Errors and throttles",
    statistic: "sum",
    unit: "count",
    format: formatCount,
    integers: true,
    limits: [],
    series: [
      { label: "errors", value: (point) => point.errors, colour: "var(--c-error)", draw: "bar" },
      {
        label: "throttles",
        value: (point) => point.throttles,
        colour: "var(--c-throttle)",
        draw: "bar",
      },
    ],
  };
}

/** Errors among the invocations and throttles among the requests. */
export function errorRateChart(): Chart {
  return {
    id: "error-rate",
    title: "Error rate",
    unit: "ratio",
    source: "Sum of errors by sum of invocations; sum of throttles by invocations and throttles.",
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
      {
        label: "throttled",
        value: (point) => point.throttleRate,
        colour: "var(--c-throttle)",
        draw: "dash",
      },
    ],
  };
}

/** The share of invocations that ended well. */
export function successChart(): Chart {
  return {
    title: "Success rate",
    unit: "ratio",
    source: "Invocations without an error by all invocations.",
    format: formatPercent,
    highest: 1,
    limits: [],
    series: [
      {
        label: "success",
        value: ({ errorRate }) => (errorRate === null ? null : 1 - errorRate),
        colour: "var(--c-observed)",
        draw: "line",
      },
    ],
  };
}

const durationLooks: Partial<
  Record<SeriesId, Pick<ChartSeries<MetricPoint>, "label" | "colour" | "draw">>
> = {
  durationMinimum: { label: "min", colour: "var(--c-avg)", draw: "line" },
  durationAverage: { label: "avg", colour: "var(--c-avg)", draw: "dash" },
  durationP50: { label: "p50", colour: "var(--c-p50)", draw: "line" },
  durationP90: { label: "p90", colour: "var(--c-p90)", draw: "line" },
  durationP95: { label: "p95", colour: "var(--c-p90)", draw: "dash" },
  durationP99: { label: "p99", colour: "var(--c-p99)", draw: "line" },
  durationMaximum: { label: "max", colour: "var(--text-3)", draw: "line" },
};

/** How a statistic of the duration is called: `avg`, `p99`. */
export function durationLabel(id: SeriesId): string {
  return durationLooks[id]?.label ?? metricSpecs[id].statistic;
}

/** The chosen statistics of the run time against the time-out; without init. */
export function durationChart(
  durations: readonly SeriesId[],
  timeoutSeconds: number | undefined,
): Chart {
  return {
    id: "duration",
    title: "Duration",
    unit: "ms",
    source: "Time in the handler and extensions, without init. Logarithmic axis.",
    format: formatDuration,
    axis: shortDuration,
    log: true,
    limits:
      timeoutSeconds === undefined
        ? []
        : [
            {
              label: "time-out",
              value: timeoutSeconds * 1000,
              colour: "var(--text-2)",
              dashed: true,
            },
          ],
    series: durations.flatMap((id) => {
      const looks = durationLooks[id];
      return looks ? [{ ...looks, value: (point: MetricPoint) => point[id] }] : [];
    }),
  };
}

export interface FunctionLimits {
  reserved: number | null;
  provisioned: number;
  /** Maximum concurrency of the queues' mappings, together; absent without any. */
  queueMaximum?: number;
}

/** What ran at once against its limits, with a strip where requests were throttled. */
export function concurrencyChart({ reserved, provisioned, queueMaximum }: FunctionLimits): Chart {
  const limits = concurrencyLimits(reserved, provisioned);
  if (queueMaximum !== undefined)
    limits.push({
      label: "SQS maximum",
      value: queueMaximum,
      colour: "var(--c-sqs)",
      dashed: true,
    });
  return {
    id: "concurrency",
    title: "Concurrent executions",
    statistic: "max",
    unit: "count",
    format: formatCount,
    integers: true,
    limits,
    strip: {
      label: "throttles",
      value: (point) => point.throttles,
      colour: "var(--c-throttle)",
    },
    series: [
      {
        label: "max",
        value: (point) => point.concurrency,
        colour: "var(--c-observed)",
        draw: "area",
      },
    ],
  };
}

/** What the function page shows of its settings on these charts. */
export type ChartedFunction = Pick<FunctionDetail, "timeoutSeconds" | "memoryMb">;

/** Round times without decimals: `500 ms`, `2 s`, `15 m`. */
export function shortDuration(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms < 60_000 ? `${ms / 1000} s` : `${Number((ms / 60_000).toFixed(1))} m`;
}
