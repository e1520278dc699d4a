import type { Argument } from "./functions.ts";
import { mathError } from "./expression.ts";
import { timesOf, type TimeRange, type TimeSeries } from "./series.ts";

/** Gives a series a value at every time of the range: a number, another series', REPEAT or LINEAR. */
export function fill(
  series: TimeSeries,
  filler: Argument | undefined,
  range: TimeRange,
): TimeSeries {
  const missing = fillerOf(series, filler);
  const points = new Map<number, number>();
  for (const time of timesOf(series.periodSeconds, range)) {
    const value = series.points.get(time) ?? missing(time);
    if (value !== undefined) points.set(time, value);
  }
  return { ...series, points };
}

function fillerOf(
  series: TimeSeries,
  filler: Argument | undefined,
): (time: number) => number | undefined {
  if (typeof filler === "number") return () => filler;
  if (filler !== undefined && "points" in filler) return (time) => filler.points.get(time);
  const word = filler !== undefined && "word" in filler ? filler.word : undefined;
  if (word !== "REPEAT" && word !== "LINEAR")
    throw mathError("FILL takes a number, a metric, REPEAT or LINEAR as its second argument");
  const known = [...series.points];
  let next = 0;
  // Times are asked for in ascending order, so the neighbours are found by moving on.
  return (time) => {
    while (next < known.length && known[next]![0] < time) next++;
    const before = known[next - 1];
    const after = known[next];
    if (!before) return undefined;
    if (word === "REPEAT") return before[1];
    if (!after) return undefined;
    const share = (time - before[0]) / (after[0] - before[0]);
    return before[1] + share * (after[1] - before[1]);
  };
}
