import { asText, followed, mapped, type Place, place } from "../json-place";
import { md5 } from "../md5";
import {
  carrier,
  type EventField,
  type EventTarget,
  json,
  line,
  nameInArn,
  type SampleEvent,
  sourceArn,
  text,
  wrappedValues,
} from "./sample-event";

const group = "Messages";
export const order = { orderId: "o_5590217", total: 64.7, currency: "EUR" };

const isFifo = (queueArn: string) => queueArn.endsWith(".fifo");

function sqsRecord(queueArn: string): unknown {
  const body = JSON.stringify(order);
  return {
    messageId: "${uuid}",
    receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "1795267200000",
      SenderId: "AIDAIENQZJOLO23YVJ4VO",
      ApproximateFirstReceiveTimestamp: "1795267200012",
      ...(isFifo(queueArn) && {
        SequenceNumber: "18849496460467696128",
        MessageGroupId: "orders",
        MessageDeduplicationId: "o_5590217",
      }),
    },
    messageAttributes: {
      tenant: {
        stringValue: "acme",
        stringListValues: [],
        binaryListValues: [],
        dataType: "String",
      },
    },
    md5OfBody: md5(body),
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(":")[3],
  };
}

function sqsFields(record: number): EventField[] {
  const at = ["Records", record] as const;
  const body = place(...at, "body", asText);
  return [
    carrier({
      label: "Body",
      kind: "text",
      at: followed(body, (after) =>
        place(...at, "md5OfBody", asText).write(after, md5(body.read(after) ?? "")),
      ),
    }),
    wrappedValues(
      "Message attributes",
      place(...at, "messageAttributes"),
      (value) => ({
        stringValue: String(value),
        stringListValues: [],
        binaryListValues: [],
        dataType: typeof value === "number" ? "Number" : "String",
      }),
      unwrapSqs,
    ),
    everyRecord(
      nameInArn("Queue", ...at, "eventSourceARN"),
      (index) => nameInArn("Queue", "Records", index, "eventSourceARN").at,
    ),
    line("Receive count", ...at, "attributes", "ApproximateReceiveCount"),
  ];
}

/** Written to all records of the batch: they come from one source. */
export function everyRecord(field: EventField, atRecord: (index: number) => Place): EventField {
  return {
    ...field,
    at: followed(field.at, (after) => {
      const value = field.at.read(after) ?? "";
      let event = after;
      for (let index = 0; place("Records", index).read(event) !== undefined; index++)
        event = atRecord(index).write(event, value);
      return event;
    }),
  };
}

function unwrapSqs(wrapped: unknown): unknown {
  const { stringValue, binaryValue, dataType } = wrapped as Record<string, unknown>;
  if (typeof dataType === "string" && dataType.startsWith("Number")) return Number(stringValue);
  return stringValue ?? binaryValue ?? null;
}

/** A notification as SNS writes it into a queue or to a web address; a function gets it a little differently. */
function notification(target: EventTarget): object {
  return {
    Type: "Notification",
    MessageId: "${uuid}",
    TopicArn: sourceArn(target, "sns", "orders"),
    Subject: "Order confirmed",
    Message: JSON.stringify(order),
    Timestamp: "${nowIso}",
    SignatureVersion: "1",
    Signature: "c2lnbmF0dXJl",
  };
}

function notificationFields(steps: readonly (string | number)[], more: EventField[]): EventField[] {
  return [
    carrier(text("Message", ...steps, "Message")),
    line("Subject", ...steps, "Subject"),
    wrappedValues(
      "Message attributes",
      place(...steps, "MessageAttributes"),
      (value) => ({ Type: typeof value === "number" ? "Number" : "String", Value: String(value) }),
      (wrapped) => {
        const { Type, Value } = wrapped as Record<string, unknown>;
        return Type === "Number" ? Number(Value) : Value;
      },
    ),
    ...more,
  ];
}

const certificate = "https://sns.example.com/certificate.pem";
const unsubscribe = "https://sns.example.com/unsubscribe";
const notificationAttributes = { tenant: { Type: "String", Value: "acme" } };

export const messageEvents: SampleEvent[] = [
  {
    id: "sqs",
    label: "SQS",
    group,
    service: "sqs",
    event: (target) => ({
      Records: [sqsRecord(sourceArn(target, "sqs", "orders", (queueArn) => !isFifo(queueArn)))],
    }),
    fields: sqsFields,
    batch: { at: place("Records"), noun: "Message" },
  },
  {
    id: "sqs-fifo",
    label: "SQS FIFO",
    group,
    service: "sqs",
    event: (target) => ({ Records: [sqsRecord(sourceArn(target, "sqs", "orders.fifo", isFifo))] }),
    fields: (record) => [
      ...sqsFields(record),
      line("Message group", "Records", record, "attributes", "MessageGroupId"),
      line("Deduplication id", "Records", record, "attributes", "MessageDeduplicationId"),
    ],
    batch: {
      at: place("Records"),
      noun: "Message",
      renumbered: (record, index) => {
        const at = place("attributes", "SequenceNumber", asText);
        return at.write(record, (18_849_496_460_467_696_128n + BigInt(index) * 256n).toString());
      },
    },
  },
  {
    id: "sns",
    label: "SNS",
    group,
    service: "sns",
    event: (target) => ({
      Records: [
        {
          EventSource: "aws:sns",
          EventVersion: "1.0",
          EventSubscriptionArn: `${sourceArn(target, "sns", "orders")}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`,
          Sns: {
            ...notification(target),
            SigningCertUrl: certificate,
            UnsubscribeUrl: unsubscribe,
            MessageAttributes: notificationAttributes,
          },
        },
      ],
    }),
    fields: () => {
      const topic = nameInArn("Topic", "Records", 0, "Sns", "TopicArn");
      const subscription = mapped(place("Records", 0, "EventSubscriptionArn", asText), {
        read: (said) => said,
        write: (said) => said,
      });
      return notificationFields(
        ["Records", 0, "Sns"],
        [
          {
            ...topic,
            at: followed(topic.at, (after) => {
              const id = subscription.read(after)?.split(":").at(-1) ?? "";
              const topicArn = place("Records", 0, "Sns", "TopicArn", asText).read(after) ?? "";
              return subscription.write(after, `${topicArn}:${id}`);
            }),
          },
        ],
      );
    },
    passedOn: {
      event: (target) => ({
        ...notification(target),
        SigningCertURL: certificate,
        UnsubscribeURL: unsubscribe,
        MessageAttributes: notificationAttributes,
      }),
      fields: () => notificationFields([], [nameInArn("Topic", "TopicArn")]),
    },
  },
  {
    id: "eventbridge",
    label: "EventBridge",
    group,
    service: "events",
    event: ({ region, accountId }) => ({
      version: "0",
      id: "${uuid}",
      "detail-type": "OrderConfirmed",
      source: "com.acme.shop",
      account: accountId,
      time: "${nowIso}",
      region,
      resources: [],
      detail: order,
    }),
    fields: () => [
      line("Detail type", "detail-type"),
      line("Source", "source"),
      carrier(json("Detail", "detail")),
      json("Resources", "resources"),
    ],
  },
];
