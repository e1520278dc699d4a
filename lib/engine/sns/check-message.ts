import type { PublishInput } from "@aws-sdk/client-sns";
import type { MessageAttribute } from "../sqs/message.ts";
import { messageBytes } from "../sqs/message.ts";
import { invalidParameter, invalidValue } from "./errors.ts";
import type { Topic } from "./topic.ts";

const largestBytes = 262_144;
const longestSubject = 100;

type Input = Pick<
  PublishInput,
  | "Message"
  | "Subject"
  | "MessageStructure"
  | "MessageAttributes"
  | "MessageDeduplicationId"
  | "MessageGroupId"
>;

/** A message as SNS takes it. */
export interface CheckedMessage {
  message: string;
  messages?: Record<string, string>;
  subject?: string;
  attributes: Record<string, MessageAttribute>;
  groupId?: string;
  deduplicationId?: string;
  bytes: number;
}

/** Checks what is to be published, in SNS's order and words. */
export function checkMessage(input: Input, topic: Topic | undefined): CheckedMessage {
  const { Message: text = "", Subject: subject, MessageGroupId: groupId } = input;
  const { MessageDeduplicationId: deduplicationId } = input;
  if (subject !== undefined && !isSubject(subject)) throw invalidParameter("Subject");
  if (text === "") throw invalidParameter("Empty message");
  const attributes = checkAttributes(input.MessageAttributes ?? {});
  const bytes = messageBytes({ body: text, messageAttributes: attributes });
  if (bytes > largestBytes) throw invalidParameter("Message too long");
  if (topic) checkFifo(topic, groupId, deduplicationId);
  const structure = input.MessageStructure;
  if (structure !== undefined && structure !== "json")
    throw invalidParameter(`MessageStructure Reason: ${structure} is not json`);
  const messages = structure === "json" ? readStructure(text) : undefined;
  return {
    message: messages ? (messages.default ?? "") : text,
    ...(messages && { messages }),
    ...(subject !== undefined && { subject }),
    attributes,
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
    bytes,
  };
}

/** Printable, on one line, and not beginning with a space or a control character. */
function isSubject(subject: string): boolean {
  return subject.length > 0 && subject.length <= longestSubject && /^\P{C}+$/u.test(subject);
}

function checkFifo(
  topic: Topic,
  groupId: string | undefined,
  deduplicationId: string | undefined,
): void {
  if (!topic.isFifo) {
    if (deduplicationId !== undefined)
      throw invalidParameter(
        "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
      );
    return;
  }
  if (groupId === undefined)
    throw invalidParameter("The MessageGroupId parameter is required for FIFO topics");
  if (deduplicationId === undefined && topic.attributes.ContentBasedDeduplication !== "true")
    throw invalidParameter(
      "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
}

/** The texts by protocol; what is no text is left out. */
function readStructure(text: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalidParameter("Message Structure - JSON message body failed to parse");
  }
  const texts = Object.fromEntries(
    Object.entries((parsed ?? {}) as object).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
  if (texts.default === undefined)
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  return texts;
}

function checkAttributes(
  given: NonNullable<Input["MessageAttributes"]>,
): Record<string, MessageAttribute> {
  return Object.fromEntries(
    Object.entries(given).map(([name, { DataType: type = "", StringValue, BinaryValue }]) => {
      checkName(name);
      const kind = /^(String|Number|Binary)(\..+)?$/.exec(type)?.[1];
      if (kind === undefined)
        throw invalidValue(
          `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
        );
      const empty = `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`;
      if (StringValue === undefined && BinaryValue === undefined) throw invalidValue(empty);
      const field = kind === "Binary" ? "Binary" : "String";
      const value = field === "Binary" ? BinaryValue : StringValue;
      if (value === undefined)
        throw invalidValue(
          `The message attribute '${name}' with type '${type}' must use field '${field}'.`,
        );
      if (value.length === 0) throw invalidValue(empty);
      if (kind === "Number" && !Number.isFinite(Number(StringValue)))
        throw invalidValue(`Could not cast message attribute '${name}' value to number.`);
      return [
        name,
        {
          DataType: type,
          ...(typeof value === "string" ? { StringValue: value } : { BinaryValue: value }),
        },
      ];
    }),
  );
}

function checkName(name: string): void {
  if (name.length > 256)
    throw invalidValue("Length of message attribute name must be less than 256 bytes.");
  if (name.startsWith("."))
    throw invalidValue("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith("."))
    throw invalidValue("Invalid message attribute name ending with character '.' was found.");
  const odd = /[^a-zA-Z0-9_.-]/u.exec(name)?.[0];
  if (odd !== undefined)
    throw invalidValue(
      `Invalid non-alphanumeric character '#x${(odd.codePointAt(0) ?? 0).toString(16).toUpperCase()}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  if (name.includes(".."))
    throw invalidValue("Message attribute name can not have successive '.' character.");
}
