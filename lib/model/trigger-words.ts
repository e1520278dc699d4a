import { formatFullCount } from "./format";
import type { ApiRoute } from "./push-triggers";
import { type Mapping, sourceKind, sourceName, type Trigger } from "./trigger";
import { triggerSourceArn } from "./trigger-identity";

/** What people know the source by: a queue's name, `GET /orders` of an API, a rule's name. */
export function triggerName(trigger: Trigger): string {
  switch (trigger.kind) {
    case "mapping":
      return mappingName(trigger);
    case "rule":
    case "schedule":
      return trigger.name;
    case "url":
      return "Function URL";
    case "api":
      return `${trigger.apiName || trigger.apiId} ${trigger.route}`;
    case "log-group":
      return trigger.logGroup;
    case "caller":
      return trigger.permission.sourceArn
        ? sourceName(trigger.permission.sourceArn)
        : trigger.permission.principal;
    case "bucket":
    case "topic":
      return sourceName(triggerSourceArn(trigger) ?? "");
  }
}

/** Tables are known without the label of their stream, clusters by their topics. */
function mappingName({ eventSourceArn, topics, queues, documentDb }: Mapping): string {
  const [, , service, , , rest = ""] = eventSourceArn.split(":");
  const [, named] =
    /^(?:table|cluster|broker)[/:]([^/:]+)/.exec(
      service === "rds" ? eventSourceArn.split(":").slice(5).join(":") : rest,
    ) ?? [];
  const name = named ?? (sourceName(eventSourceArn) || "unknown");
  const part = topics?.[0] ?? queues?.[0] ?? documentDb?.collection ?? documentDb?.database;
  return part ? `${name} / ${part}` : name;
}

/** What kind of source it is, in a word or two. */
export function triggerKindName(trigger: Trigger): string {
  switch (trigger.kind) {
    case "mapping":
      if (trigger.bootstrapServers) return "Kafka";
      if (trigger.documentDb) return "DocumentDB";
      return sourceKind(trigger.eventSourceArn);
    case "bucket":
      return "S3";
    case "topic":
      return "SNS";
    case "rule":
      return "EventBridge rule";
    case "schedule":
      return "Schedule";
    case "url":
      return "Function URL";
    case "api":
      return apiKinds[trigger.protocol];
    case "log-group":
      return "CloudWatch Logs";
    case "caller":
      return "Permission";
  }
}

const apiKinds: Record<ApiRoute["protocol"], string> = {
  HTTP: "HTTP API",
  REST: "REST API",
  WEBSOCKET: "WebSocket API",
};

/** Its state in AWS's words, or in ours where it has none. */
export function triggerStateWord(trigger: Trigger): string {
  switch (trigger.kind) {
    case "mapping":
      return trigger.state || "unknown";
    case "rule":
    case "schedule":
      if (trigger.state === "DISABLED") return "Disabled";
      return trigger.state === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
        ? "Enabled, with management events"
        : "Enabled";
    case "url":
      return trigger.authType === "NONE" ? "Public" : "Signed calls";
    case "api":
      return trigger.stages.length === 0 ? "Not deployed" : "Deployed";
    case "caller":
      return "Permission, not proof";
    case "bucket":
    case "topic":
    case "log-group":
      return "On";
  }
}

/** Its settings in a line: `batch 10 in 5 s`, `3 events, under img/`, `every 10 minutes`. */
export function triggerSettings(trigger: Trigger): string {
  return settingsOf(trigger)
    .filter((part) => typeof part === "string" && part !== "")
    .join(" \u00b7 ");
}

type Part = string | false | undefined;

function settingsOf(trigger: Trigger): Part[] {
  switch (trigger.kind) {
    case "mapping":
      return mappingParts(trigger);
    case "bucket": {
      const { events, prefix, suffix } = trigger;
      return [
        events.length === 1 ? events[0]!.replace(/^s3:/, "") : `${events.length} events`,
        prefix && `under ${prefix}`,
        suffix && `ending in ${suffix}`,
      ];
    }
    case "topic":
      return [trigger.filterPolicy ? "filter policy" : "every message"];
    case "rule":
      return [
        trigger.busName !== "default" && `bus ${trigger.busName}`,
        trigger.scheduleExpression,
        trigger.eventPattern && "pattern",
        trigger.managedBy && `kept by ${trigger.managedBy}`,
      ];
    case "schedule":
      return [
        trigger.expression,
        trigger.timeZone !== "UTC" && trigger.timeZone,
        trigger.groupName !== "default" && `group ${trigger.groupName}`,
      ];
    case "url": {
      const [first, ...others] = trigger.allowedOrigins ?? [];
      const pages =
        first === "*"
          ? "any page"
          : others.length > 0
            ? `pages of ${others.length + 1} origins`
            : `pages of ${first}`;
      return [
        trigger.streams ? "answers in pieces" : "answers at once",
        first && `${pages} may call`,
      ];
    }
    case "api":
      return [
        trigger.stages.length > 0 && `stage ${trigger.stages.join(", ")}`,
        trigger.authorization &&
          trigger.authorization !== "NONE" &&
          `authorized by ${trigger.authorization}`,
        trigger.payloadFormatVersion && `payload ${trigger.payloadFormatVersion}`,
      ];
    case "log-group":
      return [trigger.filterPattern ? `lines with ${trigger.filterPattern}` : "every line"];
    case "caller":
      return [trigger.permission.principal];
  }
}

function mappingParts(mapping: Mapping): Part[] {
  const { batchSize, maximumBatchingWindowSeconds, maximumConcurrency, filters } = mapping;
  const { parallelizationFactor, tumblingWindowSeconds, provisionedPollers } = mapping;
  return [
    batchSize !== undefined &&
      `batch ${formatFullCount(batchSize)}${maximumBatchingWindowSeconds ? ` in ${maximumBatchingWindowSeconds} s` : ""}`,
    maximumConcurrency !== undefined && `\u25c7 max ${formatFullCount(maximumConcurrency)}`,
    parallelizationFactor !== undefined &&
      parallelizationFactor > 1 &&
      `${parallelizationFactor} batches a shard`,
    tumblingWindowSeconds ? `windows of ${tumblingWindowSeconds} s` : undefined,
    provisionedPollers &&
      `${provisionedPollers.minimum ?? "?"} to ${provisionedPollers.maximum ?? "?"} pollers`,
    filters.length > 0 && (filters.length === 1 ? "1 filter" : `${filters.length} filters`),
  ];
}
