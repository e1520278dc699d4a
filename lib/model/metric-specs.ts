/**
 * Series that are asked for together. `base` and `duration` belong to every function; the others cost queries and
 * say nothing about a function that lacks what they measure.
 */
export const metricGroups = ["base", "duration", "async", "provisioned", "stream", "url"] as const;
export type MetricGroup = (typeof metricGroups)[number];

interface MetricSpec {
  metric: string;
  /** As CloudWatch writes it. A sum without a datapoint is zero; a level without one is not known. */
  statistic: string;
  group: MetricGroup;
}

/** The series of a function's charts. The ids are also the ids of the CloudWatch queries. */
export const metricSpecs = {
  invocations: { metric: "Invocations", statistic: "Sum", group: "base" },
  errors: { metric: "Errors", statistic: "Sum", group: "base" },
  throttles: { metric: "Throttles", statistic: "Sum", group: "base" },
  concurrency: { metric: "ConcurrentExecutions", statistic: "Maximum", group: "base" },
  durationAverage: { metric: "Duration", statistic: "Average", group: "duration" },
  durationMinimum: { metric: "Duration", statistic: "Minimum", group: "duration" },
  durationP50: { metric: "Duration", statistic: "p50", group: "duration" },
  durationP90: { metric: "Duration", statistic: "p90", group: "duration" },
  durationP95: { metric: "Duration", statistic: "p95", group: "duration" },
  durationP99: { metric: "Duration", statistic: "p99", group: "duration" },
  durationMaximum: { metric: "Duration", statistic: "Maximum", group: "duration" },
  asyncEventsReceived: { metric: "AsyncEventsReceived", statistic: "Sum", group: "async" },
  asyncEventAge: { metric: "AsyncEventAge", statistic: "Maximum", group: "async" },
  asyncEventAgeAverage: { metric: "AsyncEventAge", statistic: "Average", group: "async" },
  asyncEventsDropped: { metric: "AsyncEventsDropped", statistic: "Sum", group: "async" },
  deadLetterErrors: { metric: "DeadLetterErrors", statistic: "Sum", group: "async" },
  destinationDeliveryFailures: {
    metric: "DestinationDeliveryFailures",
    statistic: "Sum",
    group: "async",
  },
  provisionedConcurrency: {
    metric: "ProvisionedConcurrentExecutions",
    statistic: "Maximum",
    group: "provisioned",
  },
  provisionedUse: {
    metric: "ProvisionedConcurrencyUtilization",
    statistic: "Maximum",
    group: "provisioned",
  },
  provisionedInvocations: {
    metric: "ProvisionedConcurrencyInvocations",
    statistic: "Sum",
    group: "provisioned",
  },
  provisionedSpillover: {
    metric: "ProvisionedConcurrencySpilloverInvocations",
    statistic: "Sum",
    group: "provisioned",
  },
  iteratorAge: { metric: "IteratorAge", statistic: "Maximum", group: "stream" },
  offsetLag: { metric: "OffsetLag", statistic: "Maximum", group: "stream" },
  urlRequests: { metric: "UrlRequestCount", statistic: "Sum", group: "url" },
  url4xx: { metric: "Url4xxCount", statistic: "Sum", group: "url" },
  url5xx: { metric: "Url5xxCount", statistic: "Sum", group: "url" },
  urlLatencyAverage: { metric: "UrlRequestLatency", statistic: "Average", group: "url" },
  urlLatencyMaximum: { metric: "UrlRequestLatency", statistic: "Maximum", group: "url" },
} as const satisfies Record<string, MetricSpec>;

export type SeriesId = keyof typeof metricSpecs;

export const seriesIds = Object.keys(metricSpecs) as SeriesId[];

/** The statistics of the duration that can be drawn, in the order of their size. */
export const durationIds = seriesIds.filter((id) => metricSpecs[id].group === "duration");
/** Those that are drawn when nothing was chosen. */
export const usualDurations: readonly SeriesId[] = [
  "durationAverage",
  "durationP50",
  "durationP90",
  "durationP99",
  "durationMaximum",
];
