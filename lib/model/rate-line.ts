/** A stretch of time in which a rate goes straight from one value to another. */
export interface RateLine {
  seconds: number;
  fromRate: number;
  toRate: number;
}

/** How much comes on average in the first `withinSeconds` of the lines. */
export function expectedCount(lines: readonly RateLine[], withinSeconds: number): number {
  let count = 0;
  let begin = 0;
  for (const { seconds, fromRate, toRate } of lines) {
    const counted = Math.min(seconds, withinSeconds - begin);
    if (counted <= 0) break;
    count += counted * (fromRate + ((toRate - fromRate) * counted) / (2 * seconds));
    begin += seconds;
  }
  return count;
}
