import { ServiceError } from "../http/service.ts";

/** One queue as the engine keeps it. `attributes` holds only what was set; AWS's defaults fill the rest. */
export interface Queue {
  id: number;
  region: string;
  accountId: string;
  name: string;
  arn: string;
  fifo: boolean;
  createdMs: number;
  modifiedMs: number;
  /** When PurgeQueue last ran; AWS allows it once a minute. */
  purgedMs: number;
  attributes: Record<string, string>;
  tags: Record<string, string>;
}

/** The largest message and the largest batch, in bytes (AWS raised it from 256 KiB in August 2025). */
export const maximumMessageBytes = 1_048_576;

const standardDefaults: Readonly<Record<string, string>> = {
  VisibilityTimeout: "30",
  MaximumMessageSize: String(maximumMessageBytes),
  MessageRetentionPeriod: "345600",
  DelaySeconds: "0",
  ReceiveMessageWaitTimeSeconds: "0",
};

const fifoDefaults: Readonly<Record<string, string>> = {
  ...standardDefaults,
  FifoQueue: "true",
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  FifoThroughputLimit: "perQueue",
};

/** Every stored attribute of a queue with AWS's defaults filled in. */
export function settledAttributes(
  queue: Pick<Queue, "fifo" | "attributes">,
): Record<string, string> {
  const defaults = queue.fifo ? fifoDefaults : standardDefaults;
  // A KMS key switches SQS's own encryption off; without a key it is on from the start.
  const SqsManagedSseEnabled = queue.attributes.KmsMasterKeyId ? "false" : "true";
  return { ...defaults, SqsManagedSseEnabled, ...queue.attributes };
}

/** A stored attribute that is a whole number: VisibilityTimeout, DelaySeconds and the like. */
export function numericAttribute(queue: Queue, name: string): number {
  return Number(settledAttributes(queue)[name]);
}

/** Where messages go after `maxReceiveCount` receives, or undefined. */
export function redrivePolicy(
  queue: Queue,
): { deadLetterTargetArn: string; maxReceiveCount: number } | undefined {
  const text = queue.attributes.RedrivePolicy;
  if (!text) return undefined;
  const policy = JSON.parse(text) as {
    deadLetterTargetArn: string;
    maxReceiveCount: number | string;
  };
  return {
    deadLetterTargetArn: policy.deadLetterTargetArn,
    maxReceiveCount: Number(policy.maxReceiveCount),
  };
}

/** `arn:aws:sqs:us-east-1:000000000000:orders` */
export function queueArn(region: string, accountId: string, name: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

/** `http://127.0.0.1:3211/000000000000/orders`; `endpoint` as the caller reached the engine. */
export function queueUrl(endpoint: string, queue: Queue): string {
  return `${endpoint}/${queue.accountId}/${queue.name}`;
}

/** Account and name out of a queue URL of any host: only its path counts. */
export function parseQueueUrl(url: string): { accountId: string; name: string } {
  const path = /^(?:[a-z]+:\/\/[^/]+)?\/(?:.*\/)?(\d{12})\/([A-Za-z0-9_.-]+)\/?$/.exec(url);
  if (!path?.[1] || !path[2])
    throw new ServiceError("InvalidAddress", `The address ${url} is not valid for this endpoint.`);
  return { accountId: path[1], name: path[2] };
}

export function queueDoesNotExist(): ServiceError {
  return new ServiceError("QueueDoesNotExist", "The specified queue does not exist.", 400);
}

export function invalidParameterValue(message: string): ServiceError {
  return new ServiceError("InvalidParameterValue", message, 400);
}
