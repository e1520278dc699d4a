import type { PlannedChange } from "./concurrency-plan";

/**
 * The order in which changes are carried out, so that at no moment more is taken out of the pool than before the
 * first or after the last of them, no function has more provisioned than reserved, and no queue runs more than its
 * function's reservation on the way: first everything that gives back, from the inside out (queues, provisioned,
 * reserved), then everything that takes, from the outside in. Taken back in reverse it goes through the same states.
 */
export function orderChanges<Change extends PlannedChange>(changes: readonly Change[]): Change[] {
  return changes.toSorted((a, b) => rank(a) - rank(b));
}

function rank(change: PlannedChange): number {
  const depth = ["queue-maximum", "provisioned", "reserved"].indexOf(change.kind);
  return takes(change) ? 5 - depth : depth;
}

/** Whether the change takes more out of what surrounds it. */
function takes({ kind, before, after }: PlannedChange): boolean {
  // No reservation takes nothing out of the pool; no maximum lets a queue run as much as it can.
  const none = kind === "queue-maximum" ? Infinity : -1;
  return (after ?? none) > (before ?? none);
}
