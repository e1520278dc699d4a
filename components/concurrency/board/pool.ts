import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import { type ConcurrencyHolder, provisionedTotal } from "@/lib/model/settings-after";
import type { BoardFunction } from "./board-function";

/** The account as it would be once the lanes' settings went from `now` to `after`. */
export function accountAfter(
  account: AccountConcurrency,
  now: readonly ConcurrencyHolder[],
  after: readonly ConcurrencyHolder[],
): AccountConcurrency {
  return { ...account, unreserved: account.unreserved + reservedSum(now) - reservedSum(after) };
}

function reservedSum(lanes: readonly ConcurrencyHolder[]): number {
  return lanes.reduce((sum, { reserved }) => sum + (reserved ?? 0), 0);
}

/** A reservation as a part of the pool bar. */
export interface Slice {
  lane: BoardFunction;
  /** Where it begins on the scale of the account's limit. */
  start: number;
  reserved: number;
}

/** The reservations side by side, in the order of the lanes. */
export function slicesOf(after: readonly BoardFunction[]): Slice[] {
  let start = 0;
  return after.flatMap((lane) => {
    if (lane.reserved === null) return [];
    const slice = { lane, start, reserved: lane.reserved };
    start += lane.reserved;
    return [slice];
  });
}

/** What a divider that trades between two neighbours may give the left one; the pool is left as it is. */
export function tradeRange(left: Slice, right: Slice): { min: number; max: number } {
  const both = left.reserved + right.reserved;
  return {
    min: provisionedTotal(left.lane),
    max: both - provisionedTotal(right.lane),
  };
}
