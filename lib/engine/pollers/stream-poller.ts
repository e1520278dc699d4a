import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { StreamStore, SequencedRecord } from "../dynamodb/streams/stream-store.ts";
import type { EventSourceMapping, StreamSettings } from "../lambda/event-source-mapping.ts";
import { attemptBatch, type BatchInvoker, sleep } from "./batch-invocation.ts";
import { failedItems } from "./batch-response.ts";
import type { CheckpointTable } from "./checkpoint-table.ts";
import { parseFilter, type Filter } from "./filter-pattern.ts";
import { failureRecord, type LastAttempt } from "./stream-failure.ts";

const maximumBatchBytes = 6 * 1024 * 1024;
const readTogether = 1000;
const firstRetryMs = 500;
const longestRetryMs = 60_000;

export interface StreamPollerDeps {
  streams: Pick<StreamStore, "byArn" | "read" | "horizon" | "lastSequence" | "onRecord">;
  checkpoints: CheckpointTable;
  invoker: BatchInvoker;
  clock: Clock;
  /** Sends the record of a batch that was given up. */
  sendFailure(queueArn: string, body: string): void;
  count(name: StreamEventCount, events: number): void;
  /** The age of a batch's last record when the function got it. */
  onIteratorAge(ageMs: number): void;
  onResult(result: "OK" | "PROBLEM: Function call failed"): void;
  onError(error: unknown): void;
}

/** CloudWatch's counts of a stream mapping's events. */
type StreamEventCount =
  | "PolledEventCount"
  | "FilteredOutEventCount"
  | "InvokedEventCount"
  | "FailedInvokeEventCount"
  | "DroppedEventCount"
  | "OnFailureDestinationDeliveredEventCount";

/** Records of some of the keys, which are worked through one batch after the other. */
interface Lane {
  number: number;
  /** Everything up to this number is done. */
  cursor: number;
  running: boolean;
  /** Something may have come since it looked. */
  woken: boolean;
}

interface Batch {
  records: SequencedRecord[];
  /** Everything up to here was looked at: what is not in the batch was filtered out or is another lane's. */
  scannedTo: number;
  polled: number;
}

/**
 * Reads a DynamoDB stream for one mapping. Batches of a lane follow each other in order: one that fails is tried
 * again until it succeeds, its retries are used up or it is too old. Where it stands is on disk.
 */
export class StreamPoller {
  readonly #filters: Filter[];
  readonly #settings: StreamSettings;
  readonly #lanes: Lane[];
  readonly #stopped = new AbortController();
  readonly #stopListening: () => void;
  #wakeSleepers: (() => void)[] = [];

  constructor(
    private readonly mapping: EventSourceMapping & { stream: StreamSettings },
    private readonly deps: StreamPollerDeps,
  ) {
    this.#filters = mapping.filters.map(parseFilter);
    this.#settings = mapping.stream;
    const { parallelizationFactor } = this.#settings;
    this.#lanes = deps.checkpoints
      .read(mapping.uuid, parallelizationFactor, () => this.#start())
      .map((cursor, number) => ({ number, cursor, running: false, woken: false }));
    const wake = () => this.#wake();
    this.#stopListening = deps.streams.onRecord(mapping.eventSourceArn, wake);
    wake();
  }

  /** Begins no further batch; those at work end by themselves, without a retry. */
  stop(): void {
    this.#stopped.abort();
    this.#stopListening();
    this.#wake();
  }

  #start(): number {
    const { streams } = this.deps;
    return this.#settings.startingPosition === "LATEST"
      ? streams.lastSequence()
      : streams.horizon(this.mapping.eventSourceArn);
  }

  #wake(): void {
    for (const end of this.#wakeSleepers.splice(0)) end();
    for (const lane of this.#lanes) {
      lane.woken = true;
      if (!lane.running) void this.#run(lane);
    }
  }

  async #run(lane: Lane): Promise<void> {
    lane.running = true;
    try {
      while (lane.woken && !this.#stopped.signal.aborted) {
        lane.woken = false;
        for (;;) {
          const batch = await this.#gather(lane);
          if (!batch || this.#stopped.signal.aborted) break;
          await this.#process(lane, batch.records);
        }
      }
    } catch (error) {
      this.deps.onError(error);
    } finally {
      lane.running = false;
    }
  }

  /** The next batch, when it is full or its window is over; undefined when there is nothing to do. */
  async #gather(lane: Lane): Promise<Batch | undefined> {
    const { clock, count } = this.deps;
    const { batchSize, maximumBatchingWindowSeconds } = this.mapping;
    let batch = this.#look(lane);
    if (batch.records.length > 0) {
      const deadlineMs = clock.now() + maximumBatchingWindowSeconds * 1000;
      while (
        batch.records.length < batchSize &&
        clock.now() < deadlineMs &&
        !this.#stopped.signal.aborted
      ) {
        await this.#rest(deadlineMs - clock.now());
        batch = this.#look(lane);
      }
    }
    if (batch.polled > 0) count("PolledEventCount", batch.polled);
    const dropped = batch.polled - batch.records.length;
    if (dropped > 0 && this.#filters.length > 0) count("FilteredOutEventCount", dropped);
    if (batch.records.length > 0) return batch;
    if (batch.scannedTo > lane.cursor) this.#done(lane, batch.scannedTo);
    return undefined;
  }

  /** What lies behind the lane's cursor, up to a batch. */
  #look(lane: Lane): Batch {
    const { streams } = this.deps;
    const { eventSourceArn: arn, batchSize } = this.mapping;
    const batch: Batch = { records: [], scannedTo: lane.cursor, polled: 0 };
    let bytes = 0;
    for (;;) {
      const page = streams.read(arn, batch.scannedTo, readTogether);
      for (const found of page) {
        const mine = this.#laneOf(found) === lane.number;
        if (mine && this.#isWanted(found)) {
          bytes += Buffer.byteLength(JSON.stringify(found.record));
          if (batch.records.length > 0 && bytes > maximumBatchBytes) return batch;
          batch.records.push(found);
        }
        if (mine) batch.polled++;
        batch.scannedTo = found.sequence;
        if (batch.records.length >= batchSize) return batch;
      }
      if (page.length < readTogether) return batch;
    }
  }

  #laneOf({ record }: SequencedRecord): number {
    if (this.#lanes.length === 1) return 0;
    const digest = createHash("md5").update(JSON.stringify(record.dynamodb.Keys)).digest();
    return digest.readUInt32BE() % this.#lanes.length;
  }

  #isWanted({ record }: SequencedRecord): boolean {
    return (
      this.#filters.length === 0 || this.#filters.some((filter) => filter.matches({ ...record }))
    );
  }

  /** Works until all records of the batch have succeeded or have been given up. */
  async #process(lane: Lane, records: readonly SequencedRecord[]): Promise<void> {
    const { clock, onResult, onIteratorAge } = this.deps;
    const { functionArn, functionResponseTypes, eventSourceArn } = this.mapping;
    const { bisectBatchOnFunctionError, maximumRetryAttempts } = this.#settings;
    // Stretches that are left, the first of them at work; each has its own attempts.
    const left = [{ records, attempts: 0 }];
    let failures = 0;
    for (let stretch = left[0]; stretch; stretch = left[0]) {
      const newest = stretch.records.at(-1);
      if (newest) onIteratorAge(Math.max(0, clock.now() - newest.createdMs));
      const attempt = await attemptBatch({
        invoker: this.deps.invoker,
        functionArn,
        records: stretch.records.map(({ record }) => ({
          ...record,
          eventSourceARN: eventSourceArn,
        })),
      });
      const failed = attempt.succeeded
        ? firstFailure(attempt.payload, stretch.records, functionResponseTypes)
        : 0;
      this.#countAttempt(stretch.records.length, failed);
      if (failed === undefined) {
        left.shift();
        failures = 0;
        onResult("OK");
        this.#doneUpTo(lane, stretch.records);
        continue;
      }
      onResult(attempt.succeeded ? "OK" : "PROBLEM: Function call failed");
      if (!attempt.throttled) stretch.attempts++;
      // What came before the first failure is done.
      this.#doneUpTo(lane, stretch.records.slice(0, failed));
      stretch.records = stretch.records.slice(failed);
      const last: LastAttempt = { ...attempt, attempts: stretch.attempts };
      const exhausted = maximumRetryAttempts >= 0 && stretch.attempts > maximumRetryAttempts;
      if (!attempt.throttled && bisectBatchOnFunctionError && stretch.records.length > 1) {
        const middle = Math.ceil(stretch.records.length / 2);
        left.splice(
          0,
          1,
          { records: stretch.records.slice(0, middle), attempts: stretch.attempts - 1 },
          { records: stretch.records.slice(middle), attempts: stretch.attempts - 1 },
        );
      } else if (exhausted || this.#isTooOld(stretch.records)) {
        this.#giveUp(stretch.records, last);
        this.#doneUpTo(lane, stretch.records);
        left.shift();
        continue;
      }
      await sleep(
        clock,
        Math.min(firstRetryMs * 2 ** Math.min(failures++, 10), longestRetryMs),
        this.#stopped.signal,
      );
      if (this.#stopped.signal.aborted) return;
    }
  }

  /** Records too old for another attempt; a stream keeps its records a day. */
  #isTooOld(records: readonly SequencedRecord[]): boolean {
    const { maximumRecordAgeSeconds } = this.#settings;
    const longestMs = (maximumRecordAgeSeconds === -1 ? 86_400 : maximumRecordAgeSeconds) * 1000;
    return this.deps.clock.now() - (records[0]?.createdMs ?? 0) > longestMs;
  }

  #giveUp(records: readonly SequencedRecord[], last: LastAttempt): void {
    const { count, sendFailure, streams, clock, onError } = this.deps;
    const { onFailureArn } = this.#settings;
    count("DroppedEventCount", records.length);
    if (onFailureArn === undefined) return;
    const { functionArn, eventSourceArn: streamArn } = this.mapping;
    const shardId = streams.byArn(streamArn)?.shardId ?? "";
    const body = failureRecord({
      functionArn,
      streamArn,
      shardId,
      records,
      last,
      nowMs: clock.now(),
    });
    try {
      sendFailure(onFailureArn, body);
      count("OnFailureDestinationDeliveredEventCount", records.length);
    } catch (error) {
      onError(error);
    }
  }

  #countAttempt(records: number, failed: number | undefined): void {
    this.deps.count("InvokedEventCount", records);
    if (failed !== undefined) this.deps.count("FailedInvokeEventCount", records - failed);
  }

  #doneUpTo(lane: Lane, records: readonly SequencedRecord[]): void {
    const last = records.at(-1);
    if (last) this.#done(lane, last.sequence);
  }

  #done(lane: Lane, sequence: number): void {
    lane.cursor = sequence;
    this.deps.checkpoints.write(this.mapping.uuid, lane.number, sequence);
  }

  /** Waits for the time to pass or for something to come. */
  #rest(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        resolve();
      };
      const cancel = this.deps.clock.after(delayMs, end);
      this.#wakeSleepers.push(end);
    });
  }
}

/** The place of the first record that the function reports as failed; undefined when all succeeded. */
function firstFailure(
  payload: Uint8Array,
  records: readonly SequencedRecord[],
  responseTypes: EventSourceMapping["functionResponseTypes"],
): number | undefined {
  if (!responseTypes.includes("ReportBatchItemFailures")) return undefined;
  const ids = records.map(({ record }) => record.dynamodb.SequenceNumber);
  const failed = failedItems(payload, new Set(ids));
  if (failed === "all") return 0;
  const first = ids.findIndex((id) => failed.has(id));
  return first < 0 ? undefined : first;
}
