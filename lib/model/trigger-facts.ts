import { formatFullCount } from "./format";
import type { ApiRoute } from "./push-triggers";
import { type Mapping, sourceName, type Trigger } from "./trigger";
import { triggerSourceArn } from "./trigger-identity";

/** What is known of a trigger beside the settings that its form shows, as labels and values; what is not set is left out. */
export function triggerFacts(trigger: Trigger): [label: string, value: string][] {
  const { permission } = trigger;
  const facts: Fact[] = [
    ...ownFacts(trigger),
    ["Calls", trigger.qualifier ?? "$LATEST"],
    [
      "Permission",
      permission === "missing"
        ? "missing: its calls are refused"
        : trigger.kind !== "caller" && permission && `statement ${permission.statementId}`,
    ],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

type Fact = readonly [label: string, value: string | false | undefined];

function ownFacts(trigger: Trigger): Fact[] {
  switch (trigger.kind) {
    case "mapping":
      return mappingFacts(trigger);
    case "bucket":
      return [["Notification", trigger.id]];
    case "topic":
      return [["Subscription", trigger.subscriptionArn]];
    case "rule":
      return [
        ["Rule", trigger.ruleArn],
        ["Kept by", trigger.managedBy],
        ["Target", trigger.targetId],
      ];
    case "schedule":
      return [["Schedule", trigger.scheduleArn]];
    case "url":
      return [];
    case "api":
      return apiFacts(trigger);
    case "log-group":
      return [
        ["Log group", trigger.logGroup],
        ["Filter", trigger.filterName],
        ["Pattern", trigger.filterPattern || "every line"],
      ];
    case "caller": {
      const { principal, sourceArn, sourceAccount, action, statementId, conditions } =
        trigger.permission;
      return [
        ["Caller", principal],
        ["Source", sourceArn],
        ["Account", sourceAccount],
        ["Action", action],
        ...Object.entries(conditions ?? {}).map((condition): Fact => condition),
        ["Statement", statementId],
      ];
    }
  }
}

/** Where a mapping reads, how it stands, and what is set where it was made. */
function mappingFacts(mapping: Mapping): Fact[] {
  const { queue, documentDb, schemaRegistry } = mapping;
  return [
    ["ARN", mapping.eventSourceArn.startsWith("arn:") && mapping.eventSourceArn],
    ["Servers", mapping.bootstrapServers?.join(", ")],
    ["Topics", mapping.topics?.join(", ")],
    ["Queues", mapping.queues?.join(", ")],
    ["Database", documentDb?.database],
    ["Collection", documentDb?.collection],
    ["State reason", mapping.stateReason],
    ["Last result", mapping.lastResult],
    ["Started at", startOf(mapping)],
    ["Waiting", queue && formatFullCount(queue.visible)],
    ["In flight", queue && formatFullCount(queue.inFlight)],
    ["Delayed", queue?.delayed ? formatFullCount(queue.delayed) : undefined],
    ["Visibility timeout", inSeconds(queue?.visibilityTimeoutSeconds)],
    [
      "Dead-letter queue",
      queue?.deadLetterQueueArn &&
        `${sourceName(queue.deadLetterQueueArn)} after ${queue.maxReceiveCount} receives`,
    ],
    ["Consumer group", mapping.consumerGroupId],
    ["Pollers' group", mapping.provisionedPollers?.groupName],
    ["Full document", documentDb?.fullDocument],
    [
      "Schema registry",
      schemaRegistry &&
        [schemaRegistry.uri, schemaRegistry.recordFormat].filter(Boolean).join(", "),
    ],
    ["Validates", schemaRegistry?.validates.join(", ")],
    ["Key of filters", mapping.kmsKeyArn],
  ];
}

function startOf({ startingPosition, startingPositionAt }: Mapping): string | undefined {
  if (startingPosition === undefined) return undefined;
  const words: Record<string, string> = {
    LATEST: "what is written from then on (LATEST)",
    TRIM_HORIZON: "the oldest record there is (TRIM_HORIZON)",
    AT_TIMESTAMP: `${startingPositionAt ?? "a time"} (AT_TIMESTAMP)`,
  };
  return words[startingPosition] ?? startingPosition;
}

/** The address stands above them, and the route in the form. */
function apiFacts(route: ApiRoute): Fact[] {
  return [
    ["API", [route.apiName, route.apiId].filter(Boolean).join(", ")],
    ["Stages", route.stages.join(", ") || "none: the API is not deployed"],
    ["Time limit", route.timeoutMs !== undefined && `${formatFullCount(route.timeoutMs)} ms`],
    ["Authorization", route.authorization],
    ["Role", route.roleArn],
  ];
}

/** The ARN that a trigger's drawer offers to copy. */
export function copiedArn(trigger: Trigger): string | undefined {
  const arn = triggerSourceArn(trigger);
  return arn?.startsWith("arn:") && trigger.kind !== "api" && trigger.kind !== "log-group"
    ? arn
    : undefined;
}

function inSeconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${formatFullCount(value)} s`;
}
