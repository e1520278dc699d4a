import { createHash, randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import type { EngineDatabase } from "../store/database.ts";
import type { CheckedMessage } from "./check-message.ts";
import type { FanOut } from "./fan-out.ts";
import { FifoTable } from "./fifo-table.ts";
import type { Topic } from "./topic.ts";

/** Takes messages for topics; one of a FIFO topic that comes again within five minutes is only answered. */
export class Publisher {
  readonly #fifo: FifoTable;

  constructor(
    database: EngineDatabase,
    private readonly deps: { clock: Clock; fanOut: FanOut; metrics: MetricSink },
  ) {
    this.#fifo = new FifoTable(database);
  }

  publish(
    topic: Topic,
    message: CheckedMessage,
    traceHeader?: string,
  ): { messageId: string; sequenceNumber?: string } {
    const { clock } = this.deps;
    const nowMs = clock.now();
    this.#count(topic, message.bytes);
    if (!topic.isFifo) {
      const messageId = randomUUID();
      this.#deliver(topic, message, { messageId, nowMs, traceHeader });
      return { messageId };
    }
    const deduplicationId =
      message.deduplicationId ?? createHash("sha256").update(message.message).digest("hex");
    const perGroup = topic.attributes.FifoThroughputScope === "MessageGroup";
    const key = perGroup ? `${message.groupId}\n${deduplicationId}` : deduplicationId;
    const before = this.#fifo.find(topic.arn, key, nowMs);
    if (before) return before;
    const messageId = randomUUID();
    const sequenceNumber = this.#fifo.add(topic.arn, key, messageId, nowMs);
    this.#deliver(
      topic,
      { ...message, deduplicationId },
      { messageId, nowMs, traceHeader, sequenceNumber },
    );
    return { messageId, sequenceNumber };
  }

  #deliver(
    { arn }: Topic,
    message: CheckedMessage,
    about: {
      messageId: string;
      nowMs: number;
      traceHeader: string | undefined;
      sequenceNumber?: string;
    },
  ): void {
    const { messageId, nowMs, traceHeader, sequenceNumber } = about;
    this.deps.fanOut.deliver({
      messageId,
      topicArn: arn,
      subject: message.subject,
      message: message.message,
      messages: message.messages,
      attributes: message.attributes,
      sentMs: nowMs,
      groupId: message.groupId,
      deduplicationId: message.deduplicationId,
      sequenceNumber,
      traceHeader,
    });
  }

  #count({ region, name }: Topic, bytes: number): void {
    this.deps.metrics.recordAll({
      region,
      namespace: "AWS/SNS",
      dimensions: { TopicName: name },
      timestampMs: this.deps.clock.now(),
      values: [
        ["NumberOfMessagesPublished", "Count", 1],
        ["PublishSize", "Bytes", bytes],
      ],
    });
  }
}
