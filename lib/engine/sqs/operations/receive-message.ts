import type { Message, ReceiveMessageRequest, ReceiveMessageResult } from "@aws-sdk/client-sqs";
import type { Clock } from "../../clock.ts";
import { ServiceError, type CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import { md5, md5OfAttributes, type ReceivedMessage } from "../message.ts";
import { invalidParameterValue, numericAttribute } from "../queue.ts";
import type { QueueStore } from "../queue-store.ts";
import { waitForMessages } from "../wait-for-messages.ts";

const systemAttributeNames: ReadonlySet<string> = new Set([
  "All",
  "SenderId",
  "SentTimestamp",
  "ApproximateReceiveCount",
  "ApproximateFirstReceiveTimestamp",
  "SequenceNumber",
  "MessageDeduplicationId",
  "MessageGroupId",
  "AWSTraceHeader",
  "DeadLetterQueueSourceArn",
]);

/** Receives up to ten messages, waiting up to 20 s for the first; hides them for the time-out. */
export const receiveMessage =
  (store: QueueStore, clock: Clock) =>
  async (input: ReceiveMessageRequest, context: CallContext): Promise<ReceiveMessageResult> => {
    const queue = findQueue(store, input.QueueUrl, context);
    const max = input.MaxNumberOfMessages ?? 1;
    if (max < 1 || max > 10)
      throw invalidParameterValue(
        `Value ${max} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
      );
    const waitSeconds =
      input.WaitTimeSeconds ?? numericAttribute(queue, "ReceiveMessageWaitTimeSeconds");
    if (waitSeconds < 0 || waitSeconds > 20)
      throw invalidParameterValue(
        `Value ${waitSeconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
      );
    const visibilityTimeoutSeconds = input.VisibilityTimeout;
    if (
      visibilityTimeoutSeconds !== undefined &&
      (visibilityTimeoutSeconds < 0 || visibilityTimeoutSeconds > 43_200)
    )
      throw invalidParameterValue(
        `Value ${visibilityTimeoutSeconds} for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.`,
      );
    if (input.ReceiveRequestAttemptId !== undefined)
      throw new ServiceError(
        "UnsupportedOperation",
        "The local engine does not support ReceiveRequestAttemptId: receives are not repeated after a lost answer.",
        400,
      );
    const systemNames: readonly string[] = [
      ...(input.MessageSystemAttributeNames ?? []),
      ...(input.AttributeNames ?? []),
    ];
    for (const name of systemNames)
      if (!systemAttributeNames.has(name))
        throw new ServiceError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    const messages = await waitForMessages({
      store,
      clock,
      queueArn: queue.arn,
      waitMs: waitSeconds * 1000,
      signal: context.signal,
      receive: { max, visibilityTimeoutSeconds },
    });
    if (messages.length === 0) return {};
    return {
      Messages: messages.map((message) =>
        present(message, systemNames, input.MessageAttributeNames ?? []),
      ),
    };
  };

function present(
  message: ReceivedMessage,
  systemNames: readonly string[],
  attributePatterns: readonly string[],
): Message {
  const Attributes = keep(
    message.attributes,
    (name) => systemNames.includes("All") || systemNames.includes(name),
  );
  const MessageAttributes = keep(message.messageAttributes, (name) =>
    attributePatterns.some((pattern) => matches(pattern, name)),
  );
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    Attributes,
    MessageAttributes,
    MD5OfMessageAttributes: md5OfAttributes(MessageAttributes),
  };
}

/** `All`, `.*`, an exact name, or a prefix as `Order.*` (ReceiveMessage API reference). */
function matches(pattern: string, name: string): boolean {
  if (pattern === "All" || pattern === "*") return true;
  return pattern.endsWith(".*") ? name.startsWith(pattern.slice(0, -2)) : name === pattern;
}

function keep<Value>(
  values: Readonly<Record<string, Value>>,
  wanted: (name: string) => boolean,
): Record<string, Value> | undefined {
  const kept = Object.entries(values).filter(([name]) => wanted(name));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
