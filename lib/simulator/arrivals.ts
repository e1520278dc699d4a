import type { RateLine } from "@/lib/model/rate-line";
import type { RandomStream } from "./random-stream";
import type { ArrivalsSpec } from "./scenario";

/** The moments at which requests come, in seconds, in order. */
export interface Arrivals {
  /** The next one; Infinity when no more come. */
  next(): number;
}

const daySeconds = 86_400;
const daySteps = 288;

/** The arrivals of one replication. */
export function createArrivals(
  spec: ArrivalsSpec,
  durationSeconds: number,
  random: RandomStream,
): Arrivals {
  if (spec.kind === "series") return new SeriesArrivals(spec, random);
  const lines = rateLines(spec, durationSeconds).filter(({ seconds }) => seconds > 0);
  return new RateArrivals(lines, spec.multiplier, random);
}

function rateLines(
  spec: Exclude<ArrivalsSpec, { kind: "series" }>,
  durationSeconds: number,
): RateLine[] {
  const flat = (seconds: number, rate: number) => ({ seconds, fromRate: rate, toRate: rate });
  if (spec.kind === "poisson") return [flat(durationSeconds, spec.ratePerSecond)];
  switch (spec.shape) {
    case "ramp": {
      const { startSeconds, fromRatePerSecond: fromRate, toRatePerSecond: toRate } = spec;
      const rampSeconds = spec.rampSeconds ?? Math.max(0, durationSeconds - startSeconds);
      return [
        flat(startSeconds, fromRate),
        { seconds: rampSeconds, fromRate, toRate },
        flat(durationSeconds, toRate),
      ];
    }
    case "burst": {
      const { ratePerSecond, burstSeconds, startSeconds } = spec;
      const everySeconds = spec.everySeconds ?? startSeconds + burstSeconds + durationSeconds;
      const lines: RateLine[] = [flat(startSeconds, ratePerSecond)];
      for (let begin = startSeconds; begin < durationSeconds; begin += everySeconds)
        lines.push(
          flat(burstSeconds, spec.burstRatePerSecond),
          flat(everySeconds - burstSeconds, ratePerSecond),
        );
      return lines;
    }
    case "daily": {
      const middle = (spec.highRatePerSecond + spec.lowRatePerSecond) / 2;
      const swing = (spec.highRatePerSecond - spec.lowRatePerSecond) / 2;
      const rateAt = (step: number) =>
        middle +
        swing * Math.cos(2 * Math.PI * (step / daySteps - spec.highAtSeconds / daySeconds));
      const steps = Math.ceil((durationSeconds / daySeconds) * daySteps);
      return Array.from({ length: steps }, (_, step) => ({
        seconds: daySeconds / daySteps,
        fromRate: rateAt(step),
        toRate: rateAt(step + 1),
      }));
    }
  }
}

/**
 * A Poisson process whose rate follows straight lines, by inversion of the expected count: exact. Where the random
 * numbers are always 1 / e, each request comes when exactly one more is due: evenly.
 */
export class RateArrivals implements Arrivals {
  #line = -1;
  /** Of the present line: begin and end, and rate and its growth, per second. */
  #begin = 0;
  #end = 0;
  #rate = 0;
  #slope = 0;
  /** The last arrival, or where the present line begins. */
  #now = 0;

  constructor(
    private readonly lines: readonly RateLine[],
    private readonly multiplier: number,
    private readonly random: Pick<RandomStream, "next">,
  ) {}

  next(): number {
    let expected = -Math.log(this.random.next());
    for (;;) {
      if (this.#slope === 0) {
        const time = this.#now + expected / this.#rate;
        if (time < this.#end) return (this.#now = time);
        expected -= (this.#end - this.#now) * this.#rate;
      } else {
        const slope = this.#slope;
        const rate = Math.max(0, this.#rate + slope * (this.#now - this.#begin));
        const left = this.#end - this.#now;
        const toCome = Math.max(0, (rate + (slope * left) / 2) * left);
        if (expected < toCome)
          return (this.#now +=
            (2 * expected) / (rate + Math.sqrt(rate * rate + 2 * slope * expected)));
        expected -= toCome;
      }
      if (!this.#nextLine()) return Infinity;
    }
  }

  #nextLine(): boolean {
    const line = this.lines[++this.#line];
    if (!line) return false;
    this.#begin = this.#end;
    this.#now = this.#begin;
    this.#end = this.#begin + line.seconds;
    this.#rate = line.fromRate * this.multiplier;
    this.#slope = ((line.toRate - line.fromRate) / line.seconds) * this.multiplier;
    return true;
  }
}

/** As many requests as were recorded in each period, at moments of it that are random and in order. */
class SeriesArrivals implements Arrivals {
  #period = -1;
  #left = 0;
  /** Part of the time in which requests come that is over. */
  #position = 0;
  /** Where that time begins in the period, and its part of the period. */
  #begin = 0;
  #share = 1;

  constructor(
    private readonly spec: Extract<ArrivalsSpec, { kind: "series" }>,
    private readonly random: RandomStream,
  ) {}

  next(): number {
    const { counts, periodSeconds, multiplier, activeShares } = this.spec;
    while (this.#left === 0) {
      if (++this.#period >= counts.length) return Infinity;
      const exact = counts[this.#period]! * multiplier;
      // A part of a request comes with that probability.
      this.#left = Number.isInteger(exact) ? exact : Math.floor(exact + this.random.next());
      this.#position = 0;
      if (activeShares && this.#left > 0) {
        this.#share = activeShares[this.#period]!;
        this.#begin = this.#share < 1 ? (1 - this.#share) * this.random.next() : 0;
      }
    }
    // The earliest of n random moments in what is left of the time.
    this.#position = 1 - (1 - this.#position) * this.random.next() ** (1 / this.#left--);
    return (this.#period + this.#begin + this.#share * this.#position) * periodSeconds;
  }
}
