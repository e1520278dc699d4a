import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";
import type { EngineDatabase } from "../store/database.ts";
import { eventBytes, EventTable } from "./event-table.ts";
import { GroupTable, type LogGroup } from "./group-table.ts";
import { StreamTable } from "./stream-table.ts";

export interface LogEvent {
  timestampMs: number;
  message: string;
}

/** Events as they were just stored, for whoever follows a group live. */
export interface AppendedEvents {
  region: string;
  logGroup: string;
  logStream: string;
  ingestionMs: number;
  events: readonly LogEvent[];
}

const sweepEveryMs = 600_000;

/** The log groups, streams and events of all regions. Every append is one durable transaction. */
export class LogStore {
  readonly groups: GroupTable;
  readonly streams: StreamTable;
  readonly events: EventTable;
  readonly #database: EngineDatabase;
  readonly #clock: Clock;
  readonly #listeners = new Set<(appended: AppendedEvents) => void>();
  #cancelSweep: () => void = () => undefined;

  constructor(database: EngineDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.groups = new GroupTable(database);
    this.streams = new StreamTable(database);
    this.events = new EventTable(database);
    this.#sweep();
  }

  /** Stores events; makes the group and the stream where they do not exist. */
  append(region: string, logGroup: string, logStream: string, events: readonly LogEvent[]): void {
    if (events.length === 0) return;
    const ingestionMs = this.#clock.now();
    this.#database.transaction(() => {
      const group =
        this.groups.find(region, logGroup) ??
        this.groups.create({ region, name: logGroup, createdMs: ingestionMs });
      const stream =
        this.streams.find(group.id, logStream) ??
        this.streams.create(group.id, logStream, ingestionMs);
      let bytes = 0;
      let firstMs = Infinity;
      let lastMs = -Infinity;
      for (const { timestampMs, message } of events) {
        this.events.add(group.id, stream.id, timestampMs, ingestionMs, message);
        bytes += eventBytes(message);
        firstMs = Math.min(firstMs, timestampMs);
        lastMs = Math.max(lastMs, timestampMs);
      }
      this.groups.addBytes(group.id, bytes);
      this.streams.extend(stream.id, firstMs, lastMs, ingestionMs);
    })();
    for (const listener of this.#listeners)
      listener({ region, logGroup, logStream, ingestionMs, events });
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
    this.#database.transaction(() => {
      this.groups.delete(group.id);
      this.streams.deleteAll(group.id);
    })();
    this.#sweepSoon();
  }

  deleteStream(groupId: number, streamId: number): void {
    this.#database.transaction(() => {
      this.groups.addBytes(groupId, -this.events.deleteStream(streamId));
      this.streams.delete(streamId);
    })();
  }

  /** Sets after how many days events are deleted; undefined keeps them. */
  setRetention(group: LogGroup, days: number | undefined): void {
    this.groups.setRetention(group.id, days);
    this.#sweepSoon();
  }

  /** The earliest time of which a group shows events. */
  oldestMs(retentionDays: number | undefined): number {
    return retentionDays === undefined ? 0 : this.#clock.now() - retentionDays * 86_400_000;
  }

  close(): void {
    this.#cancelSweep();
  }

  #sweepSoon(): void {
    this.#cancelSweep();
    this.#cancelSweep = this.#clock.after(0, () => this.#sweep());
  }

  /** Removes expired events and those of deleted groups, in bites that do not hold up other work. */
  #sweep(): void {
    let more = this.events.deleteOrphans();
    for (const group of this.groups.withRetention()) {
      const { bytes, more: left } = this.events.expire(
        group.id,
        this.oldestMs(group.retentionDays),
      );
      if (bytes > 0) this.groups.addBytes(group.id, -bytes);
      more ||= left;
    }
    this.#cancelSweep = this.#clock.after(more ? 20 : sweepEveryMs, () => this.#sweep());
  }
}

export const missingGroup = "The specified log group does not exist.";
