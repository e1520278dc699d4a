import type { EngineDatabase } from "../store/database.ts";

/** What tells one metric from another; the order of dimensions does not matter. */
export interface SeriesIdentity {
  region: string;
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
}

interface Series extends SeriesIdentity {
  id: number;
  /** Time of the newest value. */
  lastActiveMs: number;
}

interface SeriesRow {
  id: number;
  region: string;
  namespace: string;
  name: string;
  dimensions: string;
  last_active_ms: number;
}

/** Points are kept for 455 days at most, so an older series has none left. */
const forgottenAfterMs = 456 * 86_400_000;

export function seriesKey(identity: SeriesIdentity): string {
  const { region, namespace, name, dimensions } = identity;
  return JSON.stringify([region, namespace, name, sortedDimensions(dimensions)]);
}

/** The metrics that exist. */
export class SeriesTable {
  readonly #database: EngineDatabase;
  readonly #known = new Map<string, { id: number; lastActiveMs: number }>();

  constructor(database: EngineDatabase) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS metric_series (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        region TEXT NOT NULL,
        namespace TEXT NOT NULL,
        name TEXT NOT NULL,
        dimensions TEXT NOT NULL,
        last_active_ms INTEGER NOT NULL,
        UNIQUE (region, namespace, name, dimensions)
      )`);
    for (const row of this.#all()) {
      const series = fromRow(row);
      this.#known.set(seriesKey(series), series);
    }
  }

  /** The id of a metric that has a value at `activeMs`; makes the metric if there is none yet. */
  idOf(identity: SeriesIdentity, activeMs: number): number {
    const key = seriesKey(identity);
    const known = this.#known.get(key);
    if (known && known.lastActiveMs >= activeMs) return known.id;
    if (known) {
      known.lastActiveMs = activeMs;
      this.#database
        .prepare("UPDATE metric_series SET last_active_ms = ? WHERE id = ?")
        .run(activeMs, known.id);
      return known.id;
    }
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO metric_series (region, namespace, name, dimensions, last_active_ms)
         VALUES (?, ?, ?, ?, ?)`,
      )
      .run(
        identity.region,
        identity.namespace,
        identity.name,
        JSON.stringify(sortedDimensions(identity.dimensions)),
        activeMs,
      );
    const id = Number(lastInsertRowid);
    this.#known.set(key, { id, lastActiveMs: activeMs });
    return id;
  }

  /** The metric's id, or undefined when nothing was ever recorded under exactly these dimensions. */
  find(identity: SeriesIdentity): number | undefined {
    return this.#known.get(seriesKey(identity))?.id;
  }

  /** A region's metrics with an id above `afterId` that had a value since `activeSinceMs`, by id. */
  list(region: string, afterId: number, activeSinceMs: number): Series[] {
    const rows = this.#database
      .prepare(
        `SELECT * FROM metric_series WHERE region = ? AND id > ? AND last_active_ms >= ? ORDER BY id`,
      )
      .all(region, afterId, activeSinceMs) as SeriesRow[];
    return rows.map(fromRow);
  }

  ids(): number[] {
    return [...this.#known.values()].map(({ id }) => id);
  }

  /** Forgets metrics whose last value is beyond every retention. */
  expire(nowMs: number): void {
    for (const [key, { id, lastActiveMs }] of this.#known) {
      if (lastActiveMs >= nowMs - forgottenAfterMs) continue;
      this.#database.prepare("DELETE FROM metric_series WHERE id = ?").run(id);
      this.#known.delete(key);
    }
  }

  #all(): SeriesRow[] {
    return this.#database.prepare("SELECT * FROM metric_series").all() as SeriesRow[];
  }
}

function sortedDimensions(dimensions: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1));
}

function fromRow(row: SeriesRow): Series {
  return {
    id: row.id,
    region: row.region,
    namespace: row.namespace,
    name: row.name,
    dimensions: Object.fromEntries(JSON.parse(row.dimensions) as [string, string][]),
    lastActiveMs: row.last_active_ms,
  };
}
