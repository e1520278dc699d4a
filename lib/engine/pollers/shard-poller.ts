import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { EventSourceMapping, StreamSettings } from "../lambda/event-source-mapping.ts";
import { attemptBatch, type BatchAttempt, type BatchInvoker, sleep } from "./batch-invocation.ts";
import { failedItems } from "./batch-response.ts";
import type { CheckpointTable, OpenWindow } from "./checkpoint-table.ts";
import type { Filter } from "./filter-pattern.ts";
import { failureRecord, type GivenUpBecause } from "./stream-failure.ts";
import type { StreamedRecord, StreamSource } from "./stream-source.ts";
import { stateOf, windowMembers, windowStartMs } from "./tumbling-window.ts";

const maximumBatchBytes = 6 * 1024 * 1024;
const readTogether = 1000;
const firstRetryMs = 500;
const longestRetryMs = 60_000;

export interface StreamPollerDeps {
  source: StreamSource;
  checkpoints: CheckpointTable;
  invoker: BatchInvoker;
  clock: Clock;
  /** Members that every record has beside its own: the function's role in records of Kinesis. */
  ofEveryRecord?: () => object;
  /** Sends the record of a batch that was given up; `event` is what the function did not take. */
  sendFailure(
    targetArn: string,
    failure: { record: object; event: object; shardId: string },
  ): void | Promise<void>;
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

export type StreamMapping = EventSourceMapping & { stream: StreamSettings };

/** Records of some of the keys, which are worked through one batch after the other. */
interface Lane {
  number: number;
  /** Everything up to this number is done. */
  cursor: number;
  running: boolean;
  /** Errors nobody foresaw, since it last came to an end of its records. */
  unforeseen: number;
  /** Something may have come since it looked. */
  woken: boolean;
  /** What the function has gathered of the window that is not over. */
  window: OpenWindow | undefined;
}

interface Batch {
  records: StreamedRecord[];
  /** Everything up to here was looked at: what is not in the batch was filtered out or is another lane's. */
  scannedTo: number;
  polled: number;
  /** It cannot grow: what comes next belongs to another window. */
  isFull: boolean;
}

/**
 * Reads a shard for one mapping. Batches of a lane follow each other in order: one that fails is tried again until it
 * succeeds, its retries are used up or it is too old. Where it stands is on disk.
 */
export class ShardPoller {
  readonly #lanes: Lane[];
  readonly #stopped = new AbortController();
  #wakeSleepers: (() => void)[] = [];
  #cancelWindow: (() => void) | undefined;
  /** Up to here it has read since it began: lanes look at the same records. */
  #readTo = 0;

  constructor(
    private readonly mapping: StreamMapping,
    private readonly shardId: string,
    /** Under which its place is kept. */
    private readonly checkpoint: string,
    private readonly filters: readonly Filter[],
    private readonly deps: StreamPollerDeps,
    private readonly onProgress: () => void,
  ) {
    const { checkpoints, source } = deps;
    const { parallelizationFactor } = mapping.stream;
    const start = () => source.start(mapping.eventSourceArn, shardId, mapping.stream);
    this.#lanes = checkpoints
      .read(checkpoint, parallelizationFactor, start)
      .map((cursor, number) => ({
        number,
        cursor,
        running: false,
        unforeseen: 0,
        woken: false,
        window: mapping.stream.tumblingWindowSeconds
          ? checkpoints.window(checkpoint, number)
          : undefined,
      }));
  }

  /** Whether everything in the shard is done; of a shard that is closed, for good. */
  get isThrough(): boolean {
    const { source } = this.deps;
    return this.#lanes.every(
      ({ running, window, cursor }) =>
        !running &&
        !window &&
        source.read(this.mapping.eventSourceArn, this.shardId, cursor, 1).length === 0,
    );
  }

  /** Begins no further batch; those at work end by themselves, without a retry. */
  stop(): void {
    this.#stopped.abort();
    this.#cancelWindow?.();
    this.wake();
  }

  wake(): void {
    for (const end of this.#wakeSleepers.splice(0)) end();
    for (const lane of this.#lanes) {
      lane.woken = true;
      if (!lane.running) void this.#run(lane);
    }
  }

  get #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  async #run(lane: Lane): Promise<void> {
    lane.running = true;
    try {
      while (lane.woken && !this.#isStopped) {
        lane.woken = false;
        for (;;) {
          const batch = await this.#gather(lane);
          if (this.#isStopped) break;
          await this.#closeWindow(lane, batch?.records[0]);
          if (!batch || this.#isStopped) break;
          await this.#process(lane, batch.records);
          if (this.#isStopped) break;
        }
        lane.unforeseen = 0;
      }
    } catch (error) {
      this.deps.onError(error);
      // The records are still there, and perhaps it passes.
      void this.#pause(lane.unforeseen++).then(() => this.wake());
    } finally {
      lane.running = false;
      this.#planWindows();
      this.onProgress();
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
        !batch.isFull &&
        clock.now() < deadlineMs &&
        !this.#isStopped
      ) {
        await this.#rest(deadlineMs - clock.now());
        batch = this.#look(lane);
      }
    }
    if (batch.polled > 0) count("PolledEventCount", batch.polled);
    const dropped = batch.polled - batch.records.length;
    if (dropped > 0 && this.filters.length > 0) count("FilteredOutEventCount", dropped);
    if (batch.records.length > 0) return batch;
    if (batch.scannedTo > lane.cursor) this.#done(lane, batch.scannedTo);
    return undefined;
  }

  /** What lies behind the lane's cursor, up to a batch. */
  #look(lane: Lane): Batch {
    const { eventSourceArn: arn, batchSize, stream } = this.mapping;
    const batch: Batch = { records: [], scannedTo: lane.cursor, polled: 0, isFull: false };
    let bytes = 0;
    const fresh: StreamedRecord[] = [];
    const looked = (): Batch => {
      this.#readTo = Math.max(this.#readTo, batch.scannedTo);
      if (fresh.length > 0) this.deps.source.onRead(arn, this.shardId, fresh);
      return batch;
    };
    for (;;) {
      const page = this.deps.source.read(arn, this.shardId, batch.scannedTo, readTogether);
      for (const found of page) {
        const mine = this.#laneOf(found) === lane.number;
        if (mine && this.#isWanted(found)) {
          bytes += Buffer.byteLength(JSON.stringify(found.event));
          const [first] = batch.records;
          const seconds = stream.tumblingWindowSeconds ?? 0;
          const isOfAnother =
            first !== undefined &&
            seconds > 0 &&
            windowStartMs(first.createdMs, seconds) !== windowStartMs(found.createdMs, seconds);
          if (first && (bytes > maximumBatchBytes || isOfAnother))
            return { ...looked(), isFull: true };
          batch.records.push(found);
        }
        if (mine) batch.polled++;
        batch.scannedTo = found.sequence;
        if (found.sequence > this.#readTo) fresh.push(found);
        if (batch.records.length >= batchSize) return looked();
      }
      if (page.length < readTogether) return looked();
    }
  }

  #laneOf({ key }: StreamedRecord): number {
    if (this.#lanes.length === 1) return 0;
    const digest = createHash("md5").update(key).digest();
    return digest.readUInt32BE() % this.#lanes.length;
  }

  #isWanted({ filtered }: StreamedRecord): boolean {
    return this.filters.length === 0 || this.filters.some((filter) => filter.matches(filtered));
  }

  #eventOf(
    records: readonly StreamedRecord[],
    window: OpenWindow | undefined,
    ends: { final: boolean; early?: boolean } = { final: false },
  ): object {
    const { eventSourceArn, stream } = this.mapping;
    const common = { ...this.deps.ofEveryRecord?.(), eventSourceARN: eventSourceArn };
    const source = { shardId: this.shardId, streamArn: eventSourceArn };
    const seconds = stream.tumblingWindowSeconds ?? 0;
    return {
      Records: records.map(({ event }) => ({ ...event, ...common })),
      ...(window && windowMembers(window, seconds, source, ends)),
    };
  }

  /** Works until all records of the batch have succeeded or have been given up. */
  async #process(lane: Lane, records: readonly StreamedRecord[]): Promise<void> {
    const { onResult, onIteratorAge, clock } = this.deps;
    const { functionArn, functionResponseTypes, stream } = this.mapping;
    const { bisectBatchOnFunctionError, maximumRetryAttempts } = stream;
    this.#openWindow(lane, records);
    // Stretches that are left, the first of them at work; each has its own attempts.
    const left: { records: readonly StreamedRecord[]; attempts: number; last?: BatchAttempt }[] = [
      { records, attempts: 0 },
    ];
    let failures = 0;
    for (let stretch = left[0]; stretch; stretch = left[0]) {
      const old = this.#tooOld(stretch.records);
      if (old.length > 0) {
        await this.#giveUp(lane, old, "RecordAgeExceeded", stretch);
        stretch.records = stretch.records.slice(old.length);
      }
      if (stretch.records.length === 0) {
        left.shift();
        continue;
      }
      const newest = stretch.records.at(-1);
      if (newest) onIteratorAge(Math.max(0, clock.now() - newest.createdMs));
      const event = this.#eventOf(stretch.records, lane.window);
      const attempt = await attemptBatch({ invoker: this.deps.invoker, functionArn, event });
      const state = lane.window && attempt.succeeded ? stateOf(attempt.payload) : undefined;
      const succeeded = attempt.succeeded && (!lane.window || state !== undefined);
      const failed = succeeded
        ? firstFailure(attempt.payload, stretch.records, functionResponseTypes)
        : 0;
      this.#countAttempt(stretch.records.length, failed);
      // What came before the first failure is done, and counts in the state.
      const done = stretch.records.slice(0, failed);
      if (lane.window && state && done.length > 0)
        lane.window = { ...lane.window, state: state.state };
      if (failed === undefined) {
        left.shift();
        failures = 0;
        onResult("OK");
        this.#doneUpTo(lane, stretch.records);
        if (state?.isTooLarge) await this.#finishWindow(lane, true);
        continue;
      }
      onResult(succeeded ? "OK" : "PROBLEM: Function call failed");
      if (!attempt.throttled) stretch.attempts++;
      this.#doneUpTo(lane, done);
      stretch.records = stretch.records.slice(failed);
      stretch.last = attempt;
      const exhausted = maximumRetryAttempts >= 0 && stretch.attempts > maximumRetryAttempts;
      const isSplit = bisectBatchOnFunctionError && stretch.records.length > 1;
      // What the function reported is where the batch is split.
      if (!attempt.throttled && isSplit && done.length === 0) {
        const middle = Math.ceil(stretch.records.length / 2);
        left.splice(
          0,
          1,
          { records: stretch.records.slice(0, middle), attempts: stretch.attempts - 1 },
          { records: stretch.records.slice(middle), attempts: stretch.attempts - 1 },
        );
      } else if (exhausted) {
        await this.#giveUp(lane, stretch.records, "RetryAttemptsExhausted", stretch);
        left.shift();
        continue;
      }
      await this.#pause(failures++);
      if (this.#isStopped) return;
    }
  }

  #pause(failures: number): Promise<void> {
    const delayMs = Math.min(firstRetryMs * 2 ** Math.min(failures, 10), longestRetryMs);
    return sleep(this.deps.clock, delayMs, this.#stopped.signal);
  }

  #openWindow(lane: Lane, [first]: readonly StreamedRecord[]): void {
    const seconds = this.mapping.stream.tumblingWindowSeconds ?? 0;
    if (seconds > 0 && first && !lane.window)
      lane.window = { startMs: windowStartMs(first.createdMs, seconds), state: {} };
  }

  /** Ends the lane's window when its time is over, or when the next record belongs to a later one. */
  async #closeWindow(lane: Lane, next: StreamedRecord | undefined): Promise<void> {
    const seconds = this.mapping.stream.tumblingWindowSeconds ?? 0;
    if (!lane.window) return;
    const isOver = next
      ? windowStartMs(next.createdMs, seconds) !== lane.window.startMs
      : this.deps.clock.now() >= lane.window.startMs + seconds * 1000;
    if (isOver) await this.#finishWindow(lane, false);
  }

  /** The last call of a window: no records, and what was gathered. It is tried as often as a batch. */
  async #finishWindow(lane: Lane, early: boolean): Promise<void> {
    const { functionArn, stream } = this.mapping;
    const event = this.#eventOf([], lane.window, { final: true, early });
    for (let attempts = 1; lane.window; attempts++) {
      const attempt: BatchAttempt = await attemptBatch({
        invoker: this.deps.invoker,
        functionArn,
        event,
      });
      this.deps.onResult(attempt.succeeded ? "OK" : "PROBLEM: Function call failed");
      const { maximumRetryAttempts: most } = stream;
      if (attempt.succeeded || (most >= 0 && !attempt.throttled && attempts > most)) {
        lane.window = undefined;
        this.#done(lane, lane.cursor);
        return;
      }
      await this.#pause(attempts - 1);
      if (this.#isStopped) return;
    }
  }

  /** Wakes the lanes when the first of their windows is over. */
  #planWindows(): void {
    this.#cancelWindow?.();
    const seconds = this.mapping.stream.tumblingWindowSeconds ?? 0;
    const starts = this.#lanes.flatMap(({ window }) => window?.startMs ?? []);
    if (seconds === 0 || starts.length === 0 || this.#isStopped) return;
    const dueMs = Math.min(...starts) + seconds * 1000 - this.deps.clock.now();
    this.#cancelWindow = this.deps.clock.after(Math.max(0, dueMs), () => this.wake());
  }

  /** The first records, as far as they are older than the mapping allows or the stream keeps them. */
  #tooOld(records: readonly StreamedRecord[]): readonly StreamedRecord[] {
    const { maximumRecordAgeSeconds: seconds } = this.mapping.stream;
    const { source, clock } = this.deps;
    const longestMs =
      seconds === -1 ? source.retentionMs(this.mapping.eventSourceArn) : seconds * 1000;
    const young = records.findIndex(({ createdMs }) => clock.now() - createdMs <= longestMs);
    return young < 0 ? records : records.slice(0, young);
  }

  async #giveUp(
    lane: Lane,
    records: readonly StreamedRecord[],
    condition: GivenUpBecause,
    { attempts, last }: { attempts: number; last?: BatchAttempt },
  ): Promise<void> {
    const { count, sendFailure, source, clock, onError } = this.deps;
    const { functionArn, eventSourceArn: streamArn, stream } = this.mapping;
    const { shardId } = this;
    count("DroppedEventCount", records.length);
    if (stream.onFailureArn !== undefined)
      try {
        const { batchInfo } = source;
        const nowMs = clock.now();
        const record = failureRecord({
          functionArn,
          streamArn,
          shardId,
          batchInfo,
          condition,
          records,
          attempts,
          last,
          nowMs,
        });
        const event = this.#eventOf(records, lane.window);
        await sendFailure(stream.onFailureArn, { record, event, shardId });
        count("OnFailureDestinationDeliveredEventCount", records.length);
      } catch (error) {
        onError(error);
      }
    this.#doneUpTo(lane, records);
  }

  #countAttempt(records: number, failed: number | undefined): void {
    this.deps.count("InvokedEventCount", records);
    if (failed !== undefined) this.deps.count("FailedInvokeEventCount", records - failed);
  }

  #doneUpTo(lane: Lane, records: readonly StreamedRecord[]): void {
    const last = records.at(-1);
    if (last) this.#done(lane, last.sequence);
  }

  #done(lane: Lane, sequence: number): void {
    lane.cursor = sequence;
    const { checkpoints } = this.deps;
    if (this.mapping.stream.tumblingWindowSeconds)
      checkpoints.writeWindow(this.checkpoint, lane.number, lane.window, sequence);
    else checkpoints.write(this.checkpoint, lane.number, sequence);
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
  records: readonly StreamedRecord[],
  responseTypes: EventSourceMapping["functionResponseTypes"],
): number | undefined {
  if (!responseTypes.includes("ReportBatchItemFailures")) return undefined;
  const ids = records.map(({ sequenceNumber }) => sequenceNumber);
  const failed = failedItems(payload, new Set(ids));
  if (failed === "all") return 0;
  const first = ids.findIndex((id) => failed.has(id));
  return first < 0 ? undefined : first;
}
