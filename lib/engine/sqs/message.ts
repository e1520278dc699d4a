import { createHash } from "node:crypto";

/** A message attribute as the API knows it: String, Number or Binary, with an optional `.label`. */
export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: Uint8Array;
}

/** What a sender gives. `attributes` are system attributes: AWSTraceHeader, SenderId. */
export interface OutgoingMessage {
  body: string;
  attributes?: Readonly<Record<string, string>>;
  messageAttributes?: Readonly<Record<string, MessageAttribute>>;
  delaySeconds?: number;
  messageGroupId?: string;
  messageDeduplicationId?: string;
}

export interface SentMessage {
  messageId: string;
  md5OfBody: string;
  md5OfMessageAttributes?: string;
  sequenceNumber?: string;
}

/** What a receiver gets; `attributes` are all system attributes under AWS's names. */
export interface ReceivedMessage {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes: Record<string, string>;
  messageAttributes: Record<string, MessageAttribute>;
}

export function md5(text: string): string {
  return createHash("md5").update(text, "utf8").digest("hex");
}

/**
 * MD5 of message attributes as SQS computes it: by name, for each the length-prefixed name and type, one
 * byte for the kind of value (1 text, 2 binary) and the length-prefixed value. Undefined without attributes.
 */
export function md5OfAttributes(
  attributes: Readonly<Record<string, MessageAttribute>> | undefined,
): string | undefined {
  const names = Object.keys(attributes ?? {}).sort();
  if (!attributes || names.length === 0) return undefined;
  const hash = createHash("md5");
  const add = (value: string | Uint8Array) => {
    const bytes = typeof value === "string" ? Buffer.from(value, "utf8") : value;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    add(name);
    add(attribute.DataType);
    hash.update(Buffer.from([attribute.BinaryValue ? 2 : 1]));
    add(attribute.BinaryValue ?? attribute.StringValue ?? "");
  }
  return hash.digest("hex");
}

/** Size of a message as AWS counts it, in bytes: body plus names, types and values of its attributes. */
export function messageBytes(message: OutgoingMessage): number {
  let bytes = Buffer.byteLength(message.body);
  for (const [name, attribute] of Object.entries(message.messageAttributes ?? {}))
    bytes +=
      Buffer.byteLength(name) +
      Buffer.byteLength(attribute.DataType) +
      (attribute.BinaryValue?.length ?? Buffer.byteLength(attribute.StringValue ?? ""));
  return bytes;
}

/** Message attributes as one line of JSON for the database; binary values in base64. */
export function encodeAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string {
  const plain = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    BinaryValue
      ? { DataType, BinaryValue: Buffer.from(BinaryValue).toString("base64") }
      : { DataType, StringValue },
  ]);
  return JSON.stringify(Object.fromEntries(plain));
}

/** The inverse of encodeAttributes. */
export function decodeAttributes(text: string): Record<string, MessageAttribute> {
  const plain = JSON.parse(text) as Record<
    string,
    { DataType: string; StringValue?: string; BinaryValue?: string }
  >;
  return Object.fromEntries(
    Object.entries(plain).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      BinaryValue === undefined
        ? { DataType, StringValue }
        : { DataType, BinaryValue: new Uint8Array(Buffer.from(BinaryValue, "base64")) },
    ]),
  );
}
