import { randomUUID } from "node:crypto";
import type {
  FilterRule,
  NotificationConfiguration,
  NotificationConfigurationFilter,
} from "@aws-sdk/client-s3";
import { invalidArgument } from "../errors.ts";

/** Where events go; each says why it would not take them from a bucket, or nothing. */
export interface NotificationTargets {
  functionRefusal(functionArn: string, bucketName: string): string | undefined;
  queueRefusal(queueArn: string, bucketName: string): string | undefined;
  topicRefusal(topicArn: string, bucketName: string): string | undefined;
}

/** The events S3 knows; the engine makes those of ObjectCreated, ObjectRemoved and ObjectTagging. */
const families: Readonly<Record<string, readonly string[]>> = {
  ObjectCreated: ["Put", "Post", "Copy", "CompleteMultipartUpload"],
  ObjectRemoved: ["Delete", "DeleteMarkerCreated"],
  ObjectTagging: ["Put", "Delete"],
  ObjectRestore: ["Post", "Completed", "Delete"],
  ObjectAcl: ["Put"],
  LifecycleExpiration: ["Delete", "DeleteMarkerCreated"],
  Replication: [
    "OperationFailedReplication",
    "OperationMissedThreshold",
    "OperationReplicatedAfterThreshold",
    "OperationNotTracked",
  ],
};
const single = ["ReducedRedundancyLostObject", "LifecycleTransition", "IntelligentTiering"];

interface Rule {
  Id?: string | undefined;
  Events: string[] | undefined;
  Filter?: NotificationConfigurationFilter | undefined;
}

/** A configuration by S3's rules, with an id on every rule. Throws InvalidArgument. */
export function checkNotifications(
  configuration: NotificationConfiguration,
  bucketName: string,
  targets: NotificationTargets,
  skipDestinations: boolean,
): NotificationConfiguration {
  const topics = (configuration.TopicConfigurations ?? []).map((rule) => ({
    ...checkRule(rule),
    TopicArn: checkArn(rule.TopicArn, "sns", "TopicArn"),
  }));
  const queues = (configuration.QueueConfigurations ?? []).map((rule) => ({
    ...checkRule(rule),
    QueueArn: checkArn(rule.QueueArn, "sqs", "QueueArn"),
  }));
  const functions = (configuration.LambdaFunctionConfigurations ?? []).map((rule) => ({
    ...checkRule(rule),
    LambdaFunctionArn: checkArn(rule.LambdaFunctionArn, "lambda", "LambdaFunctionArn"),
  }));
  checkOverlaps([...topics, ...queues, ...functions]);
  if (!skipDestinations) {
    for (const { TopicArn: arn } of topics) refuse(arn, targets.topicRefusal(arn, bucketName));
    for (const { QueueArn: arn } of queues) refuse(arn, targets.queueRefusal(arn, bucketName));
    for (const { LambdaFunctionArn: arn } of functions)
      refuse(arn, targets.functionRefusal(arn, bucketName));
  }
  return {
    ...(configuration.EventBridgeConfiguration && { EventBridgeConfiguration: {} }),
    ...(topics.length > 0 && { TopicConfigurations: topics }),
    ...(queues.length > 0 && { QueueConfigurations: queues }),
    ...(functions.length > 0 && { LambdaFunctionConfigurations: functions }),
  };
}

function refuse(arn: string, reason: string | undefined): void {
  if (reason !== undefined)
    throw invalidArgument(
      "Unable to validate the following destination configurations",
      arn,
      reason,
    );
}

function checkArn(arn: string | undefined, service: string, name: string): string {
  if (arn?.startsWith(`arn:aws:${service}:`) !== true)
    throw invalidArgument("The ARN is not well formed", name, arn ?? "");
  if (arn.endsWith(".fifo"))
    throw invalidArgument(
      "Unable to validate the following destination configurations",
      arn,
      "FIFO queues are not supported as a destination",
    );
  return arn;
}

function checkRule<R extends Rule>(rule: R): R & { Id: string; Events: string[] } {
  const events = rule.Events ?? [];
  if (events.length === 0)
    throw invalidArgument("A notification needs at least one event.", "Event", "");
  for (const event of events)
    if (!isEvent(event))
      throw invalidArgument(
        `The event '${event}' is not supported for notifications`,
        "Event",
        event,
      );
  const rules = rule.Filter?.Key?.FilterRules?.map(checkFilterRule);
  for (const name of ["Prefix", "Suffix"])
    if ((rules?.filter((one) => one.Name === name).length ?? 0) > 1)
      throw invalidArgument(
        `Cannot specify more than one ${name.toLowerCase()} rule in a filter.`,
        "FilterRule.Name",
        name,
      );
  return {
    ...rule,
    Id: rule.Id ?? randomUUID(),
    Events: events,
    ...(rules && { Filter: { Key: { FilterRules: rules } } }),
  };
}

/** S3 gives back `Prefix` and `Suffix`, whatever their case was. */
function checkFilterRule({ Name, Value = "" }: FilterRule): {
  Name: "Prefix" | "Suffix";
  Value: string;
} {
  const name = Name?.toLowerCase();
  if (name !== "prefix" && name !== "suffix")
    throw invalidArgument(
      "filter rule name must be either prefix or suffix",
      "FilterRule.Name",
      Name ?? "",
    );
  if (Buffer.byteLength(Value) > 1024)
    throw invalidArgument(
      "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
      "FilterRule.Value",
      Value,
    );
  // An asterisk in a value stands for itself.
  return { Name: name === "prefix" ? "Prefix" : "Suffix", Value };
}

function isEvent(event: string): boolean {
  const [, family = "", kind, ...more] = event.split(":");
  if (!event.startsWith("s3:") || more.length > 0) return false;
  if (kind === undefined) return single.includes(family);
  return families[family] !== undefined && (kind === "*" || families[family].includes(kind));
}

/** Two rules for one event must be kept apart by their prefixes or by their suffixes. */
function checkOverlaps(rules: readonly (Rule & { Events: string[] })[]): void {
  for (const [index, one] of rules.entries())
    for (const other of rules.slice(index + 1)) {
      const shared = one.Events.some((event) =>
        other.Events.some((another) => covers(event, another) || covers(another, event)),
      );
      if (!shared) continue;
      const [onePrefix, oneSuffix] = edges(one);
      const [otherPrefix, otherSuffix] = edges(other);
      const prefixes = onePrefix.startsWith(otherPrefix) || otherPrefix.startsWith(onePrefix);
      const suffixes = oneSuffix.endsWith(otherSuffix) || otherSuffix.endsWith(oneSuffix);
      if (!prefixes || !suffixes) continue;
      const filtered = [onePrefix, oneSuffix, otherPrefix, otherSuffix].some((edge) => edge !== "");
      throw invalidArgument(
        filtered
          ? "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type."
          : "Configurations overlap. Configurations on the same bucket cannot share a common event type.",
        "NotificationConfiguration",
        `${one.Id}, ${other.Id}`,
      );
    }
}

/** `s3:ObjectCreated:*` covers every event of its family. */
export function covers(pattern: string, event: string): boolean {
  return pattern === event || (pattern.endsWith(":*") && event.startsWith(pattern.slice(0, -1)));
}

/** A rule's prefix and suffix; empty where it has none. */
export function edges({ Filter: filter }: Pick<Rule, "Filter">): [prefix: string, suffix: string] {
  const valueOf = (name: string) =>
    filter?.Key?.FilterRules?.find((rule) => rule.Name === name)?.Value ?? "";
  return [valueOf("Prefix"), valueOf("Suffix")];
}
