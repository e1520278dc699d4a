import type { EngineDatabase } from "../store/database.ts";

/** How far mappings have come in their streams, lane by lane; a killed engine goes on from there. */
export class CheckpointTable {
  readonly #statements;

  constructor(database: EngineDatabase) {
    database.exec(`CREATE TABLE IF NOT EXISTS lambda_stream_checkpoints (
      mapping TEXT NOT NULL, lane INTEGER NOT NULL, sequence INTEGER NOT NULL,
      PRIMARY KEY (mapping, lane)) WITHOUT ROWID`);
    this.#statements = {
      read: database.prepare(
        "SELECT lane, sequence FROM lambda_stream_checkpoints WHERE mapping = ? ORDER BY lane",
      ),
      write: database.prepare("INSERT OR REPLACE INTO lambda_stream_checkpoints VALUES (?, ?, ?)"),
      clear: database.prepare("DELETE FROM lambda_stream_checkpoints WHERE mapping = ?"),
      mappings: database.prepare("SELECT DISTINCT mapping FROM lambda_stream_checkpoints"),
    };
  }

  /**
   * Where each of the lanes goes on. With another number of lanes than before, all of them go on where the slowest
   * was: some records come again, none is lost.
   */
  read(mapping: string, lanes: number, start: () => number): number[] {
    const rows = this.#statements.read.all(mapping) as { sequence: number }[];
    if (rows.length === lanes) return rows.map(({ sequence }) => sequence);
    const from = rows.length > 0 ? Math.min(...rows.map(({ sequence }) => sequence)) : start();
    this.#statements.clear.run(mapping);
    const all = Array.from({ length: lanes }, () => from);
    for (const [lane, sequence] of all.entries()) this.write(mapping, lane, sequence);
    return all;
  }

  write(mapping: string, lane: number, sequence: number): void {
    this.#statements.write.run(mapping, lane, sequence);
  }

  /** Forgets the mappings that are no more. */
  keepOnly(mappings: ReadonlySet<string>): void {
    for (const { mapping } of this.#statements.mappings.all() as { mapping: string }[])
      if (!mappings.has(mapping)) this.#statements.clear.run(mapping);
  }
}
