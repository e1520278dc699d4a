import type { EngineDatabase } from "../store/database.ts";

export interface LogStream {
  id: number;
  groupId: number;
  name: string;
  createdMs: number;
  /** Absent while the stream is empty. */
  firstEventMs?: number;
  lastEventMs?: number;
  lastIngestionMs?: number;
}

interface Row {
  id: number;
  group_id: number;
  name: string;
  created_ms: number;
  first_event_ms: number | null;
  last_event_ms: number | null;
  last_ingestion_ms: number | null;
}

/** The log streams of all groups. Ids are never used twice. */
export class StreamTable {
  readonly #database: EngineDatabase;
  readonly #find;
  readonly #extend;
  readonly #nameOf;

  constructor(database: EngineDatabase) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS log_streams (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        group_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        created_ms INTEGER NOT NULL,
        first_event_ms INTEGER,
        last_event_ms INTEGER,
        last_ingestion_ms INTEGER,
        UNIQUE (group_id, name)
      )`);
    this.#find = database.prepare("SELECT * FROM log_streams WHERE group_id = ? AND name = ?");
    this.#nameOf = database.prepare("SELECT name FROM log_streams WHERE id = ?");
    this.#extend = database.prepare(
      `UPDATE log_streams SET first_event_ms = MIN(COALESCE(first_event_ms, ?1), ?1),
         last_event_ms = MAX(COALESCE(last_event_ms, ?2), ?2), last_ingestion_ms = ?3 WHERE id = ?4`,
    );
  }

  find(groupId: number, name: string): LogStream | undefined {
    const row = this.#find.get(groupId, name) as Row | undefined;
    return row && fromRow(row);
  }

  create(groupId: number, name: string, createdMs: number): LogStream {
    const { lastInsertRowid } = this.#database
      .prepare("INSERT INTO log_streams (group_id, name, created_ms) VALUES (?, ?, ?)")
      .run(groupId, name, createdMs);
    return { id: Number(lastInsertRowid), groupId, name, createdMs };
  }

  /** Notes that events from `firstMs` to `lastMs` were stored. */
  extend(id: number, firstMs: number, lastMs: number, ingestionMs: number): void {
    this.#extend.run(firstMs, lastMs, ingestionMs, id);
  }

  /** A group's streams in order of name. */
  list(groupId: number): LogStream[] {
    const rows = this.#database
      .prepare("SELECT * FROM log_streams WHERE group_id = ? ORDER BY name")
      .all(groupId) as Row[];
    return rows.map(fromRow);
  }

  /** What turns events back into AWS's words; undefined for a stream that was deleted. */
  nameOf(id: number): string | undefined {
    return (this.#nameOf.get(id) as { name: string } | undefined)?.name;
  }

  delete(id: number): void {
    this.#database.prepare("DELETE FROM log_streams WHERE id = ?").run(id);
  }

  deleteAll(groupId: number): void {
    this.#database.prepare("DELETE FROM log_streams WHERE group_id = ?").run(groupId);
  }
}

function fromRow(row: Row): LogStream {
  return {
    id: row.id,
    groupId: row.group_id,
    name: row.name,
    createdMs: row.created_ms,
    ...(row.first_event_ms === null ? {} : { firstEventMs: row.first_event_ms }),
    ...(row.last_event_ms === null ? {} : { lastEventMs: row.last_event_ms }),
    ...(row.last_ingestion_ms === null ? {} : { lastIngestionMs: row.last_ingestion_ms }),
  };
}
