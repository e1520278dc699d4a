import { formatFullCount, formatMs, formatPercent, plain, type Quantity } from "@/lib/model/format";
import type { Prediction } from "@/lib/simulator/prediction";
import { predictedValues } from "../board/predicted-values";

/** One figure now and after; `trend` says which is the better one. */
export interface PredictedRow {
  label: string;
  now: Quantity;
  after: Quantity;
  /** `changed`: neither better nor worse by itself. */
  trend: "better" | "worse" | "changed" | "same";
}

interface Figure {
  name: string;
  valueOf(prediction: Prediction): number | null;
  format(value: number | null): Quantity;
  judged: boolean;
  /** Absent: less is. */
  moreIsBetter?: true;
}

const figures: readonly Figure[] = [
  predictedValues.throttles,
  predictedValues.coldStarts,
  {
    name: "Time, p50",
    valueOf: ({ latencyP50Seconds }) => latencyP50Seconds && latencyP50Seconds * 1000,
    format: formatMs,
    judged: true,
  },
  predictedValues.p99,
  predictedValues.cost,
  {
    name: "Warm units used",
    valueOf: ({ provisionedUtilization }) => provisionedUtilization,
    format: formatPercent,
    judged: true,
    moreIsBetter: true,
  },
];

/** What the limits do to the traffic, now and as chosen; `unreservedLeft` is of the account. */
export function predictedRows(
  now: Prediction,
  after: Prediction,
  unreservedLeft: { now: number; after: number } | undefined,
): PredictedRow[] {
  const rows = figures.map(({ name, valueOf, format, judged, moreIsBetter }): PredictedRow => {
    const [from, to] = [valueOf(now), valueOf(after)];
    const row = { label: name, now: format(from), after: format(to) };
    // What reads the same is the same.
    if (from === null || to === null || plain(row.now) === plain(row.after))
      return { ...row, trend: "same" };
    if (!judged) return { ...row, trend: "changed" };
    return { ...row, trend: to < from === !moreIsBetter ? "better" : "worse" };
  });
  if (unreservedLeft)
    rows.push({
      label: "Unreserved left",
      now: asCount(unreservedLeft.now),
      after: asCount(unreservedLeft.after),
      trend: "same",
    });
  return rows;
}

function asCount(count: number): Quantity {
  return [{ value: formatFullCount(count), unit: "" }];
}
