import type { Clock } from "../clock.ts";
import type { EventSourceMapping } from "../lambda/event-source-mapping.ts";
import { longestChain } from "../invocation/lineage.ts";
import type { ReceivedMessage } from "../sqs/message.ts";
import type { QueueStore } from "../sqs/queue-store.ts";
import { invokeWithBatch, type BatchInvoker } from "./batch-invocation.ts";
import { failedItems } from "./batch-response.ts";
import { parseFilter, type Filter } from "./filter-pattern.ts";
import { growthOf, PollerConcurrency } from "./poller-concurrency.ts";
import { queueEventRecord, type QueueEventRecord } from "./queue-event.ts";

/** A function's payload may be 6 MB; the records of one batch stay under it. */
const maximumBatchBytes = 6 * 1024 * 1024;

/** CloudWatch's counts of a mapping's events. */
export type EventCount =
  | "PolledEventCount"
  | "FilteredOutEventCount"
  | "InvokedEventCount"
  | "FailedInvokeEventCount"
  | "DeletedEventCount";

export interface QueuePollerDeps {
  queues: Pick<
    QueueStore,
    | "byArn"
    | "receive"
    | "deleteMessages"
    | "changeVisibility"
    | "onMessage"
    | "visibilityTimeoutSeconds"
  >;
  invoker: BatchInvoker;
  clock: Clock;
  /** Seconds the function may take, asked at each receive: it may change. */
  functionTimeoutSeconds(): number;
  /** Told of what happens to events, where the mapping asks for it. */
  count(name: EventCount, events: number): void;
  onResult(result: "OK" | "PROBLEM: Function call failed"): void;
  onError(error: unknown): void;
}

interface Batch {
  records: QueueEventRecord[];
  bytes: number;
  /** When the first of its messages shows again in the queue. */
  deadlineMs: number;
  stopWindow?: () => void;
}

/**
 * Polls one queue for one mapping: gathers batches, drops what the filters do not want, invokes the
 * function and deletes what succeeded. Sleeps until the queue wakes it.
 */
export class QueuePoller {
  private readonly filters: Filter[];
  private readonly concurrency: PollerConcurrency;
  private readonly stopListening: () => void;
  private readonly stopped = new AbortController();
  private running = 0;
  /** The batch that is being filled. */
  private open: Batch | undefined;
  /** Full batches that wait for a place. */
  private readonly ready: Batch[] = [];

  constructor(
    private readonly mapping: EventSourceMapping,
    private readonly deps: QueuePollerDeps,
  ) {
    this.filters = mapping.filters.map(parseFilter);
    const pump = () => this.pump();
    this.concurrency = new PollerConcurrency(deps.clock, growthOf(mapping), pump);
    this.stopListening = deps.queues.onMessage(mapping.eventSourceArn, pump);
    pump();
  }

  /** Takes no more messages and gives back those no function has seen; batches at work end by themselves. */
  stop(): void {
    this.stopped.abort();
    this.stopListening();
    this.concurrency.close();
    for (const batch of [...this.ready.splice(0), ...(this.open ? [this.open] : [])]) {
      batch.stopWindow?.();
      if (this.deps.queues.byArn(this.mapping.eventSourceArn))
        for (const { receiptHandle } of batch.records)
          this.deps.queues.changeVisibility(this.mapping.eventSourceArn, receiptHandle, 0);
    }
    this.open = undefined;
  }

  /** Fills and starts batches while there are messages and places. */
  private pump(): void {
    if (this.stopped.signal.aborted) return;
    for (;;) {
      while (this.running < this.concurrency.limit) {
        const batch = this.ready.shift();
        if (!batch) break;
        void this.run(batch);
      }
      if (this.running >= this.concurrency.limit) return this.concurrency.saturated();
      if (!this.gather()) break;
    }
    if (this.running === 0 && !this.open) this.concurrency.quiet();
  }

  /** Takes messages into the open batch; false when the queue has none. */
  private gather(): boolean {
    const { queues, clock } = this.deps;
    const { eventSourceArn, batchSize, maximumBatchingWindowSeconds } = this.mapping;
    if (!queues.byArn(eventSourceArn)) return false;
    const visibilityTimeoutSeconds = this.visibilityTimeoutSeconds();
    const messages = queues.receive(eventSourceArn, {
      max: batchSize - (this.open?.records.length ?? 0),
      visibilityTimeoutSeconds,
    });
    if (messages.length === 0) return false;
    this.deps.count("PolledEventCount", messages.length);
    const deadlineMs = clock.now() + visibilityTimeoutSeconds * 1000;
    for (const record of this.wanted(messages)) {
      const bytes = Buffer.byteLength(JSON.stringify(record)) + 1;
      if (this.open && this.open.bytes + bytes > maximumBatchBytes) this.closeBatch();
      this.open ??= this.openBatch(deadlineMs);
      this.open.records.push(record);
      this.open.bytes += bytes;
    }
    if (maximumBatchingWindowSeconds === 0 || (this.open?.records.length ?? 0) >= batchSize)
      this.closeBatch();
    return true;
  }

  private openBatch(deadlineMs: number): Batch {
    const windowMs = this.mapping.maximumBatchingWindowSeconds * 1000;
    const batch: Batch = { records: [], bytes: 0, deadlineMs };
    if (windowMs > 0)
      batch.stopWindow = this.deps.clock.after(windowMs, () => {
        this.closeBatch();
        this.pump();
      });
    return batch;
  }

  private closeBatch(): void {
    if (!this.open) return;
    this.open.stopWindow?.();
    this.ready.push(this.open);
    this.open = undefined;
  }

  /** A long window makes AWS hide messages longer than the queue says. */
  private visibilityTimeoutSeconds(): number {
    const ofQueue = this.deps.queues.visibilityTimeoutSeconds(this.mapping.eventSourceArn);
    const windowSeconds = this.mapping.maximumBatchingWindowSeconds;
    const neededSeconds = windowSeconds + this.deps.functionTimeoutSeconds();
    return windowSeconds > 0 && neededSeconds > ofQueue ? neededSeconds + 30 : ofQueue;
  }

  /** Records that pass a filter; messages that pass none are deleted, as AWS does. */
  private wanted(messages: readonly ReceivedMessage[]): QueueEventRecord[] {
    const { eventSourceArn: queueArn, region } = this.mapping;
    const records = messages.map((message) => queueEventRecord(message, { queueArn, region }));
    if (this.filters.length === 0) return records;
    const passes = (record: QueueEventRecord) =>
      this.filters.some((filter) => filter.matches({ ...record }));
    const unwanted = records.filter((record) => !passes(record));
    if (unwanted.length > 0) this.deps.count("FilteredOutEventCount", unwanted.length);
    this.delete(unwanted);
    return records.filter(passes);
  }

  private async run(batch: Batch): Promise<void> {
    this.running++;
    try {
      const succeeded = await this.process(batch);
      if (succeeded) this.concurrency.succeeded();
      else this.concurrency.failed();
      this.deps.onResult(succeeded ? "OK" : "PROBLEM: Function call failed");
    } catch (error) {
      this.concurrency.failed();
      this.deps.onError(error);
    } finally {
      this.running--;
      this.pump();
    }
  }

  /** Whether the call succeeded; messages that failed show again after their time-out. */
  private async process(batch: Batch): Promise<boolean> {
    const { invoker, clock, count } = this.deps;
    const { records, deadlineMs } = batch;
    const { functionArn, functionResponseTypes } = this.mapping;
    const { signal } = this.stopped;
    const onAttempt = (failed: boolean) => {
      count("InvokedEventCount", records.length);
      if (failed) count("FailedInvokeEventCount", records.length);
    };
    const traceHeader = longestChain(
      records.flatMap(({ attributes }) => attributes.AWSTraceHeader ?? []),
    );
    const call = {
      invoker,
      clock,
      functionArn,
      records,
      traceHeader,
      deadlineMs,
      signal,
      onAttempt,
    };
    const response = await invokeWithBatch(call);
    if (!response) return false;
    if (!functionResponseTypes.includes("ReportBatchItemFailures")) {
      this.delete(records);
      return true;
    }
    const failed = failedItems(response, new Set(records.map(({ messageId }) => messageId)));
    const done = records.filter(({ messageId }) => failed !== "all" && !failed.has(messageId));
    if (done.length < records.length) count("FailedInvokeEventCount", records.length - done.length);
    this.delete(done);
    // The function answered: AWS does not slow down for failures it reports itself.
    return true;
  }

  private delete(records: readonly QueueEventRecord[]): void {
    const { queues } = this.deps;
    if (records.length === 0 || !queues.byArn(this.mapping.eventSourceArn)) return;
    const handles = records.map(({ receiptHandle }) => receiptHandle);
    queues.deleteMessages(this.mapping.eventSourceArn, handles);
    this.deps.count("DeletedEventCount", records.length);
  }
}
