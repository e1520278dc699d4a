import type { EngineDatabase } from "../store/database.ts";

export interface LogGroup {
  id: number;
  region: string;
  name: string;
  createdMs: number;
  retentionDays?: number;
  storedBytes: number;
  tags: Record<string, string>;
  deletionProtected: boolean;
}

interface Row {
  id: number;
  region: string;
  name: string;
  created_ms: number;
  retention_days: number | null;
  stored_bytes: number;
  tags: string;
  deletion_protected: number;
}

/** The log groups that exist. Ids are never used twice. */
export class GroupTable {
  readonly #database: EngineDatabase;
  readonly #find;
  readonly #addBytes;

  constructor(database: EngineDatabase) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS log_groups (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        region TEXT NOT NULL,
        name TEXT NOT NULL,
        created_ms INTEGER NOT NULL,
        retention_days INTEGER,
        stored_bytes INTEGER NOT NULL DEFAULT 0,
        tags TEXT NOT NULL,
        deletion_protected INTEGER NOT NULL,
        UNIQUE (region, name)
      )`);
    this.#find = database.prepare("SELECT * FROM log_groups WHERE region = ? AND name = ?");
    this.#addBytes = database.prepare(
      "UPDATE log_groups SET stored_bytes = MAX(0, stored_bytes + ?) WHERE id = ?",
    );
  }

  find(region: string, name: string): LogGroup | undefined {
    const row = this.#find.get(region, name) as Row | undefined;
    return row && fromRow(row);
  }

  create(group: {
    region: string;
    name: string;
    createdMs: number;
    tags?: Record<string, string>;
    deletionProtected?: boolean;
  }): LogGroup {
    const { region, name, createdMs, tags = {} } = group;
    const deletionProtected = group.deletionProtected ?? false;
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO log_groups (region, name, created_ms, tags, deletion_protected)
         VALUES (?, ?, ?, ?, ?)`,
      )
      .run(region, name, createdMs, JSON.stringify(tags), deletionProtected ? 1 : 0);
    return {
      id: Number(lastInsertRowid),
      region,
      name,
      createdMs,
      storedBytes: 0,
      tags,
      deletionProtected,
    };
  }

  /** A region's groups in order of name. */
  list(region: string): LogGroup[] {
    const rows = this.#database
      .prepare("SELECT * FROM log_groups WHERE region = ? ORDER BY name")
      .all(region) as Row[];
    return rows.map(fromRow);
  }

  withRetention(): LogGroup[] {
    const rows = this.#database
      .prepare("SELECT * FROM log_groups WHERE retention_days IS NOT NULL")
      .all() as Row[];
    return rows.map(fromRow);
  }

  setRetention(id: number, days: number | undefined): void {
    this.#database
      .prepare("UPDATE log_groups SET retention_days = ? WHERE id = ?")
      .run(days ?? null, id);
  }

  setTags(id: number, tags: Record<string, string>): void {
    this.#database
      .prepare("UPDATE log_groups SET tags = ? WHERE id = ?")
      .run(JSON.stringify(tags), id);
  }

  setDeletionProtected(id: number, deletionProtected: boolean): void {
    this.#database
      .prepare("UPDATE log_groups SET deletion_protected = ? WHERE id = ?")
      .run(deletionProtected ? 1 : 0, id);
  }

  /** `bytes` may be negative. */
  addBytes(id: number, bytes: number): void {
    this.#addBytes.run(bytes, id);
  }

  delete(id: number): void {
    this.#database.prepare("DELETE FROM log_groups WHERE id = ?").run(id);
  }
}

function fromRow(row: Row): LogGroup {
  return {
    id: row.id,
    region: row.region,
    name: row.name,
    createdMs: row.created_ms,
    ...(row.retention_days === null ? {} : { retentionDays: row.retention_days }),
    storedBytes: row.stored_bytes,
    tags: JSON.parse(row.tags) as Record<string, string>,
    deletionProtected: row.deletion_protected === 1,
  };
}
