import type { ChartDefinition } from "@/components/chart/chart-definition";
import { formatCount, formatDuration } from "@/lib/model/format";
import type { MetricPoint } from "@/lib/model/metric-series";
import { shortDuration } from "./function-charts";

/** Events that Lambda queues for the function: how many, how old, and what became of those that failed. */
export function asyncCharts(): ChartDefinition<MetricPoint>[] {
  return [
    {
      id: "async-received",
      title: "Asynchronous events",
      statistic: "sum",
      unit: "count",
      format: formatCount,
      integers: true,
      limits: [],
      series: [
        {
          label: "received",
          value: (point) => point.asyncEventsReceived,
          colour: "var(--c-observed-soft)",
          draw: "bar",
        },
      ],
    },
    {
      id: "async-age",
      title: "Age of asynchronous events",
      unit: "ms",
      source: "From the call until the event was handed to the code, retries included.",
      format: formatDuration,
      axis: shortDuration,
      limits: [],
      series: [
        {
          label: "avg",
          value: (point) => point.asyncEventAgeAverage,
          colour: "var(--c-avg)",
          draw: "dash",
        },
        {
          label: "max",
          value: (point) => point.asyncEventAge,
          colour: "var(--cat-7)",
          draw: "line",
        },
      ],
    },
    {
      id: "async-lost",
      title: "Asynchronous failures",
      statistic: "sum",
      unit: "count",
      source:
        "Dropped: given up without success. Dead letters and destinations: the failed event could not be delivered there either.",
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
        {
          label: "dead letters",
          value: (point) => point.deadLetterErrors,
          colour: "var(--c-warn)",
          draw: "bar",
        },
        {
          label: "destinations",
          value: (point) => point.destinationDeliveryFailures,
          colour: "var(--cat-7)",
          draw: "bar",
        },
      ],
    },
  ];
}
