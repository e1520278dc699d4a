import {
  type AllowedRange,
  allowedProvisioned,
  allowedReserved,
  type FunctionConcurrency,
} from "./concurrency-limits";
import { changeKey, type PlannedChange } from "./concurrency-plan";
import { type FunctionLimits, provisionedTotal, settingsAfter, valueIn } from "./settings-after";
import { type Mapping, sourceKind, sourceName } from "./trigger";

/** The limits as AWS has them. */
export function limitsNow(
  name: string,
  concurrency: FunctionConcurrency,
  mappings: readonly Mapping[],
): FunctionLimits {
  return {
    name,
    reserved: concurrency.reservedConcurrency,
    provisioned: concurrency.provisioned.map(({ qualifier, requested }) => ({
      qualifier,
      requested,
    })),
    queues: mappings
      .filter(({ eventSourceArn }) => sourceKind(eventSourceArn) === "SQS")
      .map(({ uuid, eventSourceArn, maximumConcurrency }) => ({
        mappingId: uuid,
        queueName: sourceName(eventSourceArn),
        maximum: maximumConcurrency ?? null,
      })),
  };
}

/** The same with another provisioned concurrency of one alias or version; null: none. */
export function withProvisioned(
  limits: FunctionLimits,
  qualifier: string,
  after: number | null,
): FunctionLimits {
  const before = provisionedOf(limits, qualifier);
  return settingsAfter(limits, [
    { kind: "provisioned", functionName: limits.name, qualifier, before, after },
  ]);
}

/** The provisioned concurrency of one alias or version; null: none. */
export function provisionedOf({ provisioned }: FunctionLimits, qualifier: string): number | null {
  return provisioned.find((each) => each.qualifier === qualifier)?.requested ?? null;
}

/** What leads from the plan to the choice, each as a change of what AWS has now. */
export function changesTo(
  now: FunctionLimits,
  planned: FunctionLimits,
  chosen: FunctionLimits,
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
  chosen: FunctionLimits,
): AllowedRange | undefined {
  return account && allowedReserved(account, reservedConcurrency, provisionedTotal(chosen) || 0);
}

/** What AWS would accept for one alias or version while the rest is as chosen. */
export function provisionedRange(
  { account, reservedConcurrency }: FunctionConcurrency,
  chosen: FunctionLimits,
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
