import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";
import type { EngineDatabase } from "../store/database.ts";
import { gatherAll, TurnJournal } from "../store/turn-journal.ts";
import { EventReader } from "./event-reader.ts";
import { type EventBatch, eventBytes, EventTable, type LogEvent } from "./event-table.ts";
import { GroupTable, type LogGroup } from "./group-table.ts";
import { StreamTable } from "./stream-table.ts";

/** Events as they were just stored, for whoever follows a group live. */
export interface AppendedEvents {
  region: string;
  logGroup: string;
  logStream: string;
  ingestionMs: number;
  events: readonly LogEvent[];
}

const sweepEveryMs = 600_000;

/** What one batch adds to a stream and its group. */
interface Growth {
  groupId: number;
  streamId: number;
  bytes: number;
  firstMs: number;
  lastMs: number;
  ingestionMs: number;
}

/**
 * The log groups, streams and events of all regions. `append` goes through the journal, `put` straight
 * into the tables; whoever reads finds both.
 */
export class LogStore {
  readonly #groups: GroupTable;
  readonly #streams: StreamTable;
  readonly #events: EventTable;
  readonly #reader: EventReader;
  readonly #database: EngineDatabase;
  readonly #clock: Clock;
  readonly #journal: TurnJournal;
  readonly #listeners = new Set<(appended: AppendedEvents) => void>();
  #cancelSweep: () => void = () => undefined;

  constructor(
    database: EngineDatabase,
    clock: Clock,
    journal: TurnJournal = new TurnJournal(database, clock),
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#journal = journal;
    this.#groups = new GroupTable(database);
    this.#streams = new StreamTable(database);
    this.#events = new EventTable(database);
    this.#reader = new EventReader(database);
    journal.join<AppendedEvents, AppendedEvents[]>("logs", {
      gather: gatherAll,
      fold: (appended) => this.#write(appended),
      isFoldedOften: true,
    });
    this.#sweep();
  }

  get groups(): GroupTable {
    this.#journal.settle();
    return this.#groups;
  }

  get streams(): StreamTable {
    this.#journal.settle();
    return this.#streams;
  }

  get events(): EventReader {
    this.#journal.settle();
    return this.#reader;
  }

  /** Takes events, durable by the journal's rule; makes the group and the stream where they do not exist. */
  append(region: string, logGroup: string, logStream: string, events: readonly LogEvent[]): void {
    if (events.length === 0) return;
    const appended = { region, logGroup, logStream, ingestionMs: this.#clock.now(), events };
    this.#journal.record("logs", appended);
    for (const listener of this.#listeners) listener(appended);
  }

  /** The same, but the events are on disk when this returns. */
  put(region: string, logGroup: string, logStream: string, events: readonly LogEvent[]): void {
    if (events.length === 0) return;
    const appended = { region, logGroup, logStream, ingestionMs: this.#clock.now(), events };
    this.#journal.settle();
    this.#database.transaction(() => this.#write([appended]))();
    for (const listener of this.#listeners) listener(appended);
  }

  /** Calls `listener` after every append; the returned function ends that. */
  onAppend(listener: (appended: AppendedEvents) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Deletes a group; its events disappear at once and are removed from the disk by and by. */
  deleteGroup(group: LogGroup): void {
    if (group.deletionProtected)
      throw new ServiceError(
        "ValidationException",
        `The log group ${group.name} has deletion protection; turn it off before deleting the group.`,
        400,
      );
    this.#journal.settle();
    this.#database.transaction(() => {
      this.#groups.delete(group.id);
      this.#streams.deleteAll(group.id);
    })();
    this.#sweepSoon();
  }

  deleteStream(groupId: number, streamId: number): void {
    this.#journal.settle();
    this.#database.transaction(() => {
      this.#groups.addBytes(groupId, -this.#events.deleteStream(streamId));
      this.#streams.delete(streamId);
    })();
  }

  /** Sets after how many days events are deleted; undefined keeps them. */
  setRetention(group: LogGroup, days: number | undefined): void {
    this.#groups.setRetention(group.id, days);
    this.#sweepSoon();
  }

  /** The earliest time of which a group shows events. */
  oldestMs(retentionDays: number | undefined): number {
    return retentionDays === undefined ? 0 : this.#clock.now() - retentionDays * 86_400_000;
  }

  close(): void {
    this.#cancelSweep();
  }

  /** Writes events into the tables; within a transaction. */
  #write(appended: readonly AppendedEvents[]): void {
    const growths = new Map<string, Growth>();
    const batches: EventBatch[] = [];
    for (const { region, logGroup, logStream, ingestionMs, events } of appended) {
      const key = `${region}\n${logGroup}\n${logStream}`;
      let growth = growths.get(key);
      if (!growth) {
        growth = this.#growthOf(region, logGroup, logStream, ingestionMs);
        growths.set(key, growth);
      }
      batches.push({ groupId: growth.groupId, streamId: growth.streamId, ingestionMs, events });
      for (const { timestampMs, message } of events) {
        growth.bytes += eventBytes(message);
        growth.firstMs = Math.min(growth.firstMs, timestampMs);
        growth.lastMs = Math.max(growth.lastMs, timestampMs);
      }
      growth.ingestionMs = ingestionMs;
    }
    this.#events.addAll(batches);
    for (const { groupId, streamId, bytes, firstMs, lastMs, ingestionMs } of growths.values()) {
      this.#groups.addBytes(groupId, bytes);
      this.#streams.extend(streamId, firstMs, lastMs, ingestionMs);
    }
  }

  #growthOf(region: string, logGroup: string, logStream: string, ingestionMs: number): Growth {
    const group =
      this.#groups.find(region, logGroup) ??
      this.#groups.create({ region, name: logGroup, createdMs: ingestionMs });
    const stream =
      this.#streams.find(group.id, logStream) ??
      this.#streams.create(group.id, logStream, ingestionMs);
    const nothing = { bytes: 0, firstMs: Infinity, lastMs: -Infinity };
    return { groupId: group.id, streamId: stream.id, ingestionMs, ...nothing };
  }

  #sweepSoon(): void {
    this.#cancelSweep();
    this.#cancelSweep = this.#clock.after(0, () => this.#sweep());
  }

  /** Removes expired events and those of deleted groups, in bites that do not hold up other work. */
  #sweep(): void {
    let more = this.#events.deleteOrphans();
    for (const group of this.#groups.withRetention()) {
      const { bytes, more: left } = this.#events.expire(
        group.id,
        this.oldestMs(group.retentionDays),
      );
      if (bytes > 0) this.#groups.addBytes(group.id, -bytes);
      more ||= left;
    }
    this.#cancelSweep = this.#clock.after(more ? 20 : sweepEveryMs, () => this.#sweep());
  }
}

export const missingGroup = "The specified log group does not exist.";
