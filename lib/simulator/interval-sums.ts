/** The counted part of a simulation, cut into equal periods. All times in seconds of the simulation. */
export interface Periods {
  /** What happens before is simulated and not counted. */
  from: number;
  to: number;
  count: number;
  seconds: number;
}

/** Sums how long things lasted, by period: each interval costs the same, however many periods it covers. */
export class IntervalSums {
  readonly #partial: Float64Array;
  /** Differences: intervals that begin, less those that end, covering whole periods. */
  readonly #whole: Float64Array;
  readonly #perSecond: number;

  constructor(private readonly periods: Periods) {
    this.#partial = new Float64Array(periods.count + 1);
    this.#whole = new Float64Array(periods.count + 1);
    this.#perSecond = 1 / periods.seconds;
  }

  /** What lies outside the counted time is cut off. */
  add(start: number, end: number): void {
    const { from, to, seconds } = this.periods;
    const begin = (start > from ? start : from) - from;
    const stop = (end < to ? end : to) - from;
    if (stop <= begin) return;
    const first = Math.floor(begin * this.#perSecond);
    const last = Math.floor(stop * this.#perSecond);
    if (first === last) {
      this.#partial[first]! += stop - begin;
      return;
    }
    this.#partial[first]! += (first + 1) * seconds - begin;
    this.#partial[last]! += stop - last * seconds;
    this.#whole[first + 1]! += 1;
    this.#whole[last]! -= 1;
  }

  /** How many there were on average in each period. */
  averages(): number[] {
    const { from, to, count, seconds } = this.periods;
    let whole = 0;
    return Array.from({ length: count }, (_, period) => {
      whole += this.#whole[period]!;
      const length = Math.min(seconds, to - from - period * seconds);
      return (this.#partial[period]! + whole * length) / length;
    });
  }

  /** How many there were on average over the whole counted time. */
  average(): number {
    const { from, to, count, seconds } = this.periods;
    let sum = this.#partial[count]!;
    let whole = 0;
    for (let period = 0; period < count; period++) {
      whole += this.#whole[period]!;
      sum += this.#partial[period]! + whole * Math.min(seconds, to - from - period * seconds);
    }
    return sum / (to - from);
  }
}
