import type { EngineDatabase } from "../store/database.ts";

export interface StoredRecord {
  sequence: number;
  arrivedMs: number;
  partitionKey: string;
  data: Buffer;
}

/** Records of all shards, in the order in which they came. */
export class RecordTable {
  readonly #database: EngineDatabase;
  readonly #statements;

  constructor(database: EngineDatabase) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS kinesis_records (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, shard INTEGER NOT NULL,
        arrived_ms INTEGER NOT NULL, partition_key TEXT NOT NULL, data BLOB NOT NULL);
      CREATE INDEX IF NOT EXISTS kinesis_order ON kinesis_records (stream, shard, sequence)`);
    const shard = "stream = ? AND shard = ?";
    this.#statements = {
      add: database.prepare(
        `INSERT INTO kinesis_records (stream, shard, arrived_ms, partition_key, data)
         VALUES (?, ?, ?, ?, ?) RETURNING sequence`,
      ),
      read: database.prepare(
        `SELECT sequence, arrived_ms AS arrivedMs, partition_key AS partitionKey, data FROM kinesis_records
         WHERE ${shard} AND sequence > ? AND arrived_ms >= ? ORDER BY sequence LIMIT ?`,
      ),
      from: database.prepare(
        `SELECT min(sequence) AS sequence FROM kinesis_records WHERE ${shard} AND arrived_ms >= ?`,
      ),
      last: database.prepare(
        "SELECT coalesce(max(seq), 0) AS sequence FROM sqlite_sequence WHERE name = 'kinesis_records'",
      ),
      trim: database.prepare(
        `DELETE FROM kinesis_records WHERE ${shard} AND arrived_ms < ? AND sequence <= ?`,
      ),
      clear: database.prepare("DELETE FROM kinesis_records WHERE stream = ?"),
    };
  }

  atomically<T>(work: () => T): T {
    return this.#database.transaction(work)();
  }

  add(
    stream: number,
    shard: number,
    record: { arrivedMs: number; partitionKey: string; data: Uint8Array },
  ): number {
    const { arrivedMs, partitionKey, data } = record;
    const row = this.#statements.add.get(stream, shard, arrivedMs, partitionKey, Buffer.from(data));
    return (row as { sequence: number }).sequence;
  }

  /** Records behind a place that are not older than asked, oldest first. */
  read(
    stream: number,
    shard: number,
    range: { after: number; sinceMs: number; limit: number },
  ): StoredRecord[] {
    const { after, sinceMs, limit } = range;
    const rows = this.#statements.read.all(stream, shard, after, sinceMs, limit) as (Omit<
      StoredRecord,
      "data"
    > & { data: ArrayBuffer })[];
    return rows.map((row) => ({ ...row, data: Buffer.from(row.data) }));
  }

  /** The place before the first record that came then or later; the newest place of all where there is none. */
  before(stream: number, shard: number, sinceMs: number): number {
    const { sequence } = this.#statements.from.get(stream, shard, sinceMs) as {
      sequence: number | null;
    };
    return sequence === null ? this.last() : sequence - 1;
  }

  /** The place of the newest record of any stream. */
  last(): number {
    return (this.#statements.last.get() as { sequence: number }).sequence;
  }

  trim(stream: number, shard: number, beforeMs: number): void {
    this.#statements.trim.run(stream, shard, beforeMs, this.last());
  }

  clear(stream: number): void {
    this.#statements.clear.run(stream);
  }
}
