import { type Dimension, functionDimensions } from "./metric-plan";
import type { Mapping, Trigger } from "./trigger";

/** What can be measured of a trigger. */
export type TrafficId = "rate" | "arrived" | "waiting" | "oldest" | "failed";

/** A CloudWatch metric that says it. */
interface TrafficMetric {
  namespace: string;
  metric: string;
  statistic: "Sum" | "Maximum";
  dimensions: Dimension[];
}

export interface TrafficPlan {
  metrics: Partial<Record<TrafficId, TrafficMetric>>;
  /** What the rate counts: `messages`. */
  unit: string;
  /** Whom else the rate counts; absent: this trigger alone. */
  shared?: string;
}

/** What happened over a span, as far as CloudWatch counts it; what is absent was not counted or not answered. */
export interface Traffic {
  /** How many came through to the function. */
  total?: number;
  perSecond?: number;
  /** The steps of the rate, for a sparkline. */
  sparkline?: number[];
  /** How many a second came into the source. */
  arrivedPerSecond?: number;
  /** Waiting at the end of the span. */
  waiting?: number;
  /** Age of the oldest that waits: now, and the highest of the span. */
  oldestMs?: number;
  oldestMaximumMs?: number;
  failed?: number;
}

/**
 * What CloudWatch is asked for a trigger, as a short text that an address can hold. Undefined: it counts nothing
 * for it. Parts with a colon or slash are percent-encoded.
 */
export function trafficSubject(trigger: Trigger): string | undefined {
  switch (trigger.kind) {
    case "mapping":
      return mappingSubject(trigger);
    case "rule":
      return subjectOf("rule", trigger.busName, trigger.name);
    case "topic":
      return subjectOf("topic", trigger.topicArn.split(":").at(-1) ?? "");
    case "api":
      return subjectOf(
        trigger.protocol.toLowerCase(),
        trigger.protocol === "REST" ? trigger.apiName : trigger.apiId,
      );
    case "url":
      return subjectOf("url", trigger.functionName, trigger.qualifier ?? "");
    case "log-group":
      return subjectOf("logs", trigger.logGroup, trigger.filterName);
    case "schedule":
    case "bucket":
    case "caller":
      return undefined;
  }
}

/** A queue is counted by SQS, a stream by Lambda; a mapping with EventCount is counted by itself. */
function mappingSubject(mapping: Mapping): string {
  const { eventSourceArn, metrics, uuid, functionName, qualifier = "" } = mapping;
  const [, , service = "", , , rest = ""] = eventSourceArn.split(":");
  const counted = metrics?.includes("EventCount") ? uuid : "";
  if (service === "sqs") return subjectOf("queue", rest, counted);
  const isStream = service === "kinesis" || service === "dynamodb";
  // The label of a table's stream has colons of its own.
  const stream = isStream ? eventSourceArn.split(":").slice(5).join(":") : "";
  return subjectOf("stream", functionName, qualifier, counted, stream);
}

function subjectOf(...parts: string[]): string {
  return parts.map(encodeURIComponent).join(":");
}

/** The metrics that a subject stands for; undefined when it is none. Source: each service's list of metrics. */
export function trafficPlan(subject: string): TrafficPlan | undefined {
  const [kind, ...encoded] = subject.split(":");
  const parts = encoded.map(decoded);
  const [first = "", second = "", third = "", fourth = ""] = parts;
  if (first === "" || parts.some((part) => part.length > 512)) return undefined;
  switch (kind) {
    case "queue":
      return queuePlan(first, second);
    case "stream":
      return streamPlan(first, second, third, fourth);
    case "rule": {
      const dimensions = [
        ...(first === "default" ? [] : [{ Name: "EventBusName", Value: first }]),
        { Name: "RuleName", Value: second },
      ];
      return plan("AWS/Events", dimensions, "calls", "all targets of the rule", {
        rate: "Invocations",
        failed: "FailedInvocations",
      });
    }
    case "topic":
      return plan(
        "AWS/SNS",
        [{ Name: "TopicName", Value: first }],
        "messages",
        "all subscriptions of the topic",
        { rate: "NumberOfNotificationsDelivered", failed: "NumberOfNotificationsFailed" },
      );
    case "http":
      return plan("AWS/ApiGateway", [{ Name: "ApiId", Value: first }], "requests", allRoutes, {
        rate: "Count",
        failed: "5xx",
      });
    case "websocket":
      return plan("AWS/ApiGateway", [{ Name: "ApiId", Value: first }], "messages", allRoutes, {
        rate: "MessageCount",
        failed: "IntegrationError",
      });
    case "rest":
      return plan("AWS/ApiGateway", [{ Name: "ApiName", Value: first }], "requests", allRoutes, {
        rate: "Count",
        failed: "5XXError",
      });
    case "url":
      return plan("AWS/Lambda", functionDimensions(first, second || undefined), "requests", "", {
        rate: "UrlRequestCount",
        failed: "Url5xxCount",
      });
    case "logs":
      return plan(
        "AWS/Logs",
        [
          { Name: "LogGroupName", Value: first },
          { Name: "DestinationType", Value: "Lambda" },
          { Name: "FilterName", Value: second },
        ],
        "lines",
        "",
        { rate: "ForwardedLogEvents", failed: "DeliveryErrors" },
      );
    default:
      return undefined;
  }
}

const allRoutes = "all routes of the API";

function plan(
  namespace: string,
  dimensions: Dimension[],
  unit: string,
  shared: string,
  sums: { rate: string; failed: string },
): TrafficPlan {
  const sum = (metric: string): TrafficMetric => ({
    namespace,
    metric,
    statistic: "Sum",
    dimensions,
  });
  return {
    metrics: { rate: sum(sums.rate), failed: sum(sums.failed) },
    unit,
    ...(shared !== "" && { shared }),
  };
}

/** Of a queue with several readers SQS cannot tell who received what. */
function queuePlan(queue: string, countedMapping: string): TrafficPlan {
  const of = (metric: string, statistic: TrafficMetric["statistic"]): TrafficMetric => ({
    namespace: "AWS/SQS",
    metric,
    statistic,
    dimensions: [{ Name: "QueueName", Value: queue }],
  });
  return {
    metrics: {
      rate: of("NumberOfMessagesReceived", "Sum"),
      arrived: of("NumberOfMessagesSent", "Sum"),
      waiting: of("ApproximateNumberOfMessagesVisible", "Maximum"),
      oldest: of("ApproximateAgeOfOldestMessage", "Maximum"),
      ...(countedMapping !== "" && eventCounts(countedMapping)),
    },
    unit: "messages",
    ...(countedMapping === "" && { shared: "all readers of the queue, retries too" }),
  };
}

/** Lambda tells the age of what it reads by function; a Kafka cluster's lag in records. */
function streamPlan(
  functionName: string,
  qualifier: string,
  countedMapping: string,
  stream: string,
): TrafficPlan {
  const ofFunction = (metric: string): TrafficMetric => ({
    namespace: "AWS/Lambda",
    metric,
    statistic: "Maximum",
    dimensions: functionDimensions(functionName, qualifier || undefined),
  });
  return {
    metrics: {
      ...(stream === ""
        ? { waiting: ofFunction("OffsetLag") }
        : { rate: readsOf(stream), oldest: ofFunction("IteratorAge") }),
      ...(countedMapping !== "" && eventCounts(countedMapping)),
    },
    unit: "records",
    ...(countedMapping === "" && stream !== "" && { shared: "all readers of the stream" }),
  };
}

/** What is read of `stream/NAME`, of `stream/NAME/consumer/NAME:TIME` or of `table/NAME/stream/LABEL`. */
function readsOf(stream: string): TrafficMetric {
  const [kind, name = "", , ofStream = ""] = stream.split("/");
  if (kind === "table")
    return sumOf("AWS/DynamoDB", "ReturnedRecordsCount", {
      TableName: name,
      StreamLabel: ofStream,
      Operation: "GetRecords",
    });
  const [ConsumerName = ""] = ofStream.split(":");
  return ConsumerName === ""
    ? sumOf("AWS/Kinesis", "GetRecords.Records", { StreamName: name })
    : sumOf("AWS/Kinesis", "SubscribeToShardEvent.Records", { StreamName: name, ConsumerName });
}

function sumOf(namespace: string, metric: string, values: Record<string, string>): TrafficMetric {
  const dimensions = Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
  return { namespace, metric, statistic: "Sum", dimensions };
}

function eventCounts(uuid: string): { rate: TrafficMetric; failed: TrafficMetric } {
  const of = (metric: string): TrafficMetric => ({
    namespace: "AWS/Lambda",
    metric,
    statistic: "Sum",
    dimensions: [{ Name: "EventSourceMappingUUID", Value: uuid }],
  });
  return { rate: of("InvokedEventCount"), failed: of("FailedInvokeEventCount") };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** A rate in the unit that reads well: `252/s`, `0.4/s`, `24/day`. */
export function rateInWords(total: number | undefined, spanSeconds: number): string | undefined {
  if (total === undefined || spanSeconds <= 0) return undefined;
  if (total === 0) return "0";
  const perSecond = total / spanSeconds;
  const [seconds, unit] = rateUnits.find(([seconds]) => perSecond * seconds >= 0.95) ?? [
    86_400,
    "day",
  ];
  const value = perSecond * seconds;
  const digits = value < 9.95 ? 1 : 0;
  return `${value.toLocaleString("en-US", { maximumFractionDigits: digits })}/${unit}`;
}

const rateUnits: readonly (readonly [seconds: number, unit: string])[] = [
  [1, "s"],
  [60, "min"],
  [3_600, "h"],
  [86_400, "day"],
];
