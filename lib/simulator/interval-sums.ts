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
  readonly #seconds: number;
  readonly #from: number;
  readonly #length: number;

  constructor(private readonly periods: Periods) {
    this.#seconds = periods.seconds;
    this.#from = periods.from;
    this.#length = periods.to - periods.from;
    this.#partial = new Float64Array(periods.count + 1);
    this.#whole = new Float64Array(periods.count + 1);
    this.#perSecond = 1 / periods.seconds;
  }

  /** What lies outside the counted time is cut off. */
  add(start: number, end: number): void {
    const seconds = this.#seconds;
    let begin = start - this.#from;
    if (begin < 0) begin = 0;
    let stop = end - this.#from;
    if (stop > this.#length) stop = this.#length;
    if (stop <= begin) return;
    const first = (begin * this.#perSecond) | 0;
    const last = (stop * this.#perSecond) | 0;
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
