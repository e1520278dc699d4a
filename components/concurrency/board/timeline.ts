/** What ran of one function and what of it was refused, minute by minute. */
export interface TimelineSeries {
  name: string;
  running: Float32Array;
  throttled: Float32Array;
}

/** One column of the timeline: its busiest minute, and what was throttled in all of its minutes. */
interface TimelineColumn {
  /** The minute the concurrency is of: the one with the most throttles, else the most running. */
  step: number;
  /** In the order of `names`, then all others together. */
  running: number[];
  throttled: number;
}

export interface Timeline {
  /** The functions that have a band of their own, the largest first. */
  names: string[];
  columns: TimelineColumn[];
}

/**
 * The functions' concurrency stacked, in at most `columns` columns. Each shows one real minute rather than maxima
 * of different minutes, which would never have stood on top of each other.
 */
export function timelineOf(
  series: readonly TimelineSeries[],
  length: number,
  columns: number,
  bands: number,
): Timeline {
  const total = new Float64Array(length);
  const throttled = new Float64Array(length);
  for (const one of series)
    for (let step = 0; step < length; step++) {
      total[step]! += one.running[step] ?? 0;
      throttled[step]! += one.throttled[step] ?? 0;
    }
  const count = Math.min(columns, length);
  const steps = Array.from({ length: count }, (_, column) => {
    const first = Math.floor((column / count) * length);
    const last = Math.floor(((column + 1) / count) * length);
    let chosen = first;
    let sum = 0;
    for (let step = first; step < last; step++) {
      sum += throttled[step]!;
      const isWorse =
        throttled[step]! > throttled[chosen]! ||
        (throttled[step] === throttled[chosen] && total[step]! > total[chosen]!);
      if (isWorse) chosen = step;
    }
    return { step: chosen, throttled: sum };
  });
  const size = ({ running }: TimelineSeries) =>
    steps.reduce((sum, { step }) => sum + (running[step] ?? 0), 0);
  const bySize = series
    .map((one) => ({ one, size: size(one) }))
    .filter((entry) => entry.size > 0)
    .sort((left, right) => right.size - left.size);
  const shown = bySize.slice(0, bands).map(({ one }) => one);
  return {
    names: shown.map(({ name }) => name),
    columns: steps.map(({ step, throttled: sum }) => {
      const running = shown.map((one) => one.running[step] ?? 0);
      const others = Math.max(0, total[step]! - running.reduce((all, value) => all + value, 0));
      return { step, running: [...running, others], throttled: sum };
    }),
  };
}

export interface Holder {
  name: string;
  running: number;
  throttled: number;
}

/** Who held the concurrency of one minute, the largest first; and whoever was refused in it. */
export function holdersAt(series: readonly TimelineSeries[], step: number): Holder[] {
  return series
    .map(({ name, running, throttled }) => ({
      name,
      running: running[step] ?? 0,
      throttled: throttled[step] ?? 0,
    }))
    .filter(({ running, throttled }) => running > 0 || throttled > 0)
    .sort((left, right) => right.running - left.running || right.throttled - left.throttled);
}
