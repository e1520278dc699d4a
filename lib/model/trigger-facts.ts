import { formatFullCount } from "./format";
import type { ApiRoute, RuleTarget, Schedule } from "./push-triggers";
import { type Mapping, sourceName, type Trigger } from "./trigger";
import { triggerSourceArn } from "./trigger-identity";

/**
 * Everything that is known of a trigger, as labels and values; what is not set is left out. `settings: false`: without
 * those that a form beside it shows.
 */
export function triggerFacts(
  trigger: Trigger,
  { settings = true }: { settings?: boolean } = {},
): [label: string, value: string][] {
  const { permission } = trigger;
  const facts: Fact[] = [
    ...(settings ? ownFacts(trigger) : factsBesideForm(trigger)),
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

function factsBesideForm(trigger: Trigger): Fact[] {
  switch (trigger.kind) {
    case "mapping":
      return situationFacts(trigger);
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
      return apiFacts(trigger).filter(([label]) => label !== "Route" && label !== "Payload format");
    default:
      return ownFacts(trigger);
  }
}

function ownFacts(trigger: Trigger): Fact[] {
  switch (trigger.kind) {
    case "mapping":
      return [...situationFacts(trigger), ...settingFacts(trigger)];
    case "bucket":
      return [
        ["Bucket", trigger.bucket],
        ["Notification", trigger.id],
        ["Events", trigger.events.join(", ")],
        ["Prefix", trigger.prefix],
        ["Suffix", trigger.suffix],
      ];
    case "topic":
      return [
        ["Topic", trigger.topicArn],
        ["Subscription", trigger.subscriptionArn],
        ["Filter policy", trigger.filterPolicy],
        ["Filters", trigger.filterPolicyScope && scopes[trigger.filterPolicyScope]],
        ["Dead-letter queue", named(trigger.deadLetterQueueArn)],
      ];
    case "rule":
      return ruleFacts(trigger);
    case "schedule":
      return scheduleFacts(trigger);
    case "url":
      return [
        [
          "Callers",
          trigger.authType === "NONE"
            ? "everybody whom the policy lets in"
            : "signed requests only",
        ],
        ["Answers", trigger.streams ? "in pieces, as the function writes them" : "whole"],
        [
          "Pages of",
          trigger.allowedOrigins?.join(", ") ?? "no other origin, by the URL's own settings",
        ],
        ["Methods", trigger.cors?.allowMethods?.join(", ")],
        ["Headers", trigger.cors?.allowHeaders?.join(", ")],
        ["Exposed headers", trigger.cors?.exposeHeaders?.join(", ")],
        ["With credentials", trigger.cors?.allowCredentials && "yes"],
        ["Kept for", inSeconds(trigger.cors?.maxAgeSeconds)],
      ];
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

const scopes: Record<string, string> = {
  MessageAttributes: "by message attributes",
  MessageBody: "by the message's body",
};

/** Where a mapping reads, and how it stands. */
function situationFacts(mapping: Mapping): Fact[] {
  const { queue, documentDb } = mapping;
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
  ];
}

/** What is set on a mapping. */
function settingFacts(mapping: Mapping): Fact[] {
  const { provisionedPollers: pollers, schemaRegistry, documentDb } = mapping;
  return [
    ["Batch size", count(mapping.batchSize)],
    ["Batch window", inSeconds(mapping.maximumBatchingWindowSeconds)],
    ["Batches a shard", count(mapping.parallelizationFactor)],
    ["Retries", untilGone(mapping.maximumRetryAttempts, "until the record expires", "")],
    ["Oldest record", untilGone(mapping.maximumRecordAgeSeconds, "any age", " s")],
    [
      "Split on error",
      mapping.bisectsBatchOnError !== undefined && yesNo(mapping.bisectsBatchOnError),
    ],
    ["Tumbling window", inSeconds(mapping.tumblingWindowSeconds || undefined)],
    ["Partial batch response", yesNo(mapping.reportsBatchItemFailures)],
    ["Maximum concurrency", count(mapping.maximumConcurrency)],
    [
      "Provisioned pollers",
      pollers &&
        [`${pollers.minimum ?? "?"} to ${pollers.maximum ?? "?"}`, pollers.groupName]
          .filter(Boolean)
          .join(", group "),
    ],
    ["Filters", mapping.filters.join(" or ")],
    ["Full document", documentDb?.fullDocument],
    ["On failure", named(mapping.onFailureArn)],
    ["Access", mapping.accessConfigurations?.map(({ type, uri }) => `${type}: ${uri}`).join(", ")],
    [
      "Schema registry",
      schemaRegistry &&
        [schemaRegistry.uri, schemaRegistry.recordFormat].filter(Boolean).join(", "),
    ],
    ["Validates", schemaRegistry?.validates.join(", ")],
    ["Key of filters", mapping.kmsKeyArn],
    ["Metrics", mapping.metrics?.join(", ")],
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

function ruleFacts(rule: RuleTarget): Fact[] {
  const { inputTransformer } = rule;
  return [
    ["Rule", rule.ruleArn],
    ["Bus", rule.busName],
    ["Description", rule.description],
    ["Schedule", rule.scheduleExpression && `${rule.scheduleExpression}, UTC`],
    ["Pattern", rule.eventPattern],
    ["Kept by", rule.managedBy],
    ["Target", rule.targetId],
    ["Input", rule.input],
    ["Input path", rule.inputPath],
    [
      "Input made of",
      inputTransformer &&
        Object.entries(inputTransformer.paths)
          .map(([name, path]) => `${name} = ${path}`)
          .join(", "),
    ],
    ["Input template", inputTransformer?.template],
    ...deliveryFacts(rule),
  ];
}

function scheduleFacts(schedule: Schedule): Fact[] {
  return [
    ["Schedule", schedule.scheduleArn],
    ["Group", schedule.groupName],
    ["Description", schedule.description],
    ["Expression", schedule.expression],
    ["Time zone", schedule.timeZone],
    ["From", schedule.startDate],
    ["Until", schedule.endDate],
    [
      "At",
      schedule.flexibleWindowMinutes !== undefined &&
        `any time within ${schedule.flexibleWindowMinutes} min`,
    ],
    ["Input", schedule.input],
    ["Role", schedule.roleArn],
    ["Afterwards", schedule.afterCompletion === "DELETE" && "it removes itself"],
    ...deliveryFacts(schedule),
  ];
}

/** What EventBridge does where it cannot deliver at once. */
function deliveryFacts(trigger: RuleTarget | Schedule): Fact[] {
  return [
    ["Retries", count(trigger.maximumRetryAttempts)],
    ["Oldest event", inSeconds(trigger.maximumEventAgeSeconds)],
    ["Dead-letter queue", named(trigger.deadLetterQueueArn)],
  ];
}

function apiFacts(route: ApiRoute): Fact[] {
  return [
    ["API", [route.apiName, route.apiId].filter(Boolean).join(", ")],
    ["Route", route.route],
    ["Stages", route.stages.join(", ") || "none: the API is not deployed"],
    ["Address", route.endpoint],
    ["Payload format", route.payloadFormatVersion],
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

function named(arn: string | undefined): string | undefined {
  return arn && sourceName(arn);
}

function count(value: number | undefined): string | undefined {
  return value === undefined ? undefined : formatFullCount(value);
}

function inSeconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${formatFullCount(value)} s`;
}

function yesNo(value: boolean): string {
  return value ? "on" : "off";
}

function untilGone(value: number | undefined, endless: string, unit: string): string | undefined {
  if (value === undefined) return undefined;
  return value === -1 ? endless : `${formatFullCount(value)}${unit}`;
}
