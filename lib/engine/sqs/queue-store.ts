import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DeadLetters } from "./dead-letters.ts";
import {
  md5,
  md5OfAttributes,
  type OutgoingMessage,
  type ReceivedMessage,
  type SentMessage,
} from "./message.ts";
import {
  MessageTable,
  receivedMessage,
  sequenceNumber,
  type MessageCounts,
  type MessageRow,
} from "./message-table.ts";
import {
  invalidParameterValue,
  numericAttribute,
  queueDoesNotExist,
  settledAttributes,
  type Queue,
} from "./queue.ts";
import { QueueTable } from "./queue-table.ts";
import { QueueWakeups } from "./queue-wakeups.ts";
import { decodeReceiptHandle, encodeReceiptHandle } from "./receipt-handle.ts";

/** What happened in a queue, for its metrics. `bytes` counts message bodies. */
export interface QueueActivity {
  kind: "sent" | "received" | "deleted" | "emptyReceive";
  count: number;
  bytes?: number;
}

const deduplicationMs = 5 * 60_000;

/**
 * Queues and their messages: SQS's rules for sending, receiving, hiding and redriving. Synchronous; what a
 * call has returned is on disk. Input is taken as valid: the operations check it first.
 */
export class QueueStore {
  readonly queues: QueueTable;
  readonly deadLetters: DeadLetters;
  private readonly messages: MessageTable;
  private readonly wakeups: QueueWakeups;
  private readonly observers = new Set<(queue: Queue, activity: QueueActivity) => void>();

  constructor(
    database: EngineDatabase,
    private readonly clock: Clock,
  ) {
    this.queues = new QueueTable(database);
    this.messages = new MessageTable(database);
    this.wakeups = new QueueWakeups(clock, (arn) => {
      const queue = this.queues.byArn(arn);
      return queue ? this.messages.nextVisibleMs(queue.id, clock.now()) : null;
    });
    const wake = (arn: string) => this.wakeups.wake(arn);
    this.deadLetters = new DeadLetters(this.queues, this.messages, wake);
  }

  byArn(arn: string): Queue | undefined {
    return this.queues.byArn(arn);
  }

  /** Throws QueueDoesNotExist. */
  require(arn: string): Queue {
    const queue = this.queues.byArn(arn);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  /** Deletes the queue and everything in it. */
  deleteQueue(arn: string): void {
    const queue = this.require(arn);
    this.messages.atomically(() => {
      this.messages.clear(queue.id);
      this.messages.forgetDuplicates(queue.id);
      this.queues.delete(queue, this.clock.now());
    });
    this.wakeups.wake(arn);
  }

  /** Drops every message, also those in flight. */
  purge(arn: string): void {
    const queue = this.require(arn);
    this.messages.atomically(() => {
      this.messages.clear(queue.id);
      queue.purgedMs = this.clock.now();
      this.queues.update(queue);
    });
    this.wakeups.plan(arn);
  }

  /** Stores a message. A duplicate within five minutes on a FIFO queue is answered but not stored again. */
  send(queueArn: string, message: OutgoingMessage): SentMessage {
    const queue = this.require(queueArn);
    const nowMs = this.clock.now();
    const answer = (sent: { messageId: string; sequence: number }): SentMessage => ({
      messageId: sent.messageId,
      md5OfBody: md5(message.body),
      md5OfMessageAttributes: md5OfAttributes(message.messageAttributes),
      sequenceNumber: queue.fifo ? sequenceNumber(sent.sequence) : undefined,
    });
    const delaySeconds = message.delaySeconds ?? numericAttribute(queue, "DelaySeconds");
    const insert = (outgoing: OutgoingMessage) =>
      this.messages.insert(
        queue.id,
        { ...outgoing, attributes: { SenderId: queue.accountId, ...outgoing.attributes } },
        nowMs,
        nowMs + delaySeconds * 1000,
      );
    if (!queue.fifo) {
      const sent = insert(message);
      this.noteSent(queue, message, delaySeconds);
      return answer(sent);
    }
    const messageDeduplicationId =
      message.messageDeduplicationId ?? createHash("sha256").update(message.body).digest("hex");
    const key =
      settledAttributes(queue).DeduplicationScope === "messageGroup"
        ? `${message.messageGroupId}\0${messageDeduplicationId}`
        : messageDeduplicationId;
    const duplicate = this.messages.findDuplicate(queue.id, key, nowMs);
    if (duplicate) return answer(duplicate);
    const sent = this.messages.atomically(() => {
      const inserted = insert({ ...message, messageDeduplicationId });
      const expiresMs = nowMs + deduplicationMs;
      this.messages.rememberForDeduplication(queue.id, key, inserted, nowMs, expiresMs);
      return inserted;
    });
    this.noteSent(queue, message, delaySeconds);
    return answer(sent);
  }

  /**
   * Takes up to `max` messages and hides them. A message that would be received more often than the redrive
   * policy allows moves to the dead-letter queue instead.
   */
  receive(
    queueArn: string,
    options: { max: number; visibilityTimeoutSeconds?: number },
  ): ReceivedMessage[] {
    const queue = this.require(queueArn);
    const nowMs = this.clock.now();
    const timeoutSeconds =
      options.visibilityTimeoutSeconds ?? this.visibilityTimeoutSeconds(queueArn);
    const received = this.messages.atomically(() => {
      this.expire(queue, nowMs);
      const taken: ReceivedMessage[] = [];
      for (;;) {
        const rows = queue.fifo
          ? this.messages.nextOfGroup(queue.id, nowMs, options.max - taken.length)
          : this.messages.visible(queue.id, nowMs, options.max - taken.length);
        for (const row of rows)
          if (!this.deadLetters.divert(queue, row, nowMs))
            taken.push(this.take(queue, row, nowMs, timeoutSeconds));
        // With no time-out a message stays visible: stop, or it would be taken again.
        if (
          rows.length === 0 ||
          taken.length >= options.max ||
          (timeoutSeconds === 0 && taken.length > 0)
        )
          return taken;
      }
    });
    this.wakeups.plan(queueArn);
    this.note(queue, {
      kind: received.length > 0 ? "received" : "emptyReceive",
      count: received.length || 1,
    });
    return received;
  }

  /**
   * Deletes messages by receipt handle; one error or undefined for each. On a standard queue an old handle is
   * accepted and deletes; on a FIFO queue it has expired once the message is visible again.
   */
  deleteMessages(
    queueArn: string,
    receiptHandles: readonly string[],
  ): (ServiceError | undefined)[] {
    const queue = this.require(queueArn);
    let deleted = 0;
    const results = this.messages.atomically(() =>
      receiptHandles.map((handle) => {
        try {
          const row = this.messageOf(queue, handle);
          if (row && queue.fifo && !this.isNewest(row, handle, queue))
            throw invalidParameterValue(
              `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
            );
          if (row) this.messages.delete(row.sequence);
          deleted++;
          return undefined;
        } catch (error) {
          if (error instanceof ServiceError) return error;
          throw error;
        }
      }),
    );
    if (deleted > 0) this.note(queue, { kind: "deleted", count: deleted });
    // A finished message frees its group.
    if (queue.fifo && deleted > 0) this.wakeups.wake(queueArn);
    return results;
  }

  /** Hides a message that is in flight for `seconds` from now; 0 shows it at once. */
  changeVisibility(queueArn: string, receiptHandle: string, seconds: number): void {
    const queue = this.require(queueArn);
    const row = this.messageOf(queue, receiptHandle);
    const nowMs = this.clock.now();
    if (!row || (queue.fifo && !this.isNewest(row, receiptHandle, queue)))
      throw invalidParameterValue(
        `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist ` +
          "or is not available for visibility timeout change.",
      );
    // AWS accepts the call and changes nothing once the message is visible again.
    if (row.visible_ms <= nowMs) return;
    this.messages.setVisible(row.sequence, nowMs + seconds * 1000);
    if (seconds === 0) this.wakeups.wake(queueArn);
    this.wakeups.plan(queueArn);
  }

  /** Calls `wake` whenever there may be something to receive, until the returned function is called. */
  onMessage(queueArn: string, wake: () => void): () => void {
    return this.wakeups.add(queueArn, wake);
  }

  visibilityTimeoutSeconds(queueArn: string): number {
    return numericAttribute(this.require(queueArn), "VisibilityTimeout");
  }

  counts(queueArn: string): MessageCounts {
    const queue = this.require(queueArn);
    this.expire(queue, this.clock.now());
    return this.messages.counts(queue.id, this.clock.now());
  }

  /** Tells of every send, receive and delete; for metrics. */
  onActivity(observer: (queue: Queue, activity: QueueActivity) => void): () => void {
    this.observers.add(observer);
    return () => this.observers.delete(observer);
  }

  close(): void {
    this.wakeups.close();
  }

  private note(queue: Queue, activity: QueueActivity): void {
    for (const observer of this.observers) observer(queue, activity);
  }

  private noteSent(queue: Queue, message: OutgoingMessage, delaySeconds: number): void {
    if (delaySeconds > 0) this.wakeups.plan(queue.arn);
    else this.wakeups.wake(queue.arn);
    this.note(queue, { kind: "sent", count: 1, bytes: Buffer.byteLength(message.body) });
  }

  private expire(queue: Queue, nowMs: number): void {
    const retentionMs = numericAttribute(queue, "MessageRetentionPeriod") * 1000;
    this.messages.expire(queue.id, nowMs - retentionMs);
  }

  private take(
    queue: Queue,
    row: MessageRow,
    nowMs: number,
    timeoutSeconds: number,
  ): ReceivedMessage {
    const taken = this.messages.markReceived(row.sequence, nowMs, nowMs + timeoutSeconds * 1000);
    const handle = encodeReceiptHandle({
      sequence: row.sequence,
      receive: taken.receives_here,
      messageId: row.message_id,
      queueArn: queue.arn,
    });
    return receivedMessage(taken, handle);
  }

  private messageOf(queue: Queue, handle: string): MessageRow | undefined {
    const receipt = decodeReceiptHandle(handle, queue.arn);
    const row = this.messages.get(receipt.sequence);
    return row?.queue_id === queue.id && row.message_id === receipt.messageId ? row : undefined;
  }

  private isNewest(row: MessageRow, handle: string, queue: Queue): boolean {
    const { receive } = decodeReceiptHandle(handle, queue.arn);
    return row.receives_here === receive && row.visible_ms > this.clock.now();
  }
}
