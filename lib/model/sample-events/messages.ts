import { arn, base64, sourceArn, type EventTarget, type SampleEvent } from "./sample-event";

const group = "Messages";
const order = { orderId: "o_5590217", total: 64.7, currency: "EUR" };

function sqsRecord(target: EventTarget, queueArn: string, fifo: boolean): unknown {
  return {
    messageId: "${uuid}",
    receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
    body: JSON.stringify(order),
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "1795267200000",
      SenderId: "AIDAIENQZJOLO23YVJ4VO",
      ApproximateFirstReceiveTimestamp: "1795267200012",
      ...(fifo && {
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
    md5OfBody: "410e434229cd99f41c723e8b2e1610ca",
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: target.region,
  };
}

export const messageEvents: SampleEvent[] = [
  {
    id: "sqs",
    label: "SQS",
    group,
    service: "sqs",
    event: (target) => ({
      Records: [sqsRecord(target, sourceArn(target, "sqs", "orders"), false)],
    }),
  },
  {
    id: "sqs-fifo",
    label: "SQS FIFO",
    group,
    service: "sqs",
    event: (target) => {
      const own = sourceArn(target, "sqs", "orders.fifo");
      const queueArn = own.endsWith(".fifo") ? own : arn(target, "sqs", "orders.fifo");
      return { Records: [sqsRecord(target, queueArn, true)] };
    },
  },
  {
    id: "sns",
    label: "SNS",
    group,
    service: "sns",
    event: (target) => {
      const topicArn = sourceArn(target, "sns", "orders");
      return {
        Records: [
          {
            EventSource: "aws:sns",
            EventVersion: "1.0",
            EventSubscriptionArn: `${topicArn}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`,
            Sns: {
              Type: "Notification",
              MessageId: "${uuid}",
              TopicArn: topicArn,
              Subject: "Order confirmed",
              Message: JSON.stringify(order),
              Timestamp: "${nowIso}",
              SignatureVersion: "1",
              Signature: "c2lnbmF0dXJl",
              SigningCertUrl: "https://sns.example.com/certificate.pem",
              UnsubscribeUrl: "https://sns.example.com/unsubscribe",
              MessageAttributes: { tenant: { Type: "String", Value: "acme" } },
            },
          },
        ],
      };
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
  },
  {
    id: "active-mq",
    label: "Amazon MQ, ActiveMQ",
    group,
    service: "mq",
    event: (target) => ({
      eventSource: "aws:mq",
      eventSourceArn: sourceArn(target, "mq", "broker:shop:b-9bcfa592-423a-4942-879d-eb284b418fc8"),
      messages: [
        {
          messageID: "ID:b-9bcfa592-423a-4942-879d-eb284b418fc8-1.mq.example.com-37557-1:1:1:1:1",
          messageType: "jms/text-message",
          deliveryMode: 1,
          replyTo: null,
          type: null,
          expiration: 0,
          priority: 4,
          correlationId: "",
          redelivered: false,
          destination: { physicalName: "orders" },
          data: base64(JSON.stringify(order)),
          timestamp: "${nowMs}",
          brokerInTime: "${nowMs}",
          brokerOutTime: "${nowMs}",
          properties: {},
        },
      ],
    }),
  },
  {
    id: "rabbit-mq",
    label: "Amazon MQ, RabbitMQ",
    group,
    service: "mq",
    event: (target) => ({
      eventSource: "aws:rmq",
      eventSourceArn: sourceArn(target, "mq", "broker:shop:b-0d3a5f1e-3b0c-4d7b-a9c8-6f5f1c7e2b11"),
      rmqMessagesByQueue: {
        "orders::/": [
          {
            basicProperties: {
              contentType: "application/json",
              contentEncoding: null,
              headers: {},
              deliveryMode: 1,
              priority: null,
              correlationId: null,
              messageId: null,
              timestamp: "Jan 1, 1970, 12:33:41 AM",
              bodySize: 54,
            },
            redelivered: false,
            data: base64(JSON.stringify(order)),
          },
        ],
      },
    }),
  },
  {
    id: "ses",
    label: "SES receipt",
    group,
    service: "ses",
    event: ({ functionArn }) => ({
      Records: [
        {
          eventSource: "aws:ses",
          eventVersion: "1.0",
          ses: {
            mail: {
              timestamp: "${nowIso}",
              source: "mira@example.com",
              messageId: "o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1",
              destination: ["orders@example.com"],
              headersTruncated: false,
              headers: [{ name: "Subject", value: "Where is my order" }],
              commonHeaders: {
                from: ["Mira <mira@example.com>"],
                to: ["orders@example.com"],
                subject: "Where is my order",
              },
            },
            receipt: {
              timestamp: "${nowIso}",
              processingTimeMillis: 574,
              recipients: ["orders@example.com"],
              spamVerdict: { status: "PASS" },
              virusVerdict: { status: "PASS" },
              spfVerdict: { status: "PASS" },
              dkimVerdict: { status: "PASS" },
              action: { type: "Lambda", invocationType: "Event", functionArn },
            },
          },
        },
      ],
    }),
  },
];
