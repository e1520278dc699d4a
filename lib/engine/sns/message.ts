import { createHash } from "node:crypto";
import type { MessageAttribute } from "../sqs/message.ts";
import type { Subscription } from "./topic.ts";

/** A message that a topic has taken. */
export interface TopicNotification {
  messageId: string;
  topicArn: string;
  subject?: string | undefined;
  /** What goes to protocols without a text of their own. */
  message: string;
  /** With the message structure `json`: the texts by protocol. */
  messages?: Readonly<Record<string, string>> | undefined;
  attributes: Readonly<Record<string, MessageAttribute>>;
  sentMs: number;
  groupId?: string | undefined;
  deduplicationId?: string | undefined;
  sequenceNumber?: string | undefined;
  traceHeader?: string | undefined;
}

/** What a subscription's protocol is to say. */
export const textFor = (notification: TopicNotification, protocol: string): string =>
  notification.messages?.[protocol] ?? notification.message;

/** Attributes as a notification tells them. */
function describeAttributes(attributes: TopicNotification["attributes"]) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        Type: DataType,
        Value: BinaryValue ? Buffer.from(BinaryValue).toString("base64") : (StringValue ?? ""),
      },
    ]),
  );
}

/** The addresses in a message: the engine's own, which the Query protocol answers by GET. */
const actionUrl = (endpoint: string, parameters: Readonly<Record<string, string>>): string =>
  `${endpoint}/?${new URLSearchParams({ ...parameters, Version: "2010-03-31" }).toString()}`;

/** It looks like AWS's, but there is no certificate to verify it with. */
function signatureOf(notification: TopicNotification): string {
  const { messageId, topicArn, message, sentMs } = notification;
  return createHash("sha512")
    .update([messageId, topicArn, message, sentMs].join("\n"))
    .digest("base64");
}

const timeOf = ({ sentMs }: TopicNotification): string => new Date(sentMs).toISOString();
const certificatePath = "/_lambdeck/sns/SimpleNotificationService.pem";

/** What queues and HTTP addresses get (SNS developer guide, "HTTP/HTTPS notification JSON format"). */
export function envelope(
  notification: TopicNotification,
  subscription: Subscription,
  endpoint: string,
): string {
  const { messageId, topicArn, subject, attributes, sequenceNumber } = notification;
  return JSON.stringify(
    {
      Type: "Notification",
      MessageId: messageId,
      ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
      TopicArn: topicArn,
      ...(subject !== undefined && { Subject: subject }),
      Message: textFor(notification, subscription.protocol),
      Timestamp: timeOf(notification),
      SignatureVersion: "1",
      Signature: signatureOf(notification),
      SigningCertURL: endpoint + certificatePath,
      UnsubscribeURL: actionUrl(endpoint, {
        Action: "Unsubscribe",
        SubscriptionArn: subscription.arn,
      }),
      ...(Object.keys(attributes).length > 0 && {
        MessageAttributes: describeAttributes(attributes),
      }),
    },
    null,
    2,
  );
}

/** What asks an address whether it wants the messages of a topic, or tells it that it gets none any more. */
export function confirmation(
  type: "SubscriptionConfirmation" | "UnsubscribeConfirmation",
  subscription: Subscription,
  token: string,
  { messageId, sentMs, endpoint }: { messageId: string; sentMs: number; endpoint: string },
): string {
  const { topicArn } = subscription;
  const message =
    type === "SubscriptionConfirmation"
      ? `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`
      : `You have chosen to deactivate subscription ${subscription.arn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`;
  const notification = { messageId, topicArn, message, sentMs, attributes: {} };
  return JSON.stringify(
    {
      Type: type,
      MessageId: messageId,
      Token: token,
      TopicArn: topicArn,
      Message: message,
      SubscribeURL: actionUrl(endpoint, {
        Action: "ConfirmSubscription",
        TopicArn: topicArn,
        Token: token,
      }),
      Timestamp: new Date(sentMs).toISOString(),
      SignatureVersion: "1",
      Signature: signatureOf(notification),
      SigningCertURL: endpoint + certificatePath,
    },
    null,
    2,
  );
}

/** The event of a function (Lambda developer guide, "Using AWS Lambda with Amazon SNS"). */
export function functionEvent(
  notification: TopicNotification,
  subscription: Subscription,
  endpoint: string,
): object {
  const { messageId, topicArn, subject, attributes } = notification;
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscription.arn,
        Sns: {
          SignatureVersion: "1",
          Timestamp: timeOf(notification),
          Signature: signatureOf(notification),
          SigningCertUrl: endpoint + certificatePath,
          MessageId: messageId,
          Message: textFor(notification, "lambda"),
          MessageAttributes: describeAttributes(attributes),
          Type: "Notification",
          UnsubscribeUrl: actionUrl(endpoint, {
            Action: "Unsubscribe",
            SubscriptionArn: subscription.arn,
          }),
          TopicArn: topicArn,
          Subject: subject ?? null,
        },
      },
    ],
  };
}
