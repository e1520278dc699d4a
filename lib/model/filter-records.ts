import { textOfBase64 } from "./base64";
import type { PatternLanguage } from "./filter-rules";

/** One of the things that a pattern judges, taken out of an event as the function gets it. */
export interface FilterRecord {
  /** What it is known by: a message's id, an object's key. */
  name: string;
  /** As the pattern sees it. */
  record: unknown;
}

/**
 * The records of an event as a pattern sees them: data is not base64 any more, a topic's message is its attributes or
 * its body. An event of another kind is judged as it is.
 */
export function filterRecords(event: unknown, language: PatternLanguage): FilterRecord[] {
  if (language === "rule" || !isObject(event)) return [{ name: "event", record: event }];
  const records = Object.values(recordLists(event)).flat().filter(isObject);
  if (records.length === 0) return [{ name: "event", record: event }];
  return records.map((record) =>
    language === "mapping" ? mappingRecord(record) : topicRecord(record, language),
  );
}

/** Kafka's and Amazon MQ's records stand in lists by topic or queue. */
function recordLists(event: Record<string, unknown>): Record<string, unknown[]> {
  const { Records, records, messages, events, rmqMessagesByQueue } = event;
  const lists = {
    Records,
    messages,
    events,
    ...(isObject(records) && records),
    ...(isObject(rmqMessagesByQueue) && rmqMessagesByQueue),
  };
  return Object.fromEntries(
    Object.entries(lists).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1])),
  );
}

function mappingRecord(record: Record<string, unknown>): FilterRecord {
  const { kinesis, messageId, messageID, eventID, offset } = record;
  const name = [messageId, messageID, eventID, offset].find((one) => one !== undefined);
  const { data, ...rest } = isObject(kinesis) ? { ...record, ...kinesis } : record;
  const { value } = record;
  return {
    name: String(name ?? "record"),
    record: {
      ...rest,
      ...(data !== undefined && { data: plain(data) }),
      ...(value !== undefined && { value: plain(value) }),
    },
  };
}

function topicRecord(
  record: Record<string, unknown>,
  language: "attributes" | "body",
): FilterRecord {
  const { MessageId, MessageAttributes, Message } = isObject(record.Sns) ? record.Sns : record;
  const name = String(MessageId ?? "message");
  if (language === "body") return { name, record: parsed(String(Message ?? "")) };
  const attributes = Object.entries(isObject(MessageAttributes) ? MessageAttributes : {});
  return {
    name,
    record: Object.fromEntries(attributes.map(([key, value]) => [key, attributeValue(value)])),
  };
}

/** `{"Type": "Number", "Value": "3"}`; lists are JSON. */
function attributeValue(attribute: unknown): unknown {
  if (!isObject(attribute)) return attribute;
  const { Type, Value } = attribute;
  return Type === "Number" || Type === "String.Array" ? parsed(String(Value)) : Value;
}

function plain(data: unknown): unknown {
  return typeof data === "string" ? (textOfBase64(data) ?? data) : data;
}

/** JSON, or undefined: a message that is none has no properties. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
