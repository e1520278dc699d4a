import type { FoundFunction, PlannedChange } from "./concurrency-plan";

/** What a plan's changes are about. */
export type ConcurrencyHolder = Pick<FoundFunction, "name" | "reserved" | "provisioned" | "queues">;

/** The function's settings when the plan has been carried out. */
export function settingsAfter<T extends ConcurrencyHolder>(
  found: T,
  changes: readonly PlannedChange[],
): T {
  return changes.reduce((after, change) => {
    if (change.functionName !== found.name) return after;
    if (change.kind === "reserved") return { ...after, reserved: change.after };
    if (change.kind === "provisioned")
      return { ...after, provisioned: provisionedAfter(after.provisioned, change) };
    const queues = after.queues.map((queue) =>
      queue.mappingId === change.mappingId ? { ...queue, maximum: change.after } : queue,
    );
    return { ...after, queues };
  }, found);
}

/** In the order they were in: whoever draws them side by side must not see them change places. */
function provisionedAfter(
  provisioned: FoundFunction["provisioned"],
  { qualifier, after }: { qualifier: string; after: number | null },
): FoundFunction["provisioned"] {
  if (after === null) return provisioned.filter((other) => other.qualifier !== qualifier);
  const planned = { qualifier, requested: after };
  return provisioned.some((other) => other.qualifier === qualifier)
    ? provisioned.map((other) => (other.qualifier === qualifier ? planned : other))
    : [...provisioned, planned];
}

/** The value the setting of a change has now. */
export function valueIn(found: ConcurrencyHolder, change: PlannedChange): number | null {
  if (change.kind === "reserved") return found.reserved;
  if (change.kind === "provisioned")
    return (
      found.provisioned.find(({ qualifier }) => qualifier === change.qualifier)?.requested ?? null
    );
  return found.queues.find(({ mappingId }) => mappingId === change.mappingId)?.maximum ?? null;
}

/** Of all aliases and versions together. */
export function provisionedTotal({ provisioned }: Pick<FoundFunction, "provisioned">): number {
  return provisioned.reduce((sum, { requested }) => sum + requested, 0);
}

/** A reservation in the place of the planned one. */
export function reserve(
  after: FoundFunction,
  own: readonly PlannedChange[],
  count: number,
): PlannedChange {
  const planned = own.find(({ kind }) => kind === "reserved");
  const before = planned ? planned.before : after.reserved;
  return { kind: "reserved", functionName: after.name, before, after: count };
}
