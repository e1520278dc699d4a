import * as z from "zod/mini";
import { asText } from "../json-place";
import {
  arn,
  bool,
  digits,
  exactly,
  hex,
  int,
  list,
  message,
  obj,
  oneOf,
  only,
  opt,
  orNull,
  region,
  type Shape,
  type SourceShape,
  str,
  time,
  url,
} from "./shape";

const sqsAttribute = obj({
  stringValue: opt(str),
  binaryValue: opt(str),
  stringListValues: opt(list(str)),
  binaryListValues: opt(list(str)),
  dataType: str.check(
    z.regex(/^(String|Number|Binary)(\..+)?$/, { error: "String, Number or Binary" }),
  ),
});

const sqs = (isFifo: boolean) => (carried?: Shape) =>
  obj({
    Records: list(
      obj({
        messageId: str,
        receiptHandle: str,
        body: message(asText, carried),
        attributes: obj({
          ApproximateReceiveCount: digits,
          SentTimestamp: digits,
          SenderId: str,
          ApproximateFirstReceiveTimestamp: digits,
          AWSTraceHeader: opt(str),
          DeadLetterQueueSourceArn: opt(arn),
          MessageGroupId: isFifo ? str : opt(str),
          ...(isFifo && { SequenceNumber: digits, MessageDeduplicationId: str }),
        }),
        messageAttributes: z.record(str, sqsAttribute),
        md5OfBody: hex.check(z.length(32, { error: "an MD5 of 32 digits" })),
        md5OfMessageAttributes: opt(hex),
        eventSource: exactly("aws:sqs"),
        eventSourceARN: arn.check(
          z.regex(isFifo ? /\.fifo$/ : /(?<!\.fifo)$/, {
            error: isFifo ? "the ARN of a FIFO queue, which ends in .fifo" : "the ARN of a queue",
          }),
        ),
        awsRegion: region,
      }),
    ).check(z.minLength(1, { error: "at least one message" })),
  });

const notification = (carried: Shape | undefined, more: Record<string, Shape>) => ({
  Type: exactly("Notification"),
  MessageId: str,
  TopicArn: arn,
  Subject: opt(orNull(str)),
  Message: message(asText, carried),
  Timestamp: time,
  SignatureVersion: oneOf(["1", "2"]),
  Signature: str,
  ...more,
});

const notificationAttributes = z.record(
  str,
  obj({ Type: oneOf(["String", "String.Array", "Number", "Binary"]), Value: str }),
);

const mailVerdict = obj({
  status: oneOf(["PASS", "FAIL", "GRAY", "PROCESSING_FAILED", "DISABLED"]),
});

export const messageShapes: Record<string, SourceShape> = {
  sqs: { called: sqs(false) },
  "sqs-fifo": { called: sqs(true) },
  sns: {
    called: (carried) =>
      obj({
        Records: list(
          obj({
            EventSource: exactly("aws:sns"),
            EventVersion: exactly("1.0"),
            EventSubscriptionArn: arn,
            Sns: obj(
              notification(carried, {
                SigningCertUrl: url,
                UnsubscribeUrl: url,
                MessageAttributes: notificationAttributes,
              }),
            ),
          }),
        ),
      }),
    passedOn: (carried) =>
      obj(
        notification(carried, {
          SigningCertURL: url,
          UnsubscribeURL: url,
          MessageAttributes: opt(notificationAttributes),
        }),
      ),
  },
  ses: only(
    obj({
      Records: list(
        obj({
          eventSource: exactly("aws:ses"),
          eventVersion: exactly("1.0"),
          ses: obj({
            mail: obj({
              timestamp: time,
              source: str,
              messageId: str,
              destination: list(str),
              headersTruncated: bool,
              headers: list(obj({ name: str, value: str })),
              commonHeaders: obj({
                returnPath: opt(str),
                from: list(str),
                date: opt(str),
                to: opt(list(str)),
                cc: opt(list(str)),
                messageId: opt(str),
                subject: opt(str),
              }),
            }),
            receipt: obj({
              timestamp: time,
              processingTimeMillis: int,
              recipients: list(str),
              spamVerdict: mailVerdict,
              virusVerdict: mailVerdict,
              spfVerdict: mailVerdict,
              dkimVerdict: mailVerdict,
              dmarcVerdict: opt(mailVerdict),
              dmarcPolicy: opt(str),
              action: obj({
                type: exactly("Lambda"),
                invocationType: oneOf(["Event", "RequestResponse"]),
                functionArn: arn,
              }),
            }),
          }),
        }),
      ),
    }),
  ),
  workmail: only(
    obj({
      summaryVersion: exactly("2019-07-28"),
      envelope: obj({ mailFrom: obj({ address: str }), recipients: list(obj({ address: str })) }),
      sender: orNull(obj({ address: str })),
      subject: str,
      messageId: str,
      invocationId: str,
      flowDirection: oneOf(["INBOUND", "OUTBOUND"]),
      truncated: bool,
      organizationId: opt(str),
    }),
  ),
};
