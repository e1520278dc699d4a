import { addToAggregate, emptyAggregate, type Aggregate } from "./aggregate.ts";
import type { Readings } from "./metric-store.ts";
import { seriesKey, type SeriesIdentity } from "./series-table.ts";

/** What was measured of one metric, in one unit, in one stretch of time. */
interface Bucket {
  identity: SeriesIdentity;
  resolutionSeconds: number;
  startSeconds: number;
  unit: string;
  aggregate: Aggregate;
}

/** Gathers readings by metric, unit and time. What is measured again and again costs no new key. */
export class Buckets {
  /** By place and time, then by name and unit. */
  readonly #places = new Map<string, Map<string, Bucket>>();
  /** Keys of the dimensions that were seen before. */
  readonly #keys = new Map<Readings["dimensions"], string>();

  add(readings: Readings, resolutionSeconds: number): void {
    this.#addUnder(readings.dimensions, readings, resolutionSeconds);
    for (const dimensions of readings.alsoUnder ?? [])
      this.#addUnder(dimensions, readings, resolutionSeconds);
  }

  #addUnder(
    dimensions: Readings["dimensions"],
    { region, namespace, timestampMs, values }: Readings,
    resolutionSeconds: number,
  ): void {
    const startSeconds = Math.floor(timestampMs / 1000 / resolutionSeconds) * resolutionSeconds;
    const at = `${startSeconds} ${resolutionSeconds} ${region} ${namespace} ${this.#keyOf(dimensions)}`;
    let place = this.#places.get(at);
    if (!place) this.#places.set(at, (place = new Map()));
    for (const [name, unit, value] of values) {
      const key = `${name} ${unit}`;
      let bucket = place.get(key);
      if (!bucket) {
        const identity = { region, namespace, name, dimensions };
        bucket = { identity, resolutionSeconds, startSeconds, unit, aggregate: emptyAggregate() };
        place.set(key, bucket);
      }
      const single = typeof value === "number";
      addToAggregate(
        bucket.aggregate,
        single ? { count: 1, sum: value, min: value, max: value } : value,
      );
    }
  }

  *all(): Iterable<Bucket> {
    for (const place of this.#places.values()) yield* place.values();
  }

  #keyOf(dimensions: Readings["dimensions"]): string {
    let key = this.#keys.get(dimensions);
    if (key === undefined) {
      key = seriesKey({ region: "", namespace: "", name: "", dimensions });
      this.#keys.set(dimensions, key);
    }
    return key;
  }
}
