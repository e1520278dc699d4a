/** A datapoint: the beginning of its step and its value. */
export interface Datapoint {
  timeMs: number;
  value: number;
}

export interface KnownSeries {
  /** What is known of the metric: every datapoint from here ... */
  fromMs: number;
  /** ... up to here; what was read after `settledMs` may still change. */
  untilMs: number;
  settledMs: number;
  readMs: number;
  points: Datapoint[];
}

interface Span {
  startMs: number;
  endMs: number;
}

/** A datapoint belongs to the minute in which the invocation began, which may take 15 minutes and is told at its end. */
const settlesAfterMs = 20 * 60_000;
/** Longer ones are nobody's chart. */
const mostPointsOfSeries = 1_500;
const mostPoints = 500_000;

/** Datapoints of metrics that were read, the least lately used dropped first. */
export class MetricMemory {
  #series = new Map<string, KnownSeries>();
  #points = 0;

  /**
   * What is known of a span and what of it has to be asked for. `freshMs`: how long the newest datapoints, which
   * may still change, are good enough.
   */
  recall(
    key: string,
    { startMs, endMs }: Span,
    freshMs: number,
    nowMs: number,
  ): { known?: KnownSeries; ask?: Span } {
    const known = this.#series.get(key);
    if (!known || known.fromMs > startMs || known.untilMs <= startMs)
      return { ask: { startMs, endMs } };
    this.#series.delete(key);
    this.#series.set(key, known);
    const isFresh = nowMs - known.readMs < freshMs && endMs <= known.untilMs + freshMs;
    if (isFresh || endMs <= known.settledMs) return { known };
    // All of it may have changed.
    if (known.settledMs <= startMs) return { ask: { startMs, endMs } };
    const settled = known.points.filter(({ timeMs }) => timeMs < known.settledMs);
    return {
      known: { ...known, points: settled },
      ask: { startMs: known.settledMs, endMs },
    };
  }

  /** Adds what was read of a span to what was known before it. */
  learn(
    key: string,
    { startMs, endMs }: Span,
    points: readonly Datapoint[],
    periodMs: number,
    nowMs: number,
  ): KnownSeries {
    const before = this.#series.get(key);
    const goesOn = before && before.fromMs < startMs && before.untilMs >= startMs;
    const series: KnownSeries = {
      fromMs: goesOn ? before.fromMs : startMs,
      untilMs: endMs,
      settledMs: Math.min(
        Math.floor((nowMs - settlesAfterMs) / periodMs) * periodMs,
        Math.floor(endMs / periodMs) * periodMs,
      ),
      readMs: nowMs,
      points: [
        ...(goesOn ? before.points.filter(({ timeMs }) => timeMs < startMs) : []),
        ...points,
      ],
    };
    this.#forget(key);
    if (series.points.length <= mostPointsOfSeries) {
      this.#series.set(key, series);
      this.#points += sizeOf(series);
    }
    for (const oldest of this.#series.keys()) {
      if (this.#points <= mostPoints) break;
      this.#forget(oldest);
    }
    return series;
  }

  #forget(key: string): void {
    const series = this.#series.get(key);
    if (!series) return;
    this.#series.delete(key);
    this.#points -= sizeOf(series);
  }
}

/** A metric without datapoints takes a place too. */
function sizeOf({ points }: KnownSeries): number {
  return points.length + 10;
}
