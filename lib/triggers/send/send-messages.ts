import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { PublishBatchCommand } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand, SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { clientsFor } from "@/lib/aws/clients";
import { itemOf } from "@/lib/model/attribute-value";
import type { Connection } from "@/lib/model/connection";
import type { BucketNotification, RuleTarget, TopicSubscription } from "@/lib/model/push-triggers";
import type { SentEvents, SentResult } from "@/lib/model/sent-events";
import type { Mapping } from "@/lib/model/trigger";
import { sendBatches } from "./send-batches";

/** What is sent, each with its own placeholders filled in. */
export type Filled = readonly SentEvents[];

/** Into a queue, ten at a time. */
export async function sendToQueue(
  connection: Connection,
  { eventSourceArn }: Mapping,
  filled: Filled,
): Promise<SentResult> {
  const { sqs } = clientsFor(connection);
  const [, , , , accountId, name] = eventSourceArn.split(":");
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: accountId }),
  );
  return sendBatches(filled, 10, async (batch) => {
    const answer = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: batch.map((one, index) => ({
          Id: String(index),
          MessageBody: one.text,
          MessageAttributes: attributesOf(one),
          ...(one.groupId === undefined
            ? { DelaySeconds: one.delaySeconds || undefined }
            : { MessageGroupId: one.groupId, MessageDeduplicationId: crypto.randomUUID() }),
        })),
      }),
    );
    return {
      ids: (answer.Successful ?? []).flatMap(({ MessageId }) => MessageId ?? []),
      failed: (answer.Failed ?? []).map(({ Message, Code }) => Message ?? Code ?? "refused"),
    };
  });
}

/** To a topic, ten at a time. */
export async function publish(
  connection: Connection,
  { topicArn }: TopicSubscription,
  filled: Filled,
): Promise<SentResult> {
  return sendBatches(filled, 10, async (batch) => {
    const answer = await clientsFor(connection).sns.send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: batch.map((one, index) => ({
          Id: String(index),
          Message: one.text,
          Subject: one.subject || undefined,
          MessageAttributes: attributesOf(one),
        })),
      }),
    );
    return {
      ids: (answer.Successful ?? []).flatMap(({ MessageId }) => MessageId ?? []),
      failed: (answer.Failed ?? []).map(({ Message, Code }) => Message ?? Code ?? "refused"),
    };
  });
}

/** Into a stream, 500 at a time. */
export async function putRecords(
  connection: Connection,
  { eventSourceArn }: Mapping,
  filled: Filled,
): Promise<SentResult> {
  const [StreamARN] = eventSourceArn.split("/consumer/");
  return sendBatches(filled, 500, async (batch) => {
    const { Records = [] } = await clientsFor(connection).kinesis.send(
      new PutRecordsCommand({
        StreamARN,
        Records: batch.map(({ text, partitionKey }) => ({
          Data: new TextEncoder().encode(text),
          PartitionKey: partitionKey || crypto.randomUUID(),
        })),
      }),
    );
    return {
      ids: Records.flatMap(({ SequenceNumber }) => SequenceNumber ?? []),
      failed: Records.flatMap(({ ErrorCode, ErrorMessage }) =>
        ErrorCode ? (ErrorMessage ?? ErrorCode) : [],
      ),
    };
  });
}

/** Into the table behind a stream, one by one. */
export async function putItems(
  connection: Connection,
  { eventSourceArn }: Mapping,
  filled: Filled,
): Promise<SentResult> {
  const [, TableName] = /:table\/([^/]+)/.exec(eventSourceArn) ?? [];
  return sendBatches(filled, 1, async ([one]) => {
    await clientsFor(connection).dynamodb.send(
      new PutItemCommand({ TableName, Item: itemOf(JSON.parse(one?.text ?? "{}") as object) }),
    );
    return { ids: [], failed: [] };
  });
}

/** Into a bucket, one by one. */
export async function putObjects(
  connection: Connection,
  { bucket }: BucketNotification,
  filled: Filled,
): Promise<SentResult> {
  return sendBatches(filled, 1, async ([one]) => {
    const Key = one?.objectKey ?? "";
    await clientsFor(connection).s3.send(
      new PutObjectCommand({ Bucket: bucket, Key, Body: one?.text ?? "" }),
    );
    return { ids: [Key], failed: [] };
  });
}

/** Onto a bus, ten at a time. */
export async function putEvents(
  connection: Connection,
  { busName }: RuleTarget,
  filled: Filled,
): Promise<SentResult> {
  return sendBatches(filled, 10, async (batch) => {
    const { Entries = [] } = await clientsFor(connection).events.send(
      new PutEventsCommand({
        Entries: batch.map(({ text, eventSource, detailType }) => ({
          EventBusName: busName,
          Source: eventSource,
          DetailType: detailType,
          Detail: text,
        })),
      }),
    );
    return {
      ids: Entries.flatMap(({ EventId }) => EventId ?? []),
      failed: Entries.flatMap(({ ErrorCode, ErrorMessage }) =>
        ErrorCode ? (ErrorMessage ?? ErrorCode) : [],
      ),
    };
  });
}

function attributesOf({ attributes = [] }: SentEvents) {
  return Object.fromEntries(
    attributes
      .filter(({ name }) => name !== "")
      .map(({ name, value }) => [name, { DataType: "String", StringValue: value }]),
  );
}
