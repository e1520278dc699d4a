import type { Periods } from "./interval-sums";
import type { Scenario } from "./scenario";

/** How many periods a scenario may ask for. */
export const longestSeries = 10_000;
/** How many there are when it does not ask. */
const usualSeries = 240;

const roundSeconds = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600,
];

/** How the counted time of a scenario is cut into the periods of its series. */
export function periodsOf(scenario: Scenario): Periods {
  const from = scenario.warmUpSeconds;
  const to = scenario.durationSeconds;
  const seconds = scenario.seriesPeriodSeconds ?? usualPeriodSeconds(to - from);
  // A last period that is only there because of rounding would be empty.
  return { from, to, seconds, count: Math.max(1, Math.ceil((to - from) / seconds - 1e-9)) };
}

function usualPeriodSeconds(countedSeconds: number): number {
  const least = countedSeconds / usualSeries;
  if (least < 0.5) return least;
  return roundSeconds.find((seconds) => seconds >= least) ?? Math.ceil(least / 86_400) * 86_400;
}
