import type { EngineDatabase } from "../../store/database.ts";

/** A query that somebody saved. */
export interface SavedQuery {
  id: string;
  name: string;
  queryString: string;
  logGroupNames: string[];
  parameters: { name: string | undefined; defaultValue?: string; description?: string }[];
  modifiedMs: number;
}

/** The saved queries of all regions. */
export class QueryDefinitionTable {
  readonly #database: EngineDatabase;

  constructor(database: EngineDatabase) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS log_query_definitions (
        id TEXT PRIMARY KEY,
        region TEXT NOT NULL,
        definition TEXT NOT NULL
      ) WITHOUT ROWID`);
  }

  put(region: string, definition: SavedQuery): void {
    this.#database
      .prepare("INSERT OR REPLACE INTO log_query_definitions VALUES (?, ?, ?)")
      .run(definition.id, region, JSON.stringify(definition));
  }

  find(region: string, id: string): SavedQuery | undefined {
    return this.list(region).find((definition) => definition.id === id);
  }

  /** A region's saved queries in order of name. */
  list(region: string): SavedQuery[] {
    const rows = this.#database
      .prepare("SELECT definition FROM log_query_definitions WHERE region = ?")
      .all(region) as { definition: string }[];
    return rows
      .map(({ definition }) => JSON.parse(definition) as SavedQuery)
      .sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  }

  delete(id: string): void {
    this.#database.prepare("DELETE FROM log_query_definitions WHERE id = ?").run(id);
  }
}
