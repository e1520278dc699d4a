import { addToAggregate, addValue, emptyAggregate, type Aggregate } from "./aggregate.ts";
import type { Readings } from "./metric-store.ts";
import { seriesKey, type SeriesIdentity } from "./series-table.ts";

/** What was measured in one unit. */
interface Bucket {
  unit: string;
  aggregate: Aggregate;
}

/** What was measured of one metric, in one unit, in one stretch of time. */
interface MeasuredMetric extends Bucket {
  identity: SeriesIdentity;
  resolutionSeconds: number;
  startSeconds: number;
}

/** What was measured in one place, a set of dimensions, in one stretch of time. */
interface Place {
  region: string;
  namespace: string;
  dimensions: Readings["dimensions"];
  resolutionSeconds: number;
  startSeconds: number;
  /** By name; of a metric in several units there are several. */
  buckets: Map<string, Bucket[]>;
}

/** Gathers readings by metric, unit and time. What is measured again and again is found without a new key. */
export class Buckets {
  readonly #places = new Map<string, Place>();
  /** The place that the same dimensions had before, by resolution. */
  readonly #former = new Map<number, Map<Readings["dimensions"], Place>>();

  add(readings: Readings, resolutionSeconds: number): void {
    this.#addUnder(readings.dimensions, readings, resolutionSeconds);
    for (const dimensions of readings.alsoUnder ?? [])
      this.#addUnder(dimensions, readings, resolutionSeconds);
  }

  #addUnder(
    dimensions: Readings["dimensions"],
    readings: Readings,
    resolutionSeconds: number,
  ): void {
    const { buckets } = this.#placeOf(dimensions, readings, resolutionSeconds);
    for (const [name, unit, value] of readings.values) {
      let ofName = buckets.get(name);
      if (!ofName) buckets.set(name, (ofName = []));
      let aggregate = ofName.find((bucket) => bucket.unit === unit)?.aggregate;
      if (!aggregate) ofName.push({ unit, aggregate: (aggregate = emptyAggregate()) });
      if (typeof value === "number") addValue(aggregate, value);
      else addToAggregate(aggregate, value);
    }
  }

  *all(): Iterable<MeasuredMetric> {
    for (const { buckets, resolutionSeconds, startSeconds, ...where } of this.#places.values())
      for (const [name, ofName] of buckets) {
        const { region, namespace, dimensions } = where;
        const identity = { region, namespace, name, dimensions };
        for (const bucket of ofName) yield { identity, resolutionSeconds, startSeconds, ...bucket };
      }
  }

  #placeOf(
    dimensions: Readings["dimensions"],
    { region, namespace, timestampMs }: Readings,
    resolutionSeconds: number,
  ): Place {
    const startSeconds = Math.floor(timestampMs / 1000 / resolutionSeconds) * resolutionSeconds;
    let formerPlaces = this.#former.get(resolutionSeconds);
    if (!formerPlaces) this.#former.set(resolutionSeconds, (formerPlaces = new Map()));
    const former = formerPlaces.get(dimensions);
    if (
      former?.startSeconds === startSeconds &&
      former.region === region &&
      former.namespace === namespace
    )
      return former;
    const at = `${startSeconds} ${resolutionSeconds} ${seriesKey({ region, namespace, name: "", dimensions })}`;
    let place = this.#places.get(at);
    if (!place) {
      const buckets: Place["buckets"] = new Map();
      place = { region, namespace, dimensions, resolutionSeconds, startSeconds, buckets };
      this.#places.set(at, place);
    }
    formerPlaces.set(dimensions, place);
    return place;
  }
}
