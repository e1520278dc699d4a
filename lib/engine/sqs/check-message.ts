import type { MessageAttributeValue, SendMessageRequest } from "@aws-sdk/client-sqs";
import { ServiceError } from "../http/service.ts";
import { messageBytes, type MessageAttribute, type OutgoingMessage } from "./message.ts";
import { invalidParameterValue, numericAttribute, settledAttributes, type Queue } from "./queue.ts";

type Attributes = Readonly<Record<string, MessageAttributeValue>> | undefined;

/** The characters XML 1.0 allows; a lone surrogate is not one of them. */
const validCharacters = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const invalidCharacters =
  "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF";

/** What one send says; a batch entry has the same members. */
export type SendInput = Omit<SendMessageRequest, "QueueUrl">;

export function missingParameter(name: string): ServiceError {
  return new ServiceError(
    "MissingParameter",
    `The request must contain the parameter ${name}.`,
    400,
  );
}

/** Turns a send into a message the store may keep, after every check AWS makes, in AWS's words. */
export function checkMessage(input: SendInput, queue: Queue, senderId: string): OutgoingMessage {
  const body = input.MessageBody;
  if (!body) throw missingParameter("MessageBody");
  if (!validCharacters.test(body))
    throw new ServiceError("InvalidMessageContents", invalidCharacters);
  const message: OutgoingMessage = {
    body,
    messageAttributes: checkAttributes(input.MessageAttributes),
    attributes: { SenderId: senderId, ...systemAttributes(input.MessageSystemAttributes) },
    ...checkQueueType(input, queue),
  };
  const maximumBytes = numericAttribute(queue, "MaximumMessageSize");
  if (messageBytes(message) > maximumBytes)
    throw invalidParameterValue(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximumBytes} bytes.`,
    );
  return message;
}

/** Delay, group and deduplication id, which mean different things on the two types of queue. */
function checkQueueType(
  input: SendInput,
  queue: Queue,
): Pick<OutgoingMessage, "delaySeconds" | "messageGroupId" | "messageDeduplicationId"> {
  const { DelaySeconds, MessageGroupId, MessageDeduplicationId } = input;
  checkFifoId("MessageDeduplicationId", MessageDeduplicationId);
  checkFifoId("MessageGroupId", MessageGroupId);
  if (!queue.fifo) {
    if (MessageDeduplicationId !== undefined)
      throw invalidParameterValue(
        `Value ${MessageDeduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.`,
      );
    if (DelaySeconds !== undefined && (DelaySeconds < 0 || DelaySeconds > 900))
      throw invalidParameterValue(
        `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
      );
    return { delaySeconds: DelaySeconds, messageGroupId: MessageGroupId };
  }
  if (DelaySeconds)
    throw invalidParameterValue(
      `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  if (MessageGroupId === undefined) throw missingParameter("MessageGroupId");
  requireDeduplication(input, queue);
  return { messageGroupId: MessageGroupId, messageDeduplicationId: MessageDeduplicationId };
}

export function requireDeduplication(input: SendInput, queue: Queue): void {
  if (
    input.MessageDeduplicationId === undefined &&
    settledAttributes(queue).ContentBasedDeduplication !== "true"
  )
    throw invalidParameterValue(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
}

function checkFifoId(name: string, id: string | undefined): void {
  if (id === undefined || /^[A-Za-z0-9!-/:-@[-`{-~]{1,128}$/.test(id)) return;
  throw invalidParameterValue(
    `Value ${id} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function systemAttributes(attributes: Attributes): Record<string, string> {
  const entries = Object.entries(checkAttributes(attributes));
  for (const [name, { DataType, StringValue }] of entries)
    if (name !== "AWSTraceHeader" || DataType !== "String" || StringValue === undefined)
      throw invalidParameterValue(
        `Message system attribute '${name}' is invalid. The only one supported is AWSTraceHeader, of type String.`,
      );
  return Object.fromEntries(entries.map(([name, { StringValue }]) => [name, StringValue ?? ""]));
}

/** At most ten well-named attributes, each with a type and one value that is not empty. */
function checkAttributes(attributes: Attributes): Record<string, MessageAttribute> {
  const entries = Object.entries(attributes ?? {});
  if (entries.length > 10)
    throw invalidParameterValue(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [10].`,
    );
  return Object.fromEntries(entries.map(([name, value]) => [name, checkAttribute(name, value)]));
}

function checkAttribute(name: string, value: MessageAttributeValue): MessageAttribute {
  if (
    !/^[A-Za-z0-9_.-]{1,256}$/.test(name) ||
    /^(aws|amazon)\./i.test(name) ||
    /^\.|\.$|\.\./.test(name)
  )
    throw invalidParameterValue(
      `Message (user) attribute name '${name}' is invalid: 1 to 256 letters, digits, hyphens, underscores and single periods, not starting with AWS. or Amazon.`,
    );
  if (value.StringListValues?.length || value.BinaryListValues?.length)
    throw new ServiceError(
      "UnsupportedOperation",
      "Message attribute list values in SendMessage operation are not supported.",
      400,
    );
  const { DataType, StringValue, BinaryValue } = value;
  const type = /^(String|Number|Binary)(\..*)?$/.exec(DataType ?? "")?.[1];
  if (!DataType || !type || DataType.length > 256)
    throw invalidParameterValue(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  if (type === "Binary" ? !BinaryValue?.length : !StringValue)
    throw invalidParameterValue(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${type === "Number" ? "String" : type}'.`,
    );
  // "For string data types, the Value attribute has the same restrictions on the content as the message body" (API
  // reference, MessageAttributeValue).
  if (type !== "Binary" && !validCharacters.test(StringValue ?? ""))
    throw invalidParameterValue(invalidCharacters);
  if (type === "Number" && !Number.isFinite(Number(StringValue)))
    throw invalidParameterValue(
      `Can't cast the value of message (user) attribute '${name}' to a number.`,
    );
  return type === "Binary" ? { DataType, BinaryValue } : { DataType, StringValue };
}
