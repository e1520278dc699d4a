"use client";

import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import {
  formatCount,
  formatDelta,
  formatFullCount,
  formatMonthlyMoney,
  formatPercent,
  plain,
} from "@/lib/model/format";
import type { BoardLane } from "./board-lane";
import { predictedValues } from "./predicted-values";

interface Totals {
  throttlesPerDay: number;
  coldStarts: number;
  invocations: number;
  usdPerMonth: number;
}

/** The account before and after the plan, under the plan's changes. */
export function PlanSummary({
  lanes,
  account,
  accountAfter,
  factor,
}: {
  lanes: readonly BoardLane[];
  account: AccountConcurrency | undefined;
  accountAfter: AccountConcurrency | undefined;
  factor: number;
}) {
  const now = totals(lanes, "now");
  const after = totals(lanes, "after");
  const rows: { label: string; now: string; after: string; better?: boolean }[] = [
    {
      label: "Throttles per day",
      now: plain(formatCount(Math.round(now.throttlesPerDay))),
      after: plain(formatCount(Math.round(after.throttlesPerDay))),
      better: after.throttlesPerDay < now.throttlesPerDay,
    },
    {
      label: "Cold starts",
      now: plain(formatPercent(now.coldStarts / now.invocations)),
      after: plain(formatPercent(after.coldStarts / after.invocations)),
      better: after.coldStarts / after.invocations < now.coldStarts / now.invocations,
    },
    ...(account && accountAfter
      ? [
          {
            label: "Reserved",
            now: formatFullCount(account.limit - account.unreserved),
            after: formatFullCount(accountAfter.limit - accountAfter.unreserved),
          },
          {
            label: "Unreserved left",
            now: formatFullCount(account.unreserved),
            after: formatFullCount(accountAfter.unreserved),
          },
        ]
      : []),
    {
      label: "Cost per month",
      now: formatMonthlyMoney(now.usdPerMonth),
      after: formatMonthlyMoney(after.usdPerMonth),
    },
  ];
  return (
    <table className="plan-summary">
      <thead>
        <tr>
          <th scope="col">
            Account, at {"\u00d7"}
            {factor}
          </th>
          <th scope="col">now</th>
          <th scope="col">after</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">{row.label}</th>
            <td className="text-text-3">{row.now}</td>
            <td className={row.better && row.now !== row.after ? "text-ok" : ""}>{row.after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function totals(lanes: readonly BoardLane[], when: "now" | "after"): Totals {
  const sum: Totals = { throttlesPerDay: 0, coldStarts: 0, invocations: 0, usdPerMonth: 0 };
  for (const { predicted } of lanes) {
    if (!predicted) continue;
    const prediction = predicted[when];
    sum.throttlesPerDay += predictedValues.throttles.valueOf(prediction) ?? 0;
    sum.usdPerMonth += predictedValues.cost.valueOf(prediction) ?? 0;
    sum.coldStarts += prediction.coldStarts;
    sum.invocations += prediction.invocations;
  }
  return sum;
}

/** What the planned settings of one function would do, in a line. */
export function LaneEffect({ lane }: { lane: BoardLane | undefined }) {
  if (!lane?.predicted) return null;
  const { now, after, predicted, demand } = lane;
  const throttles = predictedValues.throttles;
  const [from, to] = [
    throttles.valueOf(predicted.now) ?? 0,
    throttles.valueOf(predicted.after) ?? 0,
  ];
  const usd =
    (predictedValues.cost.valueOf(predicted.after) ?? 0) -
    (predictedValues.cost.valueOf(predicted.now) ?? 0);
  const freed = (now.reserved ?? 0) - (after.reserved ?? 0);
  const headroom =
    after.reserved === null || !demand ? undefined : after.reserved - demand.shares.max;
  const parts = [
    Math.round(from) !== Math.round(to) &&
      `Throttles ${plain(throttles.format(from))} \u2192 ${plain(throttles.format(to))} per day`,
    Math.abs(usd) >= 0.005 && `${usd > 0 ? "+" : ""}${formatMonthlyMoney(usd)} per month`,
    now.reserved !== null && freed > 0 && `Frees ${formatFullCount(freed)}`,
    demand &&
      headroom !== undefined &&
      (headroom >= 0
        ? `Predicted max ${formatFullCount(demand.shares.max)}, headroom ${formatFullCount(headroom)}`
        : `Predicted max ${formatFullCount(demand.shares.max)}, ${formatDelta(-headroom)} over`),
  ].filter(Boolean);
  return parts.join(" \u00b7 ");
}
