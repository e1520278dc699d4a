import {
  md5,
  md5OfAttributes,
  type MessageAttribute,
  type ReceivedMessage,
} from "../sqs/message.ts";

/** One record of the event a function gets for a queue, member by member as AWS sends it. */
export interface QueueEventRecord {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes: Record<string, string>;
  messageAttributes: Record<string, object>;
  md5OfMessageAttributes: string | null;
  md5OfBody: string;
  eventSource: "aws:sqs";
  eventSourceARN: string;
  awsRegion: string;
}

export function queueEventRecord(
  message: ReceivedMessage,
  source: { queueArn: string; region: string },
): QueueEventRecord {
  const attributes = Object.entries(message.messageAttributes);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: Object.fromEntries(attributes.map(([name, value]) => [name, plain(value)])),
    md5OfMessageAttributes: md5OfAttributes(message.messageAttributes) ?? null,
    md5OfBody: md5(message.body),
    eventSource: "aws:sqs",
    eventSourceARN: source.queueArn,
    awsRegion: source.region,
  };
}

function plain({ DataType, StringValue, BinaryValue }: MessageAttribute): object {
  const value = BinaryValue
    ? { binaryValue: Buffer.from(BinaryValue).toString("base64") }
    : { stringValue: StringValue };
  return { ...value, stringListValues: [], binaryListValues: [], dataType: DataType };
}
