import type { EngineDatabase } from "../store/database.ts";
import { EventReader, type StoredEvent } from "./event-reader.ts";

export interface LogEvent {
  timestampMs: number;
  message: string;
}

/** Events of one stream. */
export interface EventBatch {
  groupId: number;
  streamId: number;
  ingestionMs: number;
  events: readonly LogEvent[];
}

/** Sequence numbers are reserved on disk in blocks, so that none is given twice after a kill. */
const block = 1_000_000;

/** Rows inserted by one statement, in half the time of as many statements. */
const together = 50;

/** Rows deleted in one go: some 50 ms. */
const bite = 10_000;

/** Events, clustered by group and time, with a second index by stream and time. */
export class EventTable {
  readonly #database: EngineDatabase;
  readonly #add;
  readonly #addTogether;
  readonly #reader: EventReader;
  #nextSequence = 0;
  #reservedTo = 0;

  constructor(database: EngineDatabase) {
    this.#database = database;
    this.#reader = new EventReader(database);
    database.exec(`
      CREATE TABLE IF NOT EXISTS log_events (
        group_id INTEGER NOT NULL,
        timestamp_ms INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        stream_id INTEGER NOT NULL,
        ingestion_ms INTEGER NOT NULL,
        message TEXT NOT NULL,
        PRIMARY KEY (group_id, timestamp_ms, sequence)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS log_events_by_stream
        ON log_events (stream_id, timestamp_ms, sequence);
      CREATE TABLE IF NOT EXISTS log_sequence (reserved_to INTEGER NOT NULL);
      INSERT INTO log_sequence SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM log_sequence)`);
    const insert = (rows: number) =>
      database.prepare(
        `INSERT INTO log_events VALUES ${Array(rows).fill("(?, ?, ?, ?, ?, ?)").join()}`,
      );
    this.#add = insert(1);
    this.#addTogether = insert(together);
  }

  /** Stores the events of several streams. */
  addAll(batches: readonly EventBatch[]): void {
    const count = batches.reduce((sum, { events }) => sum + events.length, 0);
    if (this.#nextSequence + count > this.#reservedTo) this.#reserveBlock();
    let values: (number | string)[] = [];
    let rows = 0;
    for (const { groupId, streamId, ingestionMs, events } of batches)
      for (const { timestampMs, message } of events) {
        values.push(groupId, timestampMs, this.#nextSequence++, streamId, ingestionMs, message);
        rows += 1;
        if (rows < together) continue;
        this.#addTogether.run(values);
        values = [];
        rows = 0;
      }
    const columns = values.length / rows;
    for (let at = 0; at < values.length; at += columns)
      this.#add.run(values.slice(at, at + columns));
  }

  /** Deletes a group's events before `beforeMs`, a bite of them; `bytes` is what they counted. */
  expire(groupId: number, beforeMs: number): { bytes: number; more: boolean } {
    const oldest = this.#reader.read({ groupId, startMs: 0, endMs: beforeMs, limit: bite });
    const last = oldest.at(-1);
    if (!last) return { bytes: 0, more: false };
    this.#database
      .prepare("DELETE FROM log_events WHERE group_id = ? AND (timestamp_ms, sequence) <= (?, ?)")
      .run(groupId, last.timestampMs, last.sequence);
    return { bytes: bytesOf(oldest), more: oldest.length === bite };
  }

  /** Deletes a stream's events and says how many bytes they counted. */
  deleteStream(streamId: number): number {
    const { bytes } = this.#database
      .prepare(
        `SELECT COALESCE(SUM(LENGTH(CAST(message AS BLOB)) + 26), 0) AS bytes
         FROM log_events WHERE stream_id = ?`,
      )
      .get(streamId) as { bytes: number };
    this.#database.prepare("DELETE FROM log_events WHERE stream_id = ?").run(streamId);
    return bytes;
  }

  /** Deletes a bite of the events of groups that no longer exist; whether some may be left. */
  deleteOrphans(): boolean {
    const groups = this.#database
      .prepare(
        // A skip scan: one index look-up for each group that has events.
        `WITH RECURSIVE present(id) AS (
           SELECT MIN(group_id) FROM log_events
           UNION ALL SELECT (SELECT MIN(group_id) FROM log_events WHERE group_id > id)
           FROM present WHERE id IS NOT NULL)
         SELECT id FROM present WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM log_groups)`,
      )
      .all() as { id: number }[];
    let more = false;
    for (const { id } of groups) more = this.expire(id, Number.MAX_SAFE_INTEGER).more || more;
    return more;
  }

  #reserveBlock(): void {
    const { reserved_to } = this.#database
      .prepare("SELECT reserved_to FROM log_sequence")
      .get() as {
      reserved_to: number;
    };
    this.#nextSequence = Math.max(reserved_to, this.#nextSequence);
    this.#reservedTo = this.#nextSequence + block;
    this.#database.prepare("UPDATE log_sequence SET reserved_to = ?").run(this.#reservedTo);
  }
}

/** AWS counts an event as its UTF-8 bytes and 26 more. */
export function eventBytes(message: string): number {
  return Buffer.byteLength(message) + 26;
}

function bytesOf(events: readonly StoredEvent[]): number {
  return events.reduce((sum, { message }) => sum + eventBytes(message), 0);
}
