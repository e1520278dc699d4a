import type { EngineDatabase } from "../store/database.ts";
import { emptyAggregate, mergeAggregate, type Aggregate } from "./aggregate.ts";
import { QuantileSketch } from "./quantile-sketch.ts";

export interface Point {
  seriesId: number;
  /** 1, 60, 300 or 3600. */
  resolutionSeconds: number;
  startSeconds: number;
  unit: string;
  aggregate: Aggregate;
}

export interface PointQuery {
  seriesId: number;
  unit?: string;
  /** Inclusive; periods are counted from here. */
  startSeconds: number;
  /** Exclusive. */
  endSeconds: number;
  periodSeconds: number;
  /** Sketches cost more to read; percentiles need them. */
  withSketches: boolean;
}

export interface PeriodAggregate {
  startSeconds: number;
  unit: string;
  aggregate: Aggregate;
}

interface Row {
  start_s: number;
  unit: string;
  count: number;
  sum: number;
  min: number;
  max: number;
}

/** CloudWatch keeps points by resolution: older ones live on in the next coarser one. */
const tiers = [
  { seconds: 60, keptMs: 15 * 86_400_000, into: 300 },
  { seconds: 300, keptMs: 63 * 86_400_000, into: 3600 },
] as const;
const secondsKeptMs = 3 * 3_600_000;
const hoursKeptMs = 455 * 86_400_000;

const key = "series_id = ? AND resolution_s = ? AND start_s >= ? AND start_s < ?";

/** One row a metric, resolution, stretch of time and unit; sketches apart, to keep scans dense. */
export class PointTable {
  readonly #database: EngineDatabase;
  readonly #addPoint;
  readonly #getSketch;
  readonly #putSketch;

  constructor(database: EngineDatabase) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS metric_points (
        series_id INTEGER NOT NULL,
        resolution_s INTEGER NOT NULL,
        start_s INTEGER NOT NULL,
        unit TEXT NOT NULL,
        count REAL NOT NULL,
        sum REAL NOT NULL,
        min REAL NOT NULL,
        max REAL NOT NULL,
        PRIMARY KEY (series_id, resolution_s, start_s, unit)
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS metric_sketches (
        series_id INTEGER NOT NULL,
        resolution_s INTEGER NOT NULL,
        start_s INTEGER NOT NULL,
        unit TEXT NOT NULL,
        sketch BLOB NOT NULL,
        PRIMARY KEY (series_id, resolution_s, start_s, unit)
      ) WITHOUT ROWID`);
    this.#addPoint = database.prepare(
      `INSERT INTO metric_points VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count, sum = sum + excluded.sum,
         min = MIN(min, excluded.min), max = MAX(max, excluded.max)`,
    );
    this.#getSketch = database.prepare(
      `SELECT sketch FROM metric_sketches
       WHERE series_id = ? AND resolution_s = ? AND start_s = ? AND unit = ?`,
    );
    this.#putSketch = database.prepare(
      "INSERT OR REPLACE INTO metric_sketches VALUES (?, ?, ?, ?, ?)",
    );
  }

  /** Adds values to what is already known of the point. */
  add(point: Point): void {
    const { count, sum, min, max, sketch } = point.aggregate;
    const id = [point.seriesId, point.resolutionSeconds, point.startSeconds, point.unit];
    this.#addPoint.run(...id, count, sum, min, max);
    if (!sketch) return;
    const stored = this.#getSketch.get(...id) as { sketch: Uint8Array } | undefined;
    const merged = stored ? QuantileSketch.decode(stored.sketch) : new QuantileSketch();
    merged.merge(sketch);
    this.#putSketch.run(...id, Buffer.from(merged.encode()));
  }

  /** The values of each period and unit that has any, in ascending order of time. */
  read(query: PointQuery): PeriodAggregate[] {
    const periods = new Map<string, PeriodAggregate>();
    if (query.periodSeconds < 60) {
      this.#collect(query, 60, periods, this.#minutesKnownBySecond(query));
      this.#collect(query, 1, periods);
    } else {
      this.#collect(query, 60, periods);
      if (query.periodSeconds >= 300) this.#collect(query, 300, periods);
      if (query.periodSeconds >= 3600) this.#collect(query, 3600, periods);
    }
    return [...periods.values()].sort((one, other) => one.startSeconds - other.startSeconds);
  }

  /** Moves points past their resolution's retention into the next coarser one and drops the oldest. */
  expire(seriesIds: readonly number[], nowMs: number): void {
    for (const seriesId of seriesIds)
      this.#database.transaction(() => {
        this.#drop(seriesId, 1, (nowMs - secondsKeptMs) / 1000);
        for (const tier of tiers) {
          const before = Math.floor((nowMs - tier.keptMs) / 1000 / tier.into) * tier.into;
          const old = new Map<string, PeriodAggregate>();
          const query = { seriesId, startSeconds: 0, endSeconds: before, periodSeconds: tier.into };
          this.#collect({ ...query, withSketches: true }, tier.seconds, old);
          for (const period of old.values())
            this.add({ seriesId, resolutionSeconds: tier.into, ...period });
          if (old.size > 0) this.#drop(seriesId, tier.seconds, before);
        }
        this.#drop(seriesId, 3600, (nowMs - hoursKeptMs) / 1000);
      })();
  }

  /** Merges one resolution's points into `periods`, but for the minutes to skip. */
  #collect(
    query: PointQuery,
    resolutionSeconds: number,
    periods: Map<string, PeriodAggregate>,
    skipMinutes?: Set<string>,
  ): void {
    const sketches = query.withSketches ? this.#sketches(query, resolutionSeconds) : undefined;
    for (const row of this.#rows(query, resolutionSeconds)) {
      const place = `${row.start_s} ${row.unit}`;
      if (skipMinutes?.has(place)) continue;
      if (query.unit !== undefined && row.unit !== query.unit) continue;
      const startSeconds = row.start_s - ((row.start_s - query.startSeconds) % query.periodSeconds);
      const id = `${startSeconds} ${row.unit}`;
      let period = periods.get(id);
      if (!period) {
        period = { startSeconds, unit: row.unit, aggregate: emptyAggregate() };
        periods.set(id, period);
      }
      const bytes = sketches?.get(place);
      const { count, sum, min, max } = row;
      const sketch = bytes && QuantileSketch.decode(bytes);
      mergeAggregate(period.aggregate, { count, sum, min, max, ...(sketch ? { sketch } : {}) });
    }
  }

  #rows(query: PointQuery, resolutionSeconds: number): Row[] {
    // A period that is a multiple of the resolution is summed up by SQLite: far fewer rows to carry over.
    const summed = query.periodSeconds > resolutionSeconds && !query.withSketches;
    const columns = summed
      ? "MIN(start_s) AS start_s, unit, SUM(count) AS count, SUM(sum) AS sum, MIN(min) AS min, MAX(max) AS max"
      : "start_s, unit, count, sum, min, max";
    const grouping = summed
      ? `GROUP BY (start_s - ${Math.trunc(query.startSeconds)}) / ${Math.trunc(query.periodSeconds)}, unit`
      : "";
    return this.#database
      .prepare(`SELECT ${columns} FROM metric_points WHERE ${key} ${grouping}`)
      .all(query.seriesId, resolutionSeconds, query.startSeconds, query.endSeconds) as Row[];
  }

  #sketches(query: PointQuery, resolutionSeconds: number): Map<string, Uint8Array> {
    const rows = this.#database
      .prepare(`SELECT start_s, unit, sketch FROM metric_sketches WHERE ${key}`)
      .all(query.seriesId, resolutionSeconds, query.startSeconds, query.endSeconds) as {
      start_s: number;
      unit: string;
      sketch: ArrayBuffer;
    }[];
    return new Map(rows.map((row) => [`${row.start_s} ${row.unit}`, new Uint8Array(row.sketch)]));
  }

  #minutesKnownBySecond(query: PointQuery): Set<string> {
    const rows = this.#database
      .prepare(
        `SELECT DISTINCT start_s - start_s % 60 AS minute, unit FROM metric_points WHERE ${key}`,
      )
      .all(query.seriesId, 1, query.startSeconds - 60, query.endSeconds + 60) as {
      minute: number;
      unit: string;
    }[];
    return new Set(rows.map((row) => `${row.minute} ${row.unit}`));
  }

  #drop(seriesId: number, resolutionSeconds: number, beforeSeconds: number): void {
    for (const table of ["metric_points", "metric_sketches"])
      this.#database
        .prepare(`DELETE FROM ${table} WHERE ${key}`)
        .run(seriesId, resolutionSeconds, 0, Math.floor(beforeSeconds));
  }
}
