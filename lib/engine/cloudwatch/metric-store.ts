import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { addToAggregate, emptyAggregate, type Aggregate, type StatisticSet } from "./aggregate.ts";
import { PointTable } from "./point-table.ts";
import { seriesKey, SeriesTable, type SeriesIdentity } from "./series-table.ts";

interface MetricValue extends SeriesIdentity {
  /** AWS's unit name: "Count", "Milliseconds", "None"... */
  unit: string;
  timestampMs: number;
  value: number;
  /** How many times the value occurred; 1 when left out. */
  count?: number;
  /** Also kept by the second for three hours (StorageResolution 1). */
  highResolution?: boolean;
}

export interface MetricStatisticSet extends Omit<MetricValue, "value" | "count"> {
  set: StatisticSet;
}

interface Bucket {
  identity: SeriesIdentity;
  resolutionSeconds: number;
  startSeconds: number;
  unit: string;
  aggregate: Aggregate;
}

const foldEveryMs = 1_000;
const sweepEveryMs = 3_600_000;

/**
 * The metrics of all regions. What is recorded goes to a journal table once an event-loop turn (cheap,
 * and it survives a kill) and to minute buckets in memory, which are folded into the points table each
 * second and before every read. A journal left by a killed process is folded at the next start.
 */
export class MetricStore {
  readonly series: SeriesTable;
  readonly points: PointTable;
  readonly #database: EngineDatabase;
  readonly #clock: Clock;
  readonly #addToJournal;
  readonly #buckets = new Map<string, Bucket>();
  #turn: MetricStatisticSet[] = [];
  #cancelFold: (() => void) | undefined;
  #cancelSweep: () => void;

  constructor(database: EngineDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    database.exec(
      "CREATE TABLE IF NOT EXISTS metric_journal (id INTEGER PRIMARY KEY, recorded TEXT NOT NULL)",
    );
    this.#addToJournal = database.prepare("INSERT INTO metric_journal (recorded) VALUES (?)");
    this.series = new SeriesTable(database);
    this.points = new PointTable(database);
    for (const row of database.prepare("SELECT recorded FROM metric_journal").all() as {
      recorded: string;
    }[])
      for (const set of JSON.parse(row.recorded) as MetricStatisticSet[]) this.#addToBuckets(set);
    this.#fold();
    this.#cancelSweep = () => undefined;
    this.#sweep();
  }

  /** Records one value; it is durable before any reply that is sent after this event-loop turn. */
  record({ value, count = 1, ...rest }: MetricValue): void {
    this.recordSet({ ...rest, set: { count, sum: value * count, min: value, max: value } });
  }

  /** Records values known only by their statistics. */
  recordSet(set: MetricStatisticSet): void {
    this.#turn.push(set);
    if (this.#turn.length === 1) queueMicrotask(() => this.flush());
  }

  /** Makes everything recorded so far durable, without waiting for the end of the turn. */
  flush(): void {
    if (this.#turn.length === 0) return;
    const turn = this.#turn;
    this.#turn = [];
    this.#addToJournal.run(JSON.stringify(turn));
    for (const set of turn) this.#addToBuckets(set);
    this.#cancelFold ??= this.#clock.after(foldEveryMs, () => this.#fold());
  }

  /** Brings the tables up to date; call before reading them. */
  settle(): void {
    this.flush();
    this.#fold();
  }

  close(): void {
    this.settle();
    this.#cancelSweep();
  }

  #addToBuckets(recorded: MetricStatisticSet): void {
    const { region, namespace, name, dimensions, unit, timestampMs, set } = recorded;
    const identity = { region, namespace, name, dimensions };
    for (const resolutionSeconds of recorded.highResolution ? [60, 1] : [60]) {
      const startSeconds = Math.floor(timestampMs / 1000 / resolutionSeconds) * resolutionSeconds;
      const key = JSON.stringify([seriesKey(identity), resolutionSeconds, startSeconds, unit]);
      let bucket = this.#buckets.get(key);
      if (!bucket) {
        bucket = { identity, resolutionSeconds, startSeconds, unit, aggregate: emptyAggregate() };
        this.#buckets.set(key, bucket);
      }
      addToAggregate(bucket.aggregate, set);
    }
  }

  #fold(): void {
    this.#cancelFold?.();
    this.#cancelFold = undefined;
    if (this.#buckets.size === 0) return;
    this.#database.transaction(() => {
      for (const bucket of this.#buckets.values()) {
        const seriesId = this.series.idOf(bucket.identity, bucket.startSeconds * 1000);
        this.points.add({ ...bucket, seriesId });
      }
      this.#database.exec("DELETE FROM metric_journal");
    })();
    this.#buckets.clear();
  }

  #sweep(): void {
    this.points.expire(this.series.ids(), this.#clock.now());
    this.series.expire(this.#clock.now());
    this.#cancelSweep = this.#clock.after(sweepEveryMs, () => this.#sweep());
  }
}
