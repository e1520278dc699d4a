import type { EngineDatabase } from "../store/database.ts";
import { mergeAggregate, type Aggregate } from "./aggregate.ts";
import { QuantileSketch } from "./quantile-sketch.ts";

export interface Point {
  seriesId: number;
  /** 1, 60, 300 or 3600. */
  resolutionSeconds: number;
  startSeconds: number;
  unit: string;
  aggregate: Aggregate;
}

interface PointQuery {
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

interface PeriodAggregate {
  startSeconds: number;
  unit: string;
  aggregate: Aggregate;
}

type Row = [
  startSeconds: number,
  unit: string,
  count: number,
  sum: number,
  min: number,
  max: number,
  sketch?: ArrayBuffer | null,
];

/** Aggregates by unit, then by the start of their period in seconds. */
type Periods = Map<string, Map<number, Aggregate>>;

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
  readonly #readPoints;
  readonly #readWithSketches;
  readonly #drops;

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
    const columns = "start_s, unit, count, sum, min, max";
    this.#readPoints = database.prepare(`SELECT ${columns} FROM metric_points WHERE ${key}`).raw();
    this.#readWithSketches = database
      .prepare(
        `SELECT ${columns}, sketch FROM metric_points
         LEFT JOIN metric_sketches USING (series_id, resolution_s, start_s, unit) WHERE ${key}`,
      )
      .raw();
    this.#drops = ["metric_points", "metric_sketches"].map((table) =>
      database.prepare(`DELETE FROM ${table} WHERE ${key}`),
    );
  }

  /** Adds values to what is already known of the point. */
  add(point: Point): void {
    const { count, sum, min, max, sketch } = point.aggregate;
    const id = [point.seriesId, point.resolutionSeconds, point.startSeconds, point.unit];
    this.#addPoint.run(...id, count, sum, min, max);
    if (!sketch) return;
    const stored = this.#getSketch.get(...id) as { sketch: Uint8Array } | undefined;
    if (stored) sketch.mergeEncoded(stored.sketch);
    this.#putSketch.run(...id, Buffer.from(sketch.encode()));
  }

  /** The values of each period and unit that has any, in ascending order of time. */
  read(query: PointQuery): PeriodAggregate[] {
    const periods: Periods = new Map();
    if (query.periodSeconds < 60) {
      this.#collect(query, 60, periods, this.#minutesKnownBySecond(query));
      this.#collect(query, 1, periods);
    } else {
      this.#collect(query, 60, periods);
      if (query.periodSeconds >= 300) this.#collect(query, 300, periods);
      if (query.periodSeconds >= 3600) this.#collect(query, 3600, periods);
    }
    return listOf(periods);
  }

  /** Moves points past their resolution's retention into the next coarser one and drops the oldest. */
  expire(seriesIds: readonly number[], nowMs: number): void {
    for (const seriesId of seriesIds)
      this.#database.transaction(() => {
        this.#drop(seriesId, 1, (nowMs - secondsKeptMs) / 1000);
        for (const tier of tiers) {
          const before = Math.floor((nowMs - tier.keptMs) / 1000 / tier.into) * tier.into;
          const old: Periods = new Map();
          const query = { seriesId, startSeconds: 0, endSeconds: before, periodSeconds: tier.into };
          this.#collect({ ...query, withSketches: true }, tier.seconds, old);
          for (const period of listOf(old))
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
    periods: Periods,
    skipMinutes?: ReadonlySet<string>,
  ): void {
    const { seriesId, startSeconds, endSeconds, periodSeconds } = query;
    const statement = query.withSketches ? this.#readWithSketches : this.#readPoints;
    const rows = statement.all(seriesId, resolutionSeconds, startSeconds, endSeconds) as Row[];
    for (const [rowSeconds, unit, count, sum, min, max, bytes] of rows) {
      if (query.unit !== undefined && unit !== query.unit) continue;
      if (skipMinutes?.has(`${rowSeconds} ${unit}`)) continue;
      let ofUnit = periods.get(unit);
      if (!ofUnit) periods.set(unit, (ofUnit = new Map()));
      const start = rowSeconds - ((rowSeconds - startSeconds) % periodSeconds);
      let aggregate = ofUnit.get(start);
      if (aggregate) mergeAggregate(aggregate, { count, sum, min, max });
      else ofUnit.set(start, (aggregate = { count, sum, min, max }));
      if (!bytes) continue;
      aggregate.sketch ??= new QuantileSketch();
      aggregate.sketch.mergeEncoded(new Uint8Array(bytes));
    }
  }

  #minutesKnownBySecond({ seriesId, startSeconds, endSeconds }: PointQuery): Set<string> {
    const rows = this.#readPoints.all(seriesId, 1, startSeconds - 60, endSeconds + 60) as Row[];
    return new Set(rows.map(([seconds, unit]) => `${seconds - (seconds % 60)} ${unit}`));
  }

  #drop(seriesId: number, resolutionSeconds: number, beforeSeconds: number): void {
    for (const statement of this.#drops)
      statement.run(seriesId, resolutionSeconds, 0, Math.floor(beforeSeconds));
  }
}

function listOf(periods: Periods): PeriodAggregate[] {
  const list = [...periods].flatMap(([unit, aggregates]) =>
    [...aggregates].map(([startSeconds, aggregate]) => ({ startSeconds, unit, aggregate })),
  );
  return list.sort((one, other) => one.startSeconds - other.startSeconds);
}
