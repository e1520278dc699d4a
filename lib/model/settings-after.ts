import type { FoundFunction, PlannedChange } from "./concurrency-plan";

/** The function's settings when the plan has been carried out. */
export function settingsAfter(
  found: FoundFunction,
  changes: readonly PlannedChange[],
): FoundFunction {
  const after = { ...found, provisioned: [...found.provisioned], queues: [...found.queues] };
  for (const change of changes) {
    if (change.functionName !== found.name) continue;
    if (change.kind === "reserved") after.reserved = change.after;
    else if (change.kind === "provisioned") {
      const { qualifier, after: requested } = change;
      after.provisioned = after.provisioned.filter((other) => other.qualifier !== qualifier);
      if (requested !== null) after.provisioned.push({ qualifier, requested });
    } else
      after.queues = after.queues.map((queue) =>
        queue.mappingId === change.mappingId ? { ...queue, maximum: change.after } : queue,
      );
  }
  return after;
}

/** The value the setting of a change has now. */
export function valueIn(found: FoundFunction, change: PlannedChange): number | null {
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
