import type { EngineDatabase } from "../store/database.ts";

/** State of a window that is not over. */
export interface OpenWindow {
  startMs: number;
  state: unknown;
}

/**
 * How far mappings have come in the shards of their streams, lane by lane, and what their functions have gathered in
 * the window that is open; a killed engine goes on from there.
 */
export class CheckpointTable {
  readonly #database: EngineDatabase;
  readonly #statements;

  constructor(database: EngineDatabase) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS lambda_stream_checkpoints (
        mapping TEXT NOT NULL, lane INTEGER NOT NULL, sequence INTEGER NOT NULL,
        PRIMARY KEY (mapping, lane)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS lambda_stream_windows (
        mapping TEXT NOT NULL, lane INTEGER NOT NULL, document TEXT NOT NULL,
        PRIMARY KEY (mapping, lane)) WITHOUT ROWID`);
    const part = "mapping = ? AND lane = ?";
    const every = ["lambda_stream_checkpoints", "lambda_stream_windows"];
    this.#statements = {
      read: database.prepare(
        "SELECT lane, sequence FROM lambda_stream_checkpoints WHERE mapping = ? ORDER BY lane",
      ),
      write: database.prepare("INSERT OR REPLACE INTO lambda_stream_checkpoints VALUES (?, ?, ?)"),
      known: database.prepare(
        "SELECT 1 FROM lambda_stream_checkpoints WHERE mapping = ? OR mapping LIKE ? || '/%' LIMIT 1",
      ),
      clear: every.map((table) => database.prepare(`DELETE FROM ${table} WHERE mapping = ?`)),
      mappings: database.prepare("SELECT DISTINCT mapping FROM lambda_stream_checkpoints"),
      window: database.prepare(`SELECT document FROM lambda_stream_windows WHERE ${part}`),
      open: database.prepare("INSERT OR REPLACE INTO lambda_stream_windows VALUES (?, ?, ?)"),
      close: database.prepare(`DELETE FROM lambda_stream_windows WHERE ${part}`),
    };
  }

  /** Whether a mapping has begun to read. */
  knows(mapping: string): boolean {
    return this.#statements.known.get(mapping, mapping) !== undefined;
  }

  /**
   * Where each of the lanes goes on. With another number of lanes than before, all of them go on where the slowest
   * was: some records come again, none is lost.
   */
  read(mapping: string, lanes: number, start: () => number): number[] {
    const rows = this.#statements.read.all(mapping) as { sequence: number }[];
    if (rows.length === lanes) return rows.map(({ sequence }) => sequence);
    const from = rows.length > 0 ? Math.min(...rows.map(({ sequence }) => sequence)) : start();
    this.#clear(mapping);
    const all = Array.from({ length: lanes }, () => from);
    for (const [lane, sequence] of all.entries()) this.write(mapping, lane, sequence);
    return all;
  }

  write(mapping: string, lane: number, sequence: number): void {
    this.#statements.write.run(mapping, lane, sequence);
  }

  window(mapping: string, lane: number): OpenWindow | undefined {
    const row = this.#statements.window.get(mapping, lane) as { document: string } | undefined;
    return row && (JSON.parse(row.document) as OpenWindow);
  }

  /** Keeps a window's state together with how far its lane has come. */
  writeWindow(
    mapping: string,
    lane: number,
    window: OpenWindow | undefined,
    sequence: number,
  ): void {
    this.#database.transaction(() => {
      if (window) this.#statements.open.run(mapping, lane, JSON.stringify(window));
      else this.#statements.close.run(mapping, lane);
      this.write(mapping, lane, sequence);
    })();
  }

  /** Forgets the mappings that are no more. */
  keepOnly(mappings: ReadonlySet<string>): void {
    for (const { mapping } of this.#statements.mappings.all() as { mapping: string }[])
      if (!mappings.has(mapping.replace(/\/.*$/, ""))) this.#clear(mapping);
  }

  #clear(mapping: string): void {
    for (const statement of this.#statements.clear) statement.run(mapping);
  }
}
