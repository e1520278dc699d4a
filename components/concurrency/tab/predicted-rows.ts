import {
  formatCount,
  formatFullCount,
  formatMonthlyMoney,
  formatMs,
  formatPercent,
  type Quantity,
} from "@/lib/model/format";
import type { Prediction } from "@/lib/simulator/prediction";

export const daySeconds = 86_400;
export const monthSeconds = 30 * daySeconds;

/** One figure now and after; `trend` says which is the better one. */
export interface PredictedRow {
  label: string;
  now: Quantity;
  after: Quantity;
  trend: "better" | "worse" | "same";
}

/** What the limits do to the traffic, now and as chosen; `unreservedLeft` is of the account. */
export function predictedRows(
  now: Prediction,
  after: Prediction,
  unreservedLeft: { now: number; after: number } | undefined,
): PredictedRow[] {
  const row = (
    label: string,
    value: (prediction: Prediction) => number | null,
    format: (value: number | null) => Quantity,
    isLessBetter = true,
  ): PredictedRow => {
    const [before, then] = [format(value(now)), format(value(after))];
    const change = (value(after) ?? 0) - (value(now) ?? 0);
    // What reads the same is the same.
    const isSame = change === 0 || JSON.stringify(before) === JSON.stringify(then);
    const trend = isSame ? "same" : change < 0 === isLessBetter ? "better" : "worse";
    return { label, now: before, after: then, trend };
  };
  const rows = [
    row("Throttles per day", throttlesPerDay, (value) =>
      formatCount(value === null ? null : rounded(value)),
    ),
    row("Cold starts", coldShare, formatPercent),
    row("Time, p50", ({ latencyP50Seconds }) => inMs(latencyP50Seconds), formatMs),
    row("Time, p99", ({ latencyP99Seconds }) => inMs(latencyP99Seconds), formatMs),
    row("Cost per month", costPerMonth, asMoney),
    row(
      "Warm units used",
      ({ provisionedUtilization }) => provisionedUtilization,
      formatPercent,
      false,
    ),
  ];
  if (unreservedLeft)
    rows.push({
      label: "Unreserved left",
      now: asCount(unreservedLeft.now),
      after: asCount(unreservedLeft.after),
      trend: "same",
    });
  return rows;
}

export function throttlesPerDay({ throttles, windowSeconds }: Prediction): number {
  return (throttles / windowSeconds) * daySeconds;
}

/** Cold starts among what is served; null: nothing ran. */
export function coldShare({ coldStarts, invocations }: Prediction): number | null {
  return invocations > 0 ? coldStarts / invocations : null;
}

export function costPerMonth({ costUsd, windowSeconds }: Prediction): number {
  return (costUsd / windowSeconds) * monthSeconds;
}

function rounded(value: number): number {
  return value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
}

function inMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}

function asMoney(usd: number | null): Quantity {
  return [{ value: formatMonthlyMoney(usd), unit: "" }];
}

function asCount(count: number): Quantity {
  return [{ value: formatFullCount(count), unit: "" }];
}
