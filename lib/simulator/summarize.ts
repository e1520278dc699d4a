import { priceRegion } from "@/lib/model/lambda-price";
import { interval95, meanOf } from "./confidence-interval";
import type { FunctionOutcome } from "./figures";
import type { FigureIntervals, Figures, FunctionSeries, SimulationResult } from "./result";
import type { Scenario } from "./scenario";

type Leaf = number | null;
type Tree<L> = { [name: string]: L | Tree<L> };

/** Means over the replications done so far, with intervals when there are two or more. */
export function summarize(
  scenario: Scenario,
  replications: readonly (readonly FunctionOutcome[])[],
): SimulationResult {
  const { durationSeconds, warmUpSeconds, seed, region, functions } = scenario;
  return {
    durationSeconds,
    warmUpSeconds,
    replications: replications.length,
    seed,
    priceRegion: priceRegion({ region, architecture: "x86_64" }),
    functions: functions.map(({ name }, index) => {
      const outcomes = replications.map((outcome) => outcome[index]!);
      const figures = outcomes.map((outcome) => outcome.figures);
      const intervals =
        replications.length > 1
          ? { interval95: combine(figures, interval95) as FigureIntervals }
          : {};
      return {
        name,
        ...(combine(figures, meanOf) as Figures),
        ...intervals,
        series: meanSeries(outcomes.map(({ series }) => series)),
      };
    }),
  };
}

/** One tree from the figures of all replications, each leaf from those that have a value there. */
function combine<R>(
  trees: readonly Figures[],
  from: (values: readonly number[]) => R,
): Tree<R | null> {
  const merge = (each: readonly Tree<Leaf>[]): Tree<R | null> =>
    Object.fromEntries(
      Object.entries(each[0]!).map(([name, first]) => {
        const values = each.map((tree) => tree[name]!);
        if (typeof first === "object" && first !== null)
          return [name, merge(values as Tree<Leaf>[])];
        const numbers = (values as Leaf[]).filter((value) => value !== null);
        return [name, numbers.length === 0 ? null : from(numbers)];
      }),
    );
  return merge(trees);
}

function meanSeries(all: readonly FunctionSeries[]): FunctionSeries {
  const mean = (values: (series: FunctionSeries) => readonly number[]) => {
    const columns = all.map(values);
    return columns[0]!.map((_, period) => meanOf(columns.map((column) => column[period]!)));
  };
  const { startSeconds, periodSeconds } = all[0]!;
  return {
    startSeconds,
    periodSeconds,
    requests: mean(({ requests }) => requests),
    throttles: mean(({ throttles }) => throttles),
    coldStarts: mean(({ coldStarts }) => coldStarts),
    running: mean(({ running }) => running),
    runningMaximum: mean(({ runningMaximum }) => runningMaximum),
    idle: mean(({ idle }) => idle),
    environments: mean(({ environments }) => environments),
    waiting: mean(({ waiting }) => waiting),
  };
}
