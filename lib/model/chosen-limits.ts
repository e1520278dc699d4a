import {
  type AllowedRange,
  allowedProvisioned,
  allowedReserved,
  type FunctionConcurrency,
  provisionedProblem,
  reservedProblem,
} from "./concurrency-limits";
import { changeKey, type PlannedChange } from "./concurrency-plan";
import { type ConcurrencyHolder, provisionedTotal, settingsAfter, valueIn } from "./settings-after";

/** The limits as AWS has them. */
export function limitsNow(
  name: string,
  concurrency: FunctionConcurrency,
  queues: ConcurrencyHolder["queues"],
): ConcurrencyHolder {
  return {
    name,
    reserved: concurrency.reservedConcurrency,
    provisioned: concurrency.provisioned.map(({ qualifier, requested }) => ({
      qualifier,
      requested,
    })),
    queues,
  };
}

/** The same with another provisioned concurrency of one alias or version; null: none. */
export function withProvisioned(
  limits: ConcurrencyHolder,
  qualifier: string,
  after: number | null,
): ConcurrencyHolder {
  const before = provisionedOf(limits, qualifier);
  return settingsAfter(limits, [
    { kind: "provisioned", functionName: limits.name, qualifier, before, after },
  ]);
}

/** The provisioned concurrency of one alias or version; null: none. */
export function provisionedOf(
  { provisioned }: ConcurrencyHolder,
  qualifier: string,
): number | null {
  return provisioned.find((each) => each.qualifier === qualifier)?.requested ?? null;
}

/** Another total of provisioned concurrency, by more or less of it on one alias or version. */
export function withProvisionedTotal(
  limits: ConcurrencyHolder,
  qualifier: string,
  total: number,
): ConcurrencyHolder {
  const others = provisionedTotal(withProvisioned(limits, qualifier, null));
  return withProvisioned(limits, qualifier, total > others ? total - others : null);
}

/** What leads from the plan to the choice, each as a change of what AWS has now. */
export function changesTo(
  now: ConcurrencyHolder,
  planned: ConcurrencyHolder,
  chosen: ConcurrencyHolder,
): PlannedChange[] {
  const functionName = now.name;
  const settings: PlannedChange[] = [
    { kind: "reserved", functionName, before: now.reserved, after: chosen.reserved },
    ...[...planned.provisioned, ...chosen.provisioned].map(({ qualifier }) => ({
      kind: "provisioned" as const,
      functionName,
      qualifier,
      before: provisionedOf(now, qualifier),
      after: provisionedOf(chosen, qualifier),
    })),
  ];
  const changed = settings.filter((change) => !Object.is(valueIn(planned, change), change.after));
  return [...new Map(changed.map((change) => [changeKey(change), change])).values()];
}

/** What AWS would accept for the reservation while the rest is as chosen; undefined where AWS alone decides. */
export function reservedRange(
  { account, reservedConcurrency }: FunctionConcurrency,
  chosen: ConcurrencyHolder,
): AllowedRange | undefined {
  return account && allowedReserved(account, reservedConcurrency, provisionedTotal(chosen) || 0);
}

/** What AWS would accept for one alias or version while the rest is as chosen. */
export function provisionedRange(
  { account, reservedConcurrency }: FunctionConcurrency,
  chosen: ConcurrencyHolder,
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

/** Whether AWS would refuse something of the choice, as far as the account's numbers tell. */
export function isRefused(
  concurrency: FunctionConcurrency,
  now: ConcurrencyHolder,
  chosen: ConcurrencyHolder,
): boolean {
  return changesTo(now, now, chosen).some((change) =>
    change.kind === "provisioned"
      ? provisionedProblem(
          change.after,
          provisionedRange(concurrency, chosen, change.qualifier),
          0,
        ) !== undefined
      : reservedProblem(change.after, reservedRange(concurrency, chosen)) !== undefined,
  );
}

/** What functions without a reservation share, as AWS has it and as chosen. */
export function unreservedLeft(
  { account, reservedConcurrency }: FunctionConcurrency,
  chosen: ConcurrencyHolder,
): { now: number; after: number } | undefined {
  if (!account) return undefined;
  const { unreserved } = account;
  return {
    now: unreserved,
    after: unreserved + (reservedConcurrency ?? 0) - (chosen.reserved ?? 0),
  };
}
