import type { EngineDatabase } from "../store/database.ts";
import { readStored, sizeOfItem, writeStored, type Item } from "./attribute-value.ts";
import { placeInIndex, type ItemKey } from "./item-key.ts";
import { keyOf, type Index, type Size, type Table } from "./table.ts";

const schema = `
CREATE TABLE IF NOT EXISTS dynamodb_items (
  table_id TEXT NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL, item TEXT NOT NULL, size INTEGER NOT NULL,
  PRIMARY KEY (table_id, hash, range)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dynamodb_index_entries (
  table_id TEXT NOT NULL, index_name TEXT NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL,
  item_hash BLOB NOT NULL, item_range BLOB NOT NULL,
  PRIMARY KEY (table_id, index_name, hash, range, item_hash, item_range)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dynamodb_expiries (
  table_id TEXT NOT NULL, expires_seconds INTEGER NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL,
  PRIMARY KEY (table_id, expires_seconds, hash, range)
) WITHOUT ROWID;`;

/** A stretch of a table or an index. */
export interface Stretch {
  index?: string;
  /** One value of the hash key; a scan has none. */
  hash?: Buffer;
  /** A scan's segment. */
  segment?: { from: Buffer; to: Buffer | undefined };
  range?: { from?: Buffer; afterFrom?: boolean; to?: Buffer; beforeTo?: boolean };
  /** Goes on behind this place: that of the index, and that of the item itself. */
  after?: { place: ItemKey; item: ItemKey };
  forward: boolean;
}

interface Row {
  item: string;
  size: number;
}

/** What is read of a stretch, with its size as DynamoDB counts it. */
export interface StoredItem {
  item: Item;
  sizeBytes: number;
}

/** Items of all tables and the entries of their indexes, in SQLite; indexes change together with their items. */
export class ItemStore {
  readonly #database: EngineDatabase;
  readonly #statements;

  constructor(database: EngineDatabase) {
    this.#database = database;
    database.exec(schema);
    this.#statements = {
      get: database.prepare(
        "SELECT item, size FROM dynamodb_items WHERE table_id = ? AND hash = ? AND range = ?",
      ),
      put: database.prepare("INSERT OR REPLACE INTO dynamodb_items VALUES (?, ?, ?, ?, ?)"),
      delete: database.prepare(
        "DELETE FROM dynamodb_items WHERE table_id = ? AND hash = ? AND range = ?",
      ),
      addEntry: database.prepare(
        "INSERT OR REPLACE INTO dynamodb_index_entries VALUES (?, ?, ?, ?, ?, ?)",
      ),
      removeEntry: database.prepare(
        `DELETE FROM dynamodb_index_entries WHERE table_id = ? AND index_name = ? AND hash = ? AND range = ?
         AND item_hash = ? AND item_range = ?`,
      ),
      addExpiry: database.prepare("INSERT OR REPLACE INTO dynamodb_expiries VALUES (?, ?, ?, ?)"),
      removeExpiry: database.prepare(
        "DELETE FROM dynamodb_expiries WHERE table_id = ? AND expires_seconds = ? AND hash = ? AND range = ?",
      ),
      expired: database.prepare(
        `SELECT item FROM dynamodb_expiries NATURAL JOIN dynamodb_items
         WHERE table_id = ? AND expires_seconds <= ? AND expires_seconds > ? LIMIT ?`,
      ),
      size: database.prepare(
        "SELECT count(*) AS items, coalesce(sum(size), 0) AS bytes FROM dynamodb_items WHERE table_id = ?",
      ),
      indexSize: database.prepare(
        `SELECT count(*) AS items, coalesce(sum(size), 0) AS bytes FROM dynamodb_index_entries AS entry
         JOIN dynamodb_items AS stored ON stored.table_id = entry.table_id
           AND stored.hash = entry.item_hash AND stored.range = entry.item_range
         WHERE entry.table_id = ? AND entry.index_name = ?`,
      ),
    };
  }

  /** All or nothing of what `work` writes. */
  atomically<Result>(work: () => Result): Result {
    return this.#database.inTransaction ? work() : this.#database.transaction(work)();
  }

  get(table: Table, { hash, range }: ItemKey): StoredItem | undefined {
    const row = this.#statements.get.get(table.id, hash, range) as Row | undefined;
    return row && present(row);
  }

  /** Puts `after` in the place of `before`; undefined means none. Within `atomically`. */
  replace(table: Table, place: ItemKey, before: Item | undefined, after: Item | undefined): void {
    const { hash, range } = place;
    for (const index of table.indexes) this.#replaceEntry(table, index, place, before, after);
    this.#replaceExpiry(table, place, before, after);
    if (after)
      this.#statements.put.run(table.id, hash, range, writeStored(after), sizeOfItem(after));
    else this.#statements.delete.run(table.id, hash, range);
  }

  #replaceEntry(
    table: Table,
    index: Index,
    { hash, range }: ItemKey,
    before: Item | undefined,
    after: Item | undefined,
  ): void {
    const key = keyOf(table, index.keySchema);
    const old = before && placeInIndex(before, key);
    const next = after && placeInIndex(after, key);
    if (old && next && old.hash.equals(next.hash) && old.range.equals(next.range)) return;
    if (old)
      this.#statements.removeEntry.run(table.id, index.name, old.hash, old.range, hash, range);
    if (next)
      this.#statements.addEntry.run(table.id, index.name, next.hash, next.range, hash, range);
  }

  #replaceExpiry(
    table: Table,
    { hash, range }: ItemKey,
    before: Item | undefined,
    after: Item | undefined,
  ): void {
    if (table.timeToLive === undefined) return;
    const old = before && expirySeconds(before, table.timeToLive);
    const next = after && expirySeconds(after, table.timeToLive);
    if (old === next) return;
    if (old !== undefined) this.#statements.removeExpiry.run(table.id, old, hash, range);
    if (next !== undefined) this.#statements.addExpiry.run(table.id, next, hash, range);
  }

  /** Items of a stretch in its order, one by one, as many as the caller takes. */
  *read(table: Table, stretch: Stretch, limit: number): Generator<StoredItem> {
    const { sql, parameters } = compile(table, stretch);
    for (const row of this.#database.prepare(sql).all(...parameters, limit) as Row[])
      yield present(row);
  }

  /** Fills a new index. Within `atomically`. */
  fillIndex(table: Table, index: Index): void {
    const rows = this.#database
      .prepare("SELECT hash, range, item FROM dynamodb_items WHERE table_id = ?")
      .all(table.id) as { hash: ArrayBuffer; range: ArrayBuffer; item: string }[];
    for (const row of rows) {
      const place = { hash: Buffer.from(row.hash), range: Buffer.from(row.range) };
      this.#replaceEntry(table, index, place, undefined, readStored(row.item));
    }
  }

  dropIndex(table: Table, indexName: string): void {
    this.#database
      .prepare("DELETE FROM dynamodb_index_entries WHERE table_id = ? AND index_name = ?")
      .run(table.id, indexName);
  }

  /** Begins anew with when items expire; for a change of the table's setting. */
  fillExpiries(table: Table): void {
    this.#database.prepare("DELETE FROM dynamodb_expiries WHERE table_id = ?").run(table.id);
    if (table.timeToLive === undefined) return;
    const rows = this.#database
      .prepare("SELECT hash, range, item FROM dynamodb_items WHERE table_id = ?")
      .all(table.id) as { hash: ArrayBuffer; range: ArrayBuffer; item: string }[];
    for (const row of rows) {
      const place = { hash: Buffer.from(row.hash), range: Buffer.from(row.range) };
      this.#replaceExpiry(table, place, undefined, readStored(row.item));
    }
  }

  /** Items whose time is up; DynamoDB leaves those alone that expired more than five years ago. */
  expired(table: Table, nowSeconds: number, limit: number): Item[] {
    const fiveYears = 5 * 365 * 86_400;
    const rows = this.#statements.expired.all(table.id, nowSeconds, nowSeconds - fiveYears, limit);
    return (rows as Row[]).map(({ item }) => readStored(item));
  }

  size({ id }: Table): Size {
    return this.#statements.size.get(id) as Size;
  }

  sizeOfIndex({ id }: Table, indexName: string): Size {
    return this.#statements.indexSize.get(id, indexName) as Size;
  }

  deleteTable({ id }: Table): void {
    for (const name of ["dynamodb_items", "dynamodb_index_entries", "dynamodb_expiries"])
      this.#database.prepare(`DELETE FROM ${name} WHERE table_id = ?`).run(id);
  }
}

const present = (row: Row): StoredItem => ({ item: readStored(row.item), sizeBytes: row.size });

function expirySeconds(item: Item, attribute: string): number | undefined {
  const value = item[attribute];
  if (!value || !("N" in value)) return undefined;
  const seconds = Math.floor(Number(value.N));
  return Number.isSafeInteger(seconds) ? seconds : undefined;
}

function compile(table: Table, stretch: Stretch): { sql: string; parameters: unknown[] } {
  const { index, hash, segment, range, after, forward } = stretch;
  const from = index
    ? `dynamodb_index_entries AS entry CROSS JOIN dynamodb_items AS stored
       ON stored.table_id = entry.table_id AND stored.hash = entry.item_hash AND stored.range = entry.item_range`
    : "dynamodb_items AS entry";
  const conditions = ["entry.table_id = ?"];
  const parameters: unknown[] = [table.id];
  const ask = (condition: string, ...values: unknown[]) => {
    conditions.push(condition);
    parameters.push(...values);
  };
  if (index) ask("entry.index_name = ?", index);
  if (hash) ask("entry.hash = ?", hash);
  if (segment) {
    ask("entry.hash >= ?", segment.from);
    if (segment.to) ask("entry.hash < ?", segment.to);
  }
  if (range?.from) ask(`entry.range ${range.afterFrom ? ">" : ">="} ?`, range.from);
  if (range?.to) ask(`entry.range ${range.beforeTo ? "<" : "<="} ?`, range.to);
  const places = index
    ? ["entry.hash", "entry.range", "entry.item_hash", "entry.item_range"]
    : ["entry.hash", "entry.range"];
  if (after) {
    const values = [after.place.hash, after.place.range];
    if (index) values.push(after.item.hash, after.item.range);
    ask(
      `(${places.join(", ")}) ${forward ? ">" : "<"} (${places.map(() => "?").join(", ")})`,
      ...values,
    );
  }
  const order = places.map((place) => `${place} ${forward ? "ASC" : "DESC"}`).join(", ");
  const columns = index ? "stored.item, stored.size" : "entry.item, entry.size";
  return {
    sql: `SELECT ${columns} FROM ${from} WHERE ${conditions.join(" AND ")} ORDER BY ${order} LIMIT ?`,
    parameters,
  };
}
