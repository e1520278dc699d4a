import {
  type AccountConcurrency,
  type AllowedRange,
  allowedProvisioned,
  allowedReserved,
} from "@/lib/model/concurrency-limits";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import { functionRanges } from "@/lib/model/function-limits";
import { provisionedTotal } from "@/lib/model/settings-after";
import type { BoardFunction } from "./board-function";

/**
 * The handles of a lane: for each the change from AWS's value to where it stands now, which is none where both
 * are the same. `now` is what AWS has, `after` what is planned.
 */
export function handlesOf(now: BoardFunction, after: BoardFunction): PlannedChange[] {
  const functionName = now.name;
  const counts = (lane: BoardFunction) =>
    new Map(lane.provisioned.map(({ qualifier, requested }) => [qualifier, requested]));
  const before = counts(now);
  const planned = counts(after);
  return [
    { kind: "reserved", functionName, before: now.reserved, after: after.reserved },
    ...[...new Set([...before.keys(), ...planned.keys()])].map((qualifier): PlannedChange => ({
      kind: "provisioned",
      functionName,
      qualifier,
      before: before.get(qualifier) ?? null,
      after: planned.get(qualifier) ?? null,
    })),
    ...now.queues.map(({ mappingId, queueName, maximum }, index): PlannedChange => ({
      kind: "queue-maximum",
      functionName,
      mappingId,
      queueName,
      before: maximum,
      after: after.queues[index]?.maximum ?? null,
    })),
  ];
}

/** The values AWS would accept for a handle while all others stand where they are planned. */
export function rangeOfHandle(
  handle: PlannedChange,
  after: BoardFunction,
  account: AccountConcurrency | undefined,
): AllowedRange {
  if (handle.kind === "queue-maximum") {
    const { min, max } = functionRanges.maximumConcurrency;
    return { min, max, reason: `AWS takes a queue's maximum from ${min} to ${max}.` };
  }
  const total = provisionedTotal(after);
  if (handle.kind === "reserved")
    return account
      ? allowedReserved(account, after.reserved, total)
      : { min: total, max: unknownMost, reason: unknownReason };
  const siblings = total - (handle.after ?? 0);
  return account
    ? allowedProvisioned(account, after.reserved, siblings)
    : { min: 1, max: unknownMost, reason: unknownReason };
}

/** Beyond any account: AWS itself refuses what is too much. */
const unknownMost = 100_000;
const unknownReason = "The account's limit could not be read, so AWS alone decides.";

/** Where a handle stands on the scale: shares of one kind stand behind each other. Undefined: it has no value. */
export function placeOfHandle(handle: PlannedChange, after: BoardFunction): number | undefined {
  if (handle.after === null) return undefined;
  if (handle.kind === "reserved") return handle.after;
  const earlier =
    handle.kind === "provisioned"
      ? before(after.provisioned, ({ qualifier }) => qualifier === handle.qualifier).map(
          ({ requested }) => requested,
        )
      : before(after.queues, ({ mappingId }) => mappingId === handle.mappingId).map(
          ({ maximum }) => maximum ?? 0,
        );
  return earlier.reduce((sum, requested) => sum + requested, handle.after);
}

function before<T>(items: readonly T[], isIt: (item: T) => boolean): readonly T[] {
  const index = items.findIndex(isIt);
  return index < 0 ? items : items.slice(0, index);
}

/** The whole number within the range that is nearest. */
export function within({ min, max }: AllowedRange, value: number): number {
  return Math.round(Math.min(Math.max(max, min), Math.max(min, value)));
}
