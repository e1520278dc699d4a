import type { ChartDefinition, ChartSeries } from "@/components/chart/chart-definition";
import { formatCount, formatDuration, formatPercent } from "@/lib/model/format";
import { type mappingMetrics, mappingSeriesId, versionSeriesId } from "@/lib/model/metric-plan";
import type { MetricPoint } from "@/lib/model/metric-series";
import { type Mapping, sourceKind, sourceName } from "@/lib/model/trigger";
import { shortDuration } from "./function-charts";

type Chart = ChartDefinition<MetricPoint>;

/** How far the function is behind the streams it reads. */
export function streamCharts(hasKafka: boolean): Chart[] {
  const age: Chart = {
    id: "iterator-age",
    title: "Iterator age",
    statistic: "max",
    unit: "ms",
    source: "Age of the last record of each batch when the function got it.",
    format: formatDuration,
    axis: shortDuration,
    limits: [],
    series: [
      { label: "max", value: (point) => point.iteratorAge, colour: "var(--cat-7)", draw: "line" },
    ],
  };
  if (!hasKafka) return [age];
  return [
    age,
    {
      id: "offset-lag",
      title: "Offset lag",
      statistic: "max",
      unit: "count",
      format: formatCount,
      integers: true,
      limits: [],
      series: [
        { label: "max", value: (point) => point.offsetLag, colour: "var(--cat-6)", draw: "line" },
      ],
    },
  ];
}

const mappingLooks: Record<
  keyof typeof mappingMetrics,
  Pick<ChartSeries<MetricPoint>, "label" | "colour">
> = {
  polled: { label: "polled", colour: "var(--c-observed)" },
  filteredOut: { label: "filtered out", colour: "var(--c-avg)" },
  invoked: { label: "invoked", colour: "var(--cat-1)" },
  failed: { label: "failed", colour: "var(--c-error)" },
  dropped: { label: "dropped", colour: "var(--c-warn)" },
  deleted: { label: "deleted", colour: "var(--cat-3)" },
  delivered: { label: "to destination", colour: "var(--cat-7)" },
};

/** What became of the events of each mapping that counts them; `index` is its place in the query. */
export function mappingChart(mapping: Mapping, index: number): Chart {
  const isQueue = sourceKind(mapping.eventSourceArn) === "SQS";
  const names = (Object.keys(mappingLooks) as (keyof typeof mappingMetrics)[]).filter((name) =>
    isQueue ? name !== "dropped" && name !== "delivered" : name !== "deleted",
  );
  return {
    title: `Events of ${sourceName(mapping.eventSourceArn) || mapping.uuid}`,
    statistic: "sum",
    unit: "count",
    source: `Event source mapping ${mapping.uuid}. With retries an event may be invoked and failed more than once.`,
    format: formatCount,
    integers: true,
    limits: [],
    series: names.map((name) => ({
      ...mappingLooks[name],
      value: ({ more }: MetricPoint) => more[mappingSeriesId(index, name)] ?? null,
      draw: "line",
      isSum: true,
    })),
  };
}

/** Calls of the function's own address. */
export function urlCharts(): Chart[] {
  return [
    {
      id: "url-requests",
      title: "Function URL requests",
      statistic: "sum",
      unit: "count",
      format: formatCount,
      integers: true,
      limits: [],
      series: [
        {
          label: "ok",
          value: ({ urlRequests, url4xx, url5xx }) =>
            urlRequests === null ? null : Math.max(0, urlRequests - (url4xx ?? 0) - (url5xx ?? 0)),
          colour: "var(--c-observed-soft)",
          draw: "bar",
        },
        { label: "4xx", value: (point) => point.url4xx, colour: "var(--c-warn)", draw: "bar" },
        { label: "5xx", value: (point) => point.url5xx, colour: "var(--c-error)", draw: "bar" },
      ],
    },
    {
      id: "url-latency",
      title: "Function URL latency",
      unit: "ms",
      format: formatDuration,
      axis: shortDuration,
      limits: [],
      series: [
        {
          label: "avg",
          value: (point) => point.urlLatencyAverage,
          colour: "var(--c-avg)",
          draw: "dash",
        },
        {
          label: "max",
          value: (point) => point.urlLatencyMaximum,
          colour: "var(--c-p99)",
          draw: "line",
        },
      ],
    },
  ];
}

/** An alias' calls by the version that ran them, while it shares them out. */
export function versionCharts(versions: readonly string[]): Chart[] {
  const perVersion = (
    value: (point: MetricPoint, index: number) => number | null,
    draw: ChartSeries<MetricPoint>["draw"],
  ): ChartSeries<MetricPoint>[] =>
    versions.map((version, index) => ({
      label: `v${version}`,
      colour: `var(--cat-${index + 1})`,
      draw,
      value: (point) => value(point, index),
    }));
  return [
    {
      title: "Invocations by version",
      statistic: "sum",
      unit: "count",
      format: formatCount,
      integers: true,
      limits: [],
      series: perVersion(
        ({ more }, index) => more[versionSeriesId(index, "invocations")] ?? null,
        "bar",
      ),
    },
    {
      title: "Error rate by version",
      unit: "ratio",
      format: formatPercent,
      highest: 1,
      limits: [],
      series: perVersion(({ more }, index) => {
        const invocations = more[versionSeriesId(index, "invocations")];
        return invocations ? (more[versionSeriesId(index, "errors")] ?? 0) / invocations : null;
      }, "line"),
    },
    {
      title: "Duration by version",
      statistic: "p99",
      unit: "ms",
      format: formatDuration,
      axis: shortDuration,
      log: true,
      limits: [],
      series: perVersion(
        ({ more }, index) => more[versionSeriesId(index, "durationP99")] ?? null,
        "line",
      ),
    },
  ];
}
