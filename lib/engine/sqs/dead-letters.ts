import type { MessageRow, MessageTable } from "./message-table.ts";
import { queueDoesNotExist, redrivePolicy, type Queue } from "./queue.ts";
import type { QueueTable } from "./queue-table.ts";

/** The way of messages into dead-letter queues and back. */
export class DeadLetters {
  constructor(
    private readonly queues: QueueTable,
    private readonly messages: MessageTable,
    /** Told of every queue that got a message. */
    private readonly wake: (queueArn: string) => void,
  ) {}

  /** Moves a message that was received too often to the dead-letter queue; false when it may be received. */
  divert(queue: Queue, row: MessageRow, nowMs: number): boolean {
    const policy = redrivePolicy(queue);
    if (!policy || row.receives_here < policy.maxReceiveCount) return false;
    const target = this.queues.byArn(policy.deadLetterTargetArn);
    // A message whose dead-letter queue is gone stays in the source queue.
    if (!target) return false;
    const attributes = { ...systemAttributes(row), DeadLetterQueueSourceArn: queue.arn };
    // A standard queue keeps the enqueue time, so a dead letter's retention counts from its first send.
    this.messages.move(row, target.id, attributes, queue.fifo ? nowMs : row.sent_ms, nowMs);
    this.wake(target.arn);
    return true;
  }

  /**
   * Moves up to `max` visible messages of a dead-letter queue to `destinationArn`, or each back to the queue
   * it came from; returns how many moved. Throws QueueDoesNotExist when a queue is gone.
   */
  moveBack(
    sourceArn: string,
    destinationArn: string | undefined,
    max: number,
    nowMs: number,
  ): number {
    const source = this.require(sourceArn);
    const rows = this.messages.visible(source.id, nowMs, max);
    this.messages.atomically(() => {
      for (const row of rows) {
        const { DeadLetterQueueSourceArn, ...attributes } = systemAttributes(row);
        const destination = this.require(destinationArn ?? DeadLetterQueueSourceArn ?? "");
        // A message that is redriven starts a new life: AWS gives it a new enqueue time.
        this.messages.move(row, destination.id, attributes, nowMs, nowMs);
        this.wake(destination.arn);
      }
    });
    return rows.length;
  }

  private require(arn: string): Queue {
    const queue = this.queues.byArn(arn);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }
}

function systemAttributes(row: MessageRow): Record<string, string> {
  return JSON.parse(row.system_attributes) as Record<string, string>;
}
