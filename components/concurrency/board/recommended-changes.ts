import type { PlannedChange } from "@/lib/model/concurrency-plan";
import { provisionedTotal } from "@/lib/model/settings-after";
import type { ConcurrencySettings } from "@/lib/simulator/prediction";
import type { BoardFunction } from "./board-function";

/**
 * The changes that lead to recommended settings, and what of them cannot be planned here in a sentence: a
 * recommendation knows the sum of what is provisioned, and only a single alias or version can take that as a whole.
 */
export function recommendedChanges(
  now: BoardFunction,
  { reservedConcurrency, provisionedConcurrency }: ConcurrencySettings,
): { changes: PlannedChange[]; rest: string | undefined } {
  const functionName = now.name;
  const changes: PlannedChange[] = [];
  let rest: string | undefined;
  if (reservedConcurrency !== now.reserved)
    changes.push({
      kind: "reserved",
      functionName,
      before: now.reserved,
      after: reservedConcurrency,
    });
  const [share, ...others] = now.provisioned;
  if (provisionedConcurrency !== provisionedTotal(now)) {
    if (share && others.length === 0)
      changes.push({
        kind: "provisioned",
        functionName,
        qualifier: share.qualifier,
        before: share.requested,
        after: provisionedConcurrency === 0 ? null : provisionedConcurrency,
      });
    else
      rest = share
        ? `${provisionedConcurrency} provisioned are to be shared out over its ${now.provisioned.length} aliases and versions on its page.`
        : `${provisionedConcurrency} provisioned need an alias or a version: choose one on its page.`;
  }
  return { changes, rest };
}
