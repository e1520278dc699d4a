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

/** CloudWatch keeps points by resolution; every minute is also counted in its 5 minutes and in its hour. */
const longerSeconds = [300, 3600] as const;
const keptMs: Readonly<Record<number, number>> = {
  1: 3 * 3_600_000,
  60: 15 * 86_400_000,
  300: 63 * 86_400_000,
  3600: 455 * 86_400_000,
};

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
    this.#completeLonger();
  }

  /** Adds values to what is already known of the point. */
  add(point: Point): void {
    const { count, sum, min, max, sketch } = point.aggregate;
    const id = [point.seriesId, point.resolutionSeconds, point.startSeconds, point.unit];
    this.#addPoint.run(...id, count, sum, min, max);
    if (!sketch) return;
    const stored = this.#getSketch.get(...id) as { sketch: Uint8Array } | undefined;
    const merged = stored ? new QuantileSketch() : sketch;
    if (stored) {
      merged.mergeEncoded(stored.sketch);
      merged.merge(sketch);
    }
    this.#putSketch.run(...id, Buffer.from(merged.encode()));
  }

  /** Counts a minute's values in the 5 minutes and the hour around it, too. */
  addToLonger(minute: Point): void {
    for (const resolutionSeconds of longerSeconds) {
      const startSeconds = minute.startSeconds - (minute.startSeconds % resolutionSeconds);
      this.add({ ...minute, resolutionSeconds, startSeconds });
    }
  }

  /** The values of each period and unit that has any, in ascending order of time. */
  read(query: PointQuery): PeriodAggregate[] {
    const periods: Periods = new Map();
    const { periodSeconds, startSeconds } = query;
    if (periodSeconds < 60) {
      this.#collect(query, 60, periods, this.#minutesKnownBySecond(query));
      this.#collect(query, 1, periods);
    } else {
      const fits = (seconds: number) =>
        periodSeconds % seconds === 0 && startSeconds % seconds === 0;
      this.#collect(query, longerSeconds.findLast(fits) ?? 60, periods);
    }
    return listOf(periods);
  }

  /** Drops points that are past the retention of their resolution. */
  expire(seriesIds: readonly number[], nowMs: number): void {
    this.#database.transaction(() => {
      for (const seriesId of seriesIds)
        for (const [resolutionSeconds, kept] of Object.entries(keptMs))
          for (const statement of this.#drops)
            statement.run(
              seriesId,
              Number(resolutionSeconds),
              0,
              Math.floor((nowMs - kept) / 1000),
            );
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

  /** Counts the minutes of a database that was written before longer stretches were kept beside them. */
  #completeLonger(): void {
    const has = (seconds: number) =>
      this.#database
        .prepare("SELECT 1 FROM metric_points WHERE resolution_s = ? LIMIT 1")
        .get(seconds) !== undefined;
    if (has(3600) || !has(60)) return;
    const series = this.#database.prepare("SELECT DISTINCT series_id FROM metric_points").raw();
    this.#database.transaction(() => {
      for (const [seriesId] of series.all() as [number][]) {
        const minutes: Periods = new Map();
        const all = { seriesId, startSeconds: 0, endSeconds: Number.MAX_SAFE_INTEGER };
        this.#collect({ ...all, periodSeconds: 60, withSketches: true }, 60, minutes);
        for (const minute of listOf(minutes))
          this.addToLonger({ seriesId, resolutionSeconds: 60, ...minute });
      }
    })();
  }
}

function listOf(periods: Periods): PeriodAggregate[] {
  const list = [...periods].flatMap(([unit, aggregates]) =>
    [...aggregates].map(([startSeconds, aggregate]) => ({ startSeconds, unit, aggregate })),
  );
  return list.sort((one, other) => one.startSeconds - other.startSeconds);
}
