import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import { inUse, noStream } from "./errors.ts";
import { RecordTable, type StoredRecord } from "./record-table.ts";
import { type Shard, type Stream, streamArn, streamArnOf } from "./stream.ts";

const hourMs = 3_600_000;
const trimEveryMs = 60_000;

type StreamStatus = "CREATING" | "UPDATING" | "DELETING" | "ACTIVE";

/** Streams with their shards and records. What a call has returned is on disk. */
export class KinesisStore {
  readonly records: RecordTable;
  readonly #streams: DocumentTable<Stream>;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #trimmedMs = new Map<string, number>();
  /** Streams whose listeners are about to be called. */
  readonly #woken = new Set<string>();

  constructor(
    database: EngineDatabase,
    readonly clock: Clock,
    readonly settleMs: number,
  ) {
    this.records = new RecordTable(database);
    this.#streams = new DocumentTable(database, "kinesis_streams");
    for (const stream of this.#streams.values()) this.trim(stream);
  }

  /** Undefined for a stream that never was or is gone. */
  byArn(arn: string): Stream | undefined {
    const stream = this.#streams.get(streamArnOf(arn));
    if (stream?.change.status !== "DELETING" || this.clock.now() < stream.change.untilMs)
      return stream;
    this.#streams.delete(streamArn(stream));
    return undefined;
  }

  /** Throws ResourceNotFoundException. */
  require(region: string, accountId: string, name: string): Stream {
    const stream = this.byArn(streamArn({ region, accountId, name }));
    if (!stream) throw noStream(name, accountId);
    return stream;
  }

  /** Throws ResourceInUseException unless the stream is ready for a change. */
  requireActive(stream: Stream): void {
    const status = this.statusOf(stream);
    if (status !== "ACTIVE")
      throw inUse(
        `Stream ${stream.name} under account ${stream.accountId} not ACTIVE, instead in state ${status}`,
      );
  }

  statusOf({ change }: Stream): StreamStatus {
    return this.clock.now() < change.untilMs ? change.status : "ACTIVE";
  }

  /** Of one region, or of all; by name. */
  list(region?: string): Stream[] {
    return [...this.#streams.values()]
      .filter((stream) => region === undefined || stream.region === region)
      .filter((stream) => this.byArn(streamArn(stream)) !== undefined)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  nextId(): number {
    return Math.max(0, ...[...this.#streams.values()].map(({ id }) => id)) + 1;
  }

  /** Keeps a stream as it is now, and as `status` until that has settled. */
  save(stream: Stream, status?: "CREATING" | "UPDATING"): void {
    const change = status && { status, untilMs: this.clock.now() + this.settleMs };
    this.#streams.set(streamArn(stream), change ? { ...stream, change } : stream);
    this.#wake(streamArn(stream));
  }

  delete(stream: Stream): void {
    const arn = streamArn(stream);
    const untilMs = this.clock.now() + this.settleMs;
    this.records.atomically(() => {
      this.records.clear(stream.id);
      this.#streams.set(arn, { ...stream, change: { status: "DELETING", untilMs } });
    });
    this.#wake(arn);
  }

  /** Shards that still have, or could have, records; a closed one goes when its records are too old. */
  shards(stream: Stream): Shard[] {
    const oldestMs = this.oldestMs(stream);
    return stream.shards.filter(({ closedMs }) => closedMs === undefined || closedMs >= oldestMs);
  }

  /** Stores a record in a shard; its place. */
  add(
    stream: Stream,
    shard: Shard,
    record: { partitionKey: string; data: Uint8Array },
  ): { sequence: number; arrivedMs: number } {
    const arrivedMs = this.clock.now();
    const sequence = this.records.add(stream.id, shard.index, { ...record, arrivedMs });
    const arn = streamArn(stream);
    if (arrivedMs >= (this.#trimmedMs.get(arn) ?? 0) + trimEveryMs) this.trim(stream);
    this.#wake(arn);
    return { sequence, arrivedMs };
  }

  read(stream: Stream, shard: Shard, after: number, limit: number): StoredRecord[] {
    const sinceMs = this.oldestMs(stream);
    return this.records.read(stream.id, shard.index, { after, sinceMs, limit });
  }

  /** The place before the oldest record of a shard that is still there. */
  horizon(stream: Stream, shard: Shard): number {
    return this.records.before(stream.id, shard.index, this.oldestMs(stream));
  }

  /** The place before the first record of a shard that came at a time or later. */
  before(stream: Stream, shard: Shard, sinceMs: number): number {
    return this.records.before(
      stream.id,
      shard.index,
      Math.max(Math.ceil(sinceMs), this.oldestMs(stream)),
    );
  }

  /** Removes what is older than the stream keeps. */
  trim(stream: Stream): void {
    this.#trimmedMs.set(streamArn(stream), this.clock.now());
    for (const { index } of stream.shards)
      this.records.trim(stream.id, index, this.oldestMs(stream));
  }

  /** Calls `wake` whenever there may be something to read, until the returned function is called. */
  onRecord(arn: string, wake: () => void): () => void {
    const key = streamArnOf(arn);
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(wake));
    return () => listeners.delete(wake);
  }

  oldestMs({ retentionHours }: Stream): number {
    return this.clock.now() - retentionHours * hourMs;
  }

  /** After the transaction that is under way. */
  #wake(arn: string): void {
    const listeners = this.#listeners.get(arn);
    if (!listeners?.size || this.#woken.has(arn)) return;
    this.#woken.add(arn);
    queueMicrotask(() => {
      this.#woken.delete(arn);
      for (const wake of listeners) wake();
    });
  }
}
