import {
  type AllowedRange,
  allowedProvisioned,
  allowedReserved,
  type FunctionConcurrency,
} from "./concurrency-limits";
import type { PlannedChange } from "./concurrency-plan";

/** The limits of one function: as AWS has them, or as somebody would have them. */
export interface ChosenLimits {
  /** null: none; NaN: a field left empty. */
  reserved: number | null;
  /** By alias or version; absent: none. */
  provisioned: Readonly<Record<string, number>>;
}

/** The limits as AWS has them. */
export function limitsNow(concurrency: FunctionConcurrency): ChosenLimits {
  return {
    reserved: concurrency.reservedConcurrency,
    provisioned: Object.fromEntries(
      concurrency.provisioned.map(({ qualifier, requested }) => [qualifier, requested]),
    ),
  };
}

/** The limits after a plan, as far as it is about this function. */
export function withPlan(
  now: ChosenLimits,
  functionName: string,
  changes: readonly PlannedChange[],
): ChosenLimits {
  return changes
    .filter((change) => change.functionName === functionName)
    .reduce<ChosenLimits>((limits, change) => {
      if (change.kind === "reserved") return { ...limits, reserved: change.after };
      if (change.kind === "provisioned")
        return withProvisioned(limits, change.qualifier, change.after);
      return limits;
    }, now);
}

/** The same with another provisioned concurrency of one alias or version; null: none. */
export function withProvisioned(
  limits: ChosenLimits,
  qualifier: string,
  count: number | null,
): ChosenLimits {
  const { [qualifier]: _, ...others } = limits.provisioned;
  return {
    ...limits,
    provisioned: count === null ? others : { ...limits.provisioned, [qualifier]: count },
  };
}

/** What leads from `planned` to `chosen`, each as a change of what AWS has now. */
export function changesTo(
  functionName: string,
  now: ChosenLimits,
  planned: ChosenLimits,
  chosen: ChosenLimits,
): PlannedChange[] {
  const changes: PlannedChange[] = [];
  if (!Object.is(planned.reserved, chosen.reserved))
    changes.push({
      kind: "reserved",
      functionName,
      before: now.reserved,
      after: chosen.reserved,
    });
  const qualifiers = new Set(
    [planned, chosen].flatMap(({ provisioned }) => Object.keys(provisioned)),
  );
  for (const qualifier of qualifiers) {
    const after = chosen.provisioned[qualifier] ?? null;
    if (!Object.is(planned.provisioned[qualifier] ?? null, after))
      changes.push({
        kind: "provisioned",
        functionName,
        qualifier,
        before: now.provisioned[qualifier] ?? null,
        after,
      });
  }
  return changes;
}

/** Provisioned concurrency of all aliases and versions together. */
export function provisionedTotal({ provisioned }: ChosenLimits): number {
  return Object.values(provisioned).reduce((sum, count) => sum + count, 0);
}

/** What AWS would accept for the reservation while the rest is as chosen; undefined where AWS alone decides. */
export function reservedRange(
  { account, reservedConcurrency }: FunctionConcurrency,
  chosen: ChosenLimits,
): AllowedRange | undefined {
  return account && allowedReserved(account, reservedConcurrency, provisionedTotal(chosen) || 0);
}

/** What AWS would accept for one alias or version while the rest is as chosen. */
export function provisionedRange(
  { account, reservedConcurrency }: FunctionConcurrency,
  chosen: ChosenLimits,
  qualifier: string,
): AllowedRange | undefined {
  if (!account) return undefined;
  const unreserved = account.unreserved + (reservedConcurrency ?? 0) - (chosen.reserved || 0);
  return allowedProvisioned(
    { ...account, unreserved },
    chosen.reserved,
    provisionedTotal(withProvisioned(chosen, qualifier, null)) || 0,
  );
}
