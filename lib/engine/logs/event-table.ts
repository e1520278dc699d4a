import type { EngineDatabase } from "../store/database.ts";

export interface StoredEvent {
  streamId: number;
  timestampMs: number;
  /** Order of arrival over all groups; with the time it is an event's place. */
  sequence: number;
  ingestionMs: number;
  message: string;
}

/** Events are ordered by time, those of one time by arrival. */
export interface EventPlace {
  timestampMs: number;
  sequence: number;
}

interface EventRange {
  groupId: number;
  /** Only these streams; all of the group when left out. */
  streamIds?: readonly number[];
  /** Inclusive. */
  startMs: number;
  /** Exclusive. */
  endMs: number;
  /** Only events beyond this place, in the direction of reading. */
  beyond?: EventPlace;
  descending?: boolean;
  limit: number;
}

interface Row {
  stream_id: number;
  timestamp_ms: number;
  sequence: number;
  ingestion_ms: number;
  message: string;
}

/** Sequence numbers are reserved on disk in blocks, so that none is given twice after a kill. */
const block = 1_000_000;

/** Rows deleted in one go: some 50 ms. */
const bite = 10_000;

/** Events, clustered by group and time, with a second index by stream and time. */
export class EventTable {
  readonly #database: EngineDatabase;
  readonly #add;
  #nextSequence = 0;
  #reservedTo = 0;

  constructor(database: EngineDatabase) {
    this.#database = database;
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
    this.#add = database.prepare("INSERT INTO log_events VALUES (?, ?, ?, ?, ?, ?)");
  }

  add(
    groupId: number,
    streamId: number,
    timestampMs: number,
    ingestionMs: number,
    message: string,
  ): void {
    if (this.#nextSequence >= this.#reservedTo) this.#reserveBlock();
    this.#add.run(groupId, timestampMs, this.#nextSequence++, streamId, ingestionMs, message);
  }

  /** The first `limit` events of the range in the direction of reading. */
  read(range: EventRange): StoredEvent[] {
    const { groupId, streamIds, descending = false, limit } = range;
    const beyond = range.beyond ?? (descending ? lastPlace : firstPlace);
    // One stream is read by its own index; more of them by filtering the group's.
    const [source, owner] =
      streamIds?.length === 1
        ? ["log_events INDEXED BY log_events_by_stream WHERE stream_id = ?", streamIds[0]!]
        : ["log_events WHERE group_id = ?", groupId];
    const among =
      streamIds && streamIds.length !== 1 ? `AND stream_id IN (${streamIds.join(",")})` : "";
    const [comparison, order] = descending ? ["<", "DESC"] : [">", "ASC"];
    const rows = this.#database
      .prepare(
        `SELECT stream_id, timestamp_ms, sequence, ingestion_ms, message FROM ${source} ${among}
         AND timestamp_ms >= ? AND timestamp_ms < ? AND (timestamp_ms, sequence) ${comparison} (?, ?)
         ORDER BY timestamp_ms ${order}, sequence ${order} LIMIT ?`,
      )
      .all(
        owner,
        Math.max(range.startMs, descending ? 0 : beyond.timestampMs),
        Math.min(range.endMs, descending ? beyond.timestampMs + 1 : Number.MAX_SAFE_INTEGER),
        beyond.timestampMs,
        beyond.sequence,
        limit,
      ) as Row[];
    return rows.map((row) => ({
      streamId: row.stream_id,
      timestampMs: row.timestamp_ms,
      sequence: row.sequence,
      ingestionMs: row.ingestion_ms,
      message: row.message,
    }));
  }

  /** Deletes a group's events before `beforeMs`, a bite of them; `bytes` is what they counted. */
  expire(groupId: number, beforeMs: number): { bytes: number; more: boolean } {
    const oldest = this.read({ groupId, startMs: 0, endMs: beforeMs, limit: bite });
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

const firstPlace: EventPlace = { timestampMs: -1, sequence: -1 };
const lastPlace: EventPlace = {
  timestampMs: Number.MAX_SAFE_INTEGER - 1,
  sequence: Number.MAX_SAFE_INTEGER,
};

/** AWS counts an event as its UTF-8 bytes and 26 more. */
export function eventBytes(message: string): number {
  return Buffer.byteLength(message) + 26;
}

function bytesOf(events: readonly StoredEvent[]): number {
  return events.reduce((sum, { message }) => sum + eventBytes(message), 0);
}
