import type { Prediction } from "./prediction";

const secondsPerDay = 86_400;
/** A twelfth of a year, as AWS's price pages count it: 730 hours. */
const secondsPerMonth = 730 * 3600;

/** What a month like the window would cost. */
export function monthlyUsd({ costUsd, windowSeconds }: Prediction): number {
  return windowSeconds > 0 ? (costUsd / windowSeconds) * secondsPerMonth : 0;
}

/** Throttles of a day like those of the window. */
export function throttlesPerDay({ throttles, windowSeconds }: Prediction): number {
  return windowSeconds > 0 ? (throttles / windowSeconds) * secondsPerDay : 0;
}

/** Part of the requests that is throttled. A retried request may be more than once. */
export function throttleProbability({ throttles, requests }: Prediction): number {
  return requests > 0 ? Math.min(1, throttles / requests) : 0;
}

/** Part of the invocations that starts cold. */
export function coldStartProbability({ coldStarts, invocations }: Prediction): number {
  return invocations > 0 ? coldStarts / invocations : 0;
}
