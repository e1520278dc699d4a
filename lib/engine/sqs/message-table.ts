import { randomUUID } from "node:crypto";
import type { EngineDatabase } from "../store/database.ts";
import {
  decodeAttributes,
  encodeAttributes,
  type OutgoingMessage,
  type ReceivedMessage,
} from "./message.ts";

/** One row: a message in one queue. Times are milliseconds since the epoch. */
export interface MessageRow {
  sequence: number;
  queue_id: number;
  message_id: string;
  body: string;
  system_attributes: string;
  message_attributes: string;
  group_id: string | null;
  deduplication_id: string | null;
  sent_ms: number;
  visible_ms: number;
  first_received_ms: number | null;
  /** Receives in all queues it has been in: ApproximateReceiveCount. */
  receive_count: number;
  /** Receives in this queue: what maxReceiveCount limits, and what makes a receipt handle the newest. */
  receives_here: number;
}

export interface MessageCounts {
  visible: number;
  inFlight: number;
  delayed: number;
  oldestSentMs: number | null;
}

const schema = `
CREATE TABLE IF NOT EXISTS sqs_messages (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  queue_id INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  body TEXT NOT NULL,
  system_attributes TEXT NOT NULL,
  message_attributes TEXT NOT NULL,
  group_id TEXT,
  deduplication_id TEXT,
  sent_ms INTEGER NOT NULL,
  visible_ms INTEGER NOT NULL,
  first_received_ms INTEGER,
  receive_count INTEGER NOT NULL,
  receives_here INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS sqs_messages_by_visibility ON sqs_messages (queue_id, visible_ms);
CREATE INDEX IF NOT EXISTS sqs_messages_by_age ON sqs_messages (queue_id, sent_ms);
CREATE INDEX IF NOT EXISTS sqs_messages_in_order ON sqs_messages (queue_id) WHERE group_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS sqs_messages_by_group ON sqs_messages (queue_id, group_id, visible_ms)
  WHERE group_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS sqs_messages_in_group ON sqs_messages (queue_id, group_id)
  WHERE group_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS sqs_deduplication (
  queue_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  message_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL,
  PRIMARY KEY (queue_id, key)
);
CREATE INDEX IF NOT EXISTS sqs_deduplication_by_age ON sqs_deduplication (queue_id, expires_ms);`;

const columns =
  "queue_id, message_id, body, system_attributes, message_attributes, group_id, deduplication_id, " +
  "sent_ms, visible_ms, first_received_ms, receive_count, receives_here";

// A group waits while one of its messages is in flight, or while an earlier one is still delayed.
const groupIsFree = `NOT EXISTS (SELECT 1 FROM sqs_messages AS other
  WHERE other.queue_id = message.queue_id AND other.group_id = message.group_id
    AND other.visible_ms > @nowMs
    AND (other.receives_here > 0 OR other.sequence < message.sequence))`;

/** The messages of all queues in SQLite: rows and SQL only, no rules. */
export class MessageTable {
  private readonly statements;

  constructor(private readonly database: EngineDatabase) {
    database.exec(schema);
    const insert = `INSERT INTO sqs_messages (${columns}) VALUES`;
    this.statements = {
      insert: database.prepare(
        `${insert} (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, 0) RETURNING sequence`,
      ),
      copy: database.prepare(
        `INSERT INTO sqs_messages (${columns})
         SELECT @queueId, message_id, body, @systemAttributes, message_attributes, group_id,
           deduplication_id, @sentMs, @nowMs, NULL, receive_count, 0
         FROM sqs_messages WHERE sequence = @sequence`,
      ),
      get: database.prepare("SELECT * FROM sqs_messages WHERE sequence = ?"),
      visible: database.prepare(
        `SELECT * FROM sqs_messages WHERE queue_id = ? AND visible_ms <= ? ORDER BY visible_ms, sequence LIMIT ?`,
      ),
      firstFree: database.prepare(
        `SELECT group_id FROM sqs_messages AS message
         WHERE queue_id = @queueId AND group_id IS NOT NULL AND visible_ms <= @nowMs AND ${groupIsFree}
         ORDER BY sequence LIMIT 1`,
      ),
      group: database.prepare(
        `SELECT * FROM sqs_messages WHERE queue_id = @queueId AND group_id = @groupId
         ORDER BY sequence LIMIT @max`,
      ),
      received: database.prepare(
        `UPDATE sqs_messages SET visible_ms = ?, first_received_ms = coalesce(first_received_ms, ?),
           receive_count = receive_count + 1, receives_here = receives_here + 1
         WHERE sequence = ? RETURNING *`,
      ),
      setVisible: database.prepare("UPDATE sqs_messages SET visible_ms = ? WHERE sequence = ?"),
      delete: database.prepare("DELETE FROM sqs_messages WHERE sequence = ?"),
      expire: database.prepare("DELETE FROM sqs_messages WHERE queue_id = ? AND sent_ms <= ?"),
      nextVisible: database.prepare(
        "SELECT min(visible_ms) AS ms FROM sqs_messages WHERE queue_id = ? AND visible_ms > ?",
      ),
      counts: database.prepare(
        `SELECT coalesce(sum(visible_ms <= @nowMs), 0) AS visible,
           coalesce(sum(visible_ms > @nowMs AND receives_here > 0), 0) AS inFlight,
           coalesce(sum(visible_ms > @nowMs AND receives_here = 0), 0) AS delayed,
           min(sent_ms) AS oldestSentMs
         FROM sqs_messages WHERE queue_id = @queueId`,
      ),
      clear: database.prepare("DELETE FROM sqs_messages WHERE queue_id = ?"),
      forgetDuplicates: database.prepare("DELETE FROM sqs_deduplication WHERE queue_id = ?"),
      duplicate: database.prepare(
        `SELECT message_id AS messageId, sequence FROM sqs_deduplication
         WHERE queue_id = ? AND key = ? AND expires_ms > ?`,
      ),
      remember: database.prepare("INSERT OR REPLACE INTO sqs_deduplication VALUES (?, ?, ?, ?, ?)"),
      expireDuplicates: database.prepare(
        "DELETE FROM sqs_deduplication WHERE queue_id = ? AND expires_ms <= ?",
      ),
    };
  }

  /** Runs `work` so that either all of its writes last or none. */
  atomically<T>(work: () => T): T {
    return this.database.transaction(work)();
  }

  insert(
    queueId: number,
    message: OutgoingMessage,
    sentMs: number,
    visibleMs: number,
  ): { sequence: number; messageId: string } {
    const messageId = randomUUID();
    const { sequence } = this.statements.insert.get(
      queueId,
      messageId,
      message.body,
      JSON.stringify(message.attributes ?? {}),
      encodeAttributes(message.messageAttributes ?? {}),
      message.messageGroupId ?? null,
      message.messageDeduplicationId ?? null,
      sentMs,
      visibleMs,
    ) as { sequence: number };
    return { sequence, messageId };
  }

  /** Moves a message to another queue, where it is visible at once, with these system attributes. */
  move(
    row: MessageRow,
    queueId: number,
    attributes: Readonly<Record<string, string>>,
    sentMs: number,
    nowMs: number,
  ): void {
    const systemAttributes = JSON.stringify(attributes);
    this.statements.copy.run({ queueId, systemAttributes, sentMs, nowMs, sequence: row.sequence });
    this.statements.delete.run(row.sequence);
  }

  get(sequence: number): MessageRow | undefined {
    return this.statements.get.get(sequence) as MessageRow | undefined;
  }

  /** Receivable messages of a standard queue, the longest visible first. */
  visible(queueId: number, nowMs: number, max: number): MessageRow[] {
    return this.statements.visible.all(queueId, nowMs, max) as MessageRow[];
  }

  /** Receivable messages of the FIFO group whose turn it is, in order; empty when every group waits. */
  nextOfGroup(queueId: number, nowMs: number, max: number): MessageRow[] {
    const first = this.statements.firstFree.get({ queueId, nowMs }) as
      | { group_id: string }
      | undefined;
    if (!first) return [];
    const rows = this.statements.group.all({
      queueId,
      groupId: first.group_id,
      max,
    }) as MessageRow[];
    const hidden = rows.findIndex((row) => row.visible_ms > nowMs);
    return hidden < 0 ? rows : rows.slice(0, hidden);
  }

  markReceived(sequence: number, nowMs: number, visibleMs: number): MessageRow {
    return this.statements.received.get(visibleMs, nowMs, sequence) as MessageRow;
  }

  setVisible(sequence: number, visibleMs: number): void {
    this.statements.setVisible.run(visibleMs, sequence);
  }

  delete(sequence: number): void {
    this.statements.delete.run(sequence);
  }

  /** Drops the messages of a queue that were sent at `sentMs` or before. */
  expire(queueId: number, sentMs: number): void {
    this.statements.expire.run(queueId, sentMs);
  }

  /** When the next hidden message of a queue shows, or null. */
  nextVisibleMs(queueId: number, nowMs: number): number | null {
    return (this.statements.nextVisible.get(queueId, nowMs) as { ms: number | null }).ms;
  }

  counts(queueId: number, nowMs: number): MessageCounts {
    const row = this.statements.counts.get({ queueId, nowMs }) as MessageCounts;
    const { visible, inFlight, delayed, oldestSentMs } = row;
    return { visible, inFlight, delayed, oldestSentMs };
  }

  clear(queueId: number): void {
    this.statements.clear.run(queueId);
  }

  forgetDuplicates(queueId: number): void {
    this.statements.forgetDuplicates.run(queueId);
  }

  findDuplicate(
    queueId: number,
    key: string,
    nowMs: number,
  ): { messageId: string; sequence: number } | undefined {
    return this.statements.duplicate.get(queueId, key, nowMs) as
      | { messageId: string; sequence: number }
      | undefined;
  }

  rememberForDeduplication(
    queueId: number,
    key: string,
    sent: { messageId: string; sequence: number },
    nowMs: number,
    expiresMs: number,
  ): void {
    this.statements.expireDuplicates.run(queueId, nowMs);
    this.statements.remember.run(queueId, key, sent.messageId, sent.sequence, expiresMs);
  }
}

/** FIFO sequence numbers are 20 digits and only grow. */
export function sequenceNumber(sequence: number): string {
  return String(18_849_496_460_467_696_128n + BigInt(sequence) * 256n);
}

/** A row as a receiver sees it, just after markReceived. */
export function receivedMessage(row: MessageRow, receiptHandle: string): ReceivedMessage {
  const attributes: Record<string, string> = {
    ...(JSON.parse(row.system_attributes) as Record<string, string>),
    SentTimestamp: String(row.sent_ms),
    ApproximateReceiveCount: String(row.receive_count),
    ApproximateFirstReceiveTimestamp: String(row.first_received_ms),
  };
  if (row.group_id !== null) attributes.MessageGroupId = row.group_id;
  if (row.deduplication_id !== null) {
    attributes.MessageDeduplicationId = row.deduplication_id;
    attributes.SequenceNumber = sequenceNumber(row.sequence);
  }
  return {
    messageId: row.message_id,
    receiptHandle,
    body: row.body,
    attributes,
    messageAttributes: decodeAttributes(row.message_attributes),
  };
}
