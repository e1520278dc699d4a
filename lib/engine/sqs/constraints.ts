import type { ServiceInputTypes } from "@aws-sdk/client-sqs";
import { missingParameter } from "./check-message.ts";

/** Members AWS wants in every call, by operation. SQS says so in its own words, one member at a time. */
const requiredMembers: Readonly<Record<string, readonly string[]>> = {
  AddPermission: ["QueueUrl", "Label", "AWSAccountIds", "Actions"],
  CancelMessageMoveTask: ["TaskHandle"],
  ChangeMessageVisibility: ["QueueUrl", "ReceiptHandle", "VisibilityTimeout"],
  ChangeMessageVisibilityBatch: ["QueueUrl"],
  CreateQueue: ["QueueName"],
  DeleteMessage: ["QueueUrl", "ReceiptHandle"],
  DeleteMessageBatch: ["QueueUrl"],
  DeleteQueue: ["QueueUrl"],
  GetQueueAttributes: ["QueueUrl"],
  GetQueueUrl: ["QueueName"],
  ListDeadLetterSourceQueues: ["QueueUrl"],
  ListMessageMoveTasks: ["SourceArn"],
  ListQueueTags: ["QueueUrl"],
  PurgeQueue: ["QueueUrl"],
  ReceiveMessage: ["QueueUrl"],
  RemovePermission: ["QueueUrl", "Label"],
  SendMessage: ["QueueUrl", "MessageBody"],
  SendMessageBatch: ["QueueUrl"],
  SetQueueAttributes: ["QueueUrl", "Attributes"],
  StartMessageMoveTask: ["SourceArn"],
  TagQueue: ["QueueUrl", "Tags"],
  UntagQueue: ["QueueUrl", "TagKeys"],
};

/** Throws MissingParameter for the first required member that is absent. */
export function requireMembers(operation: string, input: ServiceInputTypes): void {
  const given = input as Readonly<Record<string, unknown>>;
  for (const name of requiredMembers[operation] ?? [])
    if (given[name] === undefined || given[name] === null) throw missingParameter(name);
}
