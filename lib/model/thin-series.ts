/** The lowest and the highest value of a group of steps, in the order in which they came. */
export interface Extremes {
  first: number;
  second: number;
}

/** How many steps one group holds, so that a span of them is drawn as at most `groups` groups. */
export function groupSize(steps: number, groups: number): number {
  return Math.max(1, Math.ceil(steps / Math.max(1, groups)));
}

/** Lowest and highest of each group of `size` steps from `from` (included) to `to` (not included): spikes survive. */
export function extremesOf(
  values: ArrayLike<number>,
  from: number,
  to: number,
  size: number,
): Extremes[] {
  const result: Extremes[] = [];
  for (let start = from; start < to; start += size) {
    let low = start;
    let high = start;
    for (let step = start + 1; step < Math.min(to, start + size); step++) {
      if ((values[step] ?? 0) < (values[low] ?? 0)) low = step;
      if ((values[step] ?? 0) > (values[high] ?? 0)) high = step;
    }
    result.push({
      first: values[Math.min(low, high)] ?? 0,
      second: values[Math.max(low, high)] ?? 0,
    });
  }
  return result;
}

/** Where the highest value of the group of `size` steps that begins at `start` stands. */
export function highestStep(values: ArrayLike<number>, start: number, size: number): number {
  let best = start;
  for (let step = start + 1; step < Math.min(values.length, start + size); step++)
    if ((values[step] ?? 0) > (values[best] ?? 0)) best = step;
  return best;
}

/** Sum of the group of `size` steps that begins at `start`. */
export function sumOf(values: ArrayLike<number>, start: number, size: number): number {
  let sum = 0;
  for (let step = start; step < Math.min(values.length, start + size); step++)
    sum += values[step] ?? 0;
  return sum;
}
