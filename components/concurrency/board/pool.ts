import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import { type ConcurrencyHolder, provisionedTotal } from "@/lib/model/settings-after";
import type { BoardFunction } from "./board-function";

/** A narrower slice shows its name only while its divider is at hand. */
export const leastNamedPx = 36;

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

/** WCAG 2.2, 2.5.8: what is hit by a pointer has this much room for itself. */
const targetPx = 24;

/**
 * The functions whose slice has a divider: those that can be hit apart from the one before them. A narrower slice is
 * changed in its lane. `kept`: the one at hand, which stays wherever it is moved.
 */
export function namesWithDivider(
  slices: readonly Slice[],
  unitPx: number,
  kept?: string,
): Set<string> {
  const names = new Set<string>();
  let lastX = -Infinity;
  for (const { lane, start, reserved } of slices) {
    const x = (start + reserved) * unitPx;
    if (lane.name !== kept && x - lastX < targetPx) continue;
    names.add(lane.name);
    lastX = x;
  }
  return names;
}

/** What a divider that trades between two neighbours may give the left one; the pool is left as it is. */
export function tradeRange(left: Slice, right: Slice): { min: number; max: number } {
  const both = left.reserved + right.reserved;
  return {
    min: provisionedTotal(left.lane),
    max: both - provisionedTotal(right.lane),
  };
}
