import type { EngineDatabase } from "./database.ts";

/**
 * Named JSON documents: read from memory, written through to SQLite before the write returns.
 * Documents are never changed in place: `set` a new one.
 */
export class DocumentTable<Document> {
  readonly #documents = new Map<string, Document>();
  readonly #upsert;
  readonly #remove;

  constructor(database: EngineDatabase, name: string) {
    database.exec(
      `CREATE TABLE IF NOT EXISTS ${name} (key TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID`,
    );
    const rows = database.prepare(`SELECT key, document FROM ${name}`).all() as {
      key: string;
      document: string;
    }[];
    for (const row of rows) this.#documents.set(row.key, JSON.parse(row.document) as Document);
    this.#upsert = database.prepare(
      `INSERT INTO ${name} (key, document) VALUES (?, ?)
       ON CONFLICT (key) DO UPDATE SET document = excluded.document`,
    );
    this.#remove = database.prepare(`DELETE FROM ${name} WHERE key = ?`);
  }

  get(key: string): Document | undefined {
    return this.#documents.get(key);
  }

  values(): IterableIterator<Document> {
    return this.#documents.values();
  }

  set(key: string, document: Document): void {
    this.#upsert.run(key, JSON.stringify(document));
    this.#documents.set(key, document);
  }

  delete(key: string): void {
    this.#remove.run(key);
    this.#documents.delete(key);
  }
}
