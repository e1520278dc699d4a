import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { TurnJournal } from "../store/turn-journal.ts";
import type { StatisticSet } from "./aggregate.ts";
import { Buckets } from "./buckets.ts";
import { PointTable } from "./point-table.ts";
import { SeriesTable, type SeriesIdentity } from "./series-table.ts";

/** One value of a metric, or the statistics of several. */
type Reading = readonly [name: string, unit: string, value: number | StatisticSet];

/** What was measured at one time under the same dimensions. */
export interface Readings {
  region: string;
  namespace: string;
  dimensions: Readonly<Record<string, string>>;
  /** Further dimensions under which the same values count. */
  alsoUnder?: readonly Readonly<Record<string, string>>[] | undefined;
  timestampMs: number;
  /** Also kept by the second for three hours (StorageResolution 1). */
  highResolution?: boolean;
  values: readonly Reading[];
}

interface MetricValue extends SeriesIdentity {
  /** AWS's unit name: "Count", "Milliseconds", "None"... */
  unit: string;
  timestampMs: number;
  value: number;
  /** How many times the value occurred; 1 when left out. */
  count?: number;
  /** As in Readings. */
  highResolution?: boolean;
}

const sweepEveryMs = 3_600_000;

/**
 * The metrics of all regions. What is recorded goes through the journal, whose folds put it into the
 * points table by the minute.
 */
export class MetricStore {
  readonly series: SeriesTable;
  readonly points: PointTable;
  readonly #clock: Clock;
  readonly #journal: TurnJournal;
  #cancelSweep: () => void = () => undefined;

  constructor(
    database: EngineDatabase,
    clock: Clock,
    journal: TurnJournal = new TurnJournal(database, clock),
  ) {
    this.#clock = clock;
    this.#journal = journal;
    this.series = new SeriesTable(database);
    this.points = new PointTable(database);
    journal.join<Readings, Buckets>("metrics", {
      gather: gatherReadings,
      fold: (buckets) => this.#fold(buckets),
    });
    this.#sweep();
  }

  /** Records one value; durable by the journal's rule. */
  record({ name, unit, value, count = 1, ...rest }: MetricValue): void {
    const set = { count, sum: value * count, min: value, max: value };
    this.recordAll({ ...rest, values: [[name, unit, count === 1 ? value : set]] });
  }

  /** Records several at once; durable by the journal's rule. */
  recordAll(readings: Readings): void {
    this.#journal.record("metrics", readings);
  }

  /** Makes everything recorded so far durable at once. */
  flush(): void {
    this.#journal.commit();
  }

  /** Brings the tables up to date; call before reading them. */
  settle(): void {
    this.#journal.settle();
  }

  close(): void {
    this.settle();
    this.#cancelSweep();
  }

  #fold(buckets: Buckets): void {
    for (const bucket of buckets.all()) {
      const { identity, resolutionSeconds, startSeconds } = bucket;
      const seriesId = this.series.idOf(identity, startSeconds * 1000);
      this.points.add({ ...bucket, seriesId });
      if (resolutionSeconds === 60) this.points.addToLonger({ ...bucket, seriesId });
    }
  }

  #sweep(): void {
    this.points.expire(this.series.ids(), this.#clock.now());
    this.series.expire(this.#clock.now());
    this.#cancelSweep = this.#clock.after(sweepEveryMs, () => this.#sweep());
  }
}

function gatherReadings(buckets = new Buckets(), all: readonly Readings[]): Buckets {
  for (const readings of all) {
    buckets.add(readings, 60);
    if (readings.highResolution) buckets.add(readings, 1);
  }
  return buckets;
}
