import { ServiceError } from "../http/service.ts";
import {
  invalidParameterValue,
  maximumMessageBytes,
  settledAttributes,
  type Queue,
} from "./queue.ts";
import { checkRedriveAllowPolicy, checkRedrivePolicy } from "./redrive-policy.ts";

/** Attributes that are whole numbers, with their ranges (SetQueueAttributes API reference). */
const ranges: Readonly<Record<string, readonly [min: number, max: number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, maximumMessageBytes],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};

/** Attributes that are one of a few words. */
const words: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ["true", "false"],
  ContentBasedDeduplication: ["true", "false"],
  SqsManagedSseEnabled: ["true", "false"],
  DeduplicationScope: ["queue", "messageGroup"],
  FifoThroughputLimit: ["perQueue", "perMessageGroupId"],
};

const fifoOnly = new Set([
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
]);

/** Attributes that an empty value takes away again. */
const removable = new Set(["Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId"]);

const settable = new Set([...Object.keys(ranges), ...Object.keys(words), ...removable]);

const readOnly = [
  "QueueArn",
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
];

/** Every name GetQueueAttributes knows. */
export const attributeNames: ReadonlySet<string> = new Set([...settable, ...readOnly, "All"]);

export function unknownAttribute(name: string): ServiceError {
  return new ServiceError("InvalidAttributeName", `Unknown Attribute ${name}.`);
}

/**
 * Checks what a caller wants to set on a queue, in AWS's words. `queueByArn` finds a dead-letter queue.
 * Throws InvalidAttributeName, InvalidAttributeValue or InvalidParameterValue.
 */
export function checkAttributes(
  wanted: Readonly<Record<string, string>>,
  queue: Pick<Queue, "arn" | "fifo" | "attributes">,
  queueByArn: (arn: string) => Queue | undefined,
): void {
  for (const [name, value] of Object.entries(wanted)) {
    if (!settable.has(name) || (fifoOnly.has(name) && !queue.fifo)) throw unknownAttribute(name);
    if (removable.has(name) && value === "") continue;
    const range = ranges[name];
    if (
      range &&
      !(/^\d{1,9}$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1])
    )
      throw invalidAttributeValue(name);
    if (words[name] && !words[name].includes(value)) throw invalidAttributeValue(name);
    if (name === "FifoQueue" && value !== "true")
      throw invalidAttributeValue(name, "Modifying queue type is not supported.");
    if (name === "Policy" && !isJsonObject(value)) throw invalidAttributeValue(name);
    if (name === "RedrivePolicy") checkRedrivePolicy(value, queue, queueByArn);
    if (name === "RedriveAllowPolicy") checkRedriveAllowPolicy(value);
  }
  if (wanted.KmsMasterKeyId && wanted.SqsManagedSseEnabled === "true")
    throw new ServiceError(
      "InvalidAttributeName",
      "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
    );
  const { DeduplicationScope, FifoThroughputLimit } = settledAttributes({
    fifo: queue.fifo,
    attributes: { ...queue.attributes, ...wanted },
  });
  if (FifoThroughputLimit === "perMessageGroupId" && DeduplicationScope !== "messageGroup")
    throw invalidParameterValue(
      "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.",
    );
}

/** The attributes of a queue after checked ones were set; empty values take an attribute away. */
export function mergeAttributes(
  current: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): Record<string, string> {
  const merged: Record<string, string> = { ...current, ...wanted };
  for (const name of removable) if (merged[name] === "") delete merged[name];
  // The two kinds of encryption exclude each other: the one asked for last counts.
  if (wanted.KmsMasterKeyId) delete merged.SqsManagedSseEnabled;
  if (wanted.SqsManagedSseEnabled === "true") {
    delete merged.KmsMasterKeyId;
    delete merged.KmsDataKeyReusePeriodSeconds;
  }
  return merged;
}

function invalidAttributeValue(name: string, reason?: string): ServiceError {
  const because = reason ? ` Reason: ${reason}` : "";
  return new ServiceError(
    "InvalidAttributeValue",
    `Invalid value for the parameter ${name}.${because}`,
  );
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
