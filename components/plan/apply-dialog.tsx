"use client";

import { useState } from "react";
import { isProduction } from "@/components/connections/is-production";
import { OwnerNote } from "@/components/functions/owner-note";
import { useSession } from "@/components/shell/session";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmChange } from "@/components/ui/confirm-change";
import type { FoundFunction, FoundSettings, PlannedChange } from "@/lib/model/concurrency-plan";
import { orderChanges } from "@/lib/model/order-changes";
import { changeCount, stepLabel, valueInWords } from "./plan-words";
import { useApplyPlan } from "./use-plans";

const trialMinutes = 15;

/** Every old and new value in the order of the steps, who else owns the functions, and whether it is a trial. */
export function ApplyDialog({
  open,
  onOpenChange,
  changes,
  found,
  onApplied,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  changes: readonly PlannedChange[];
  found: FoundSettings | undefined;
  onApplied(): void;
}) {
  const { connection } = useSession();
  const [isTrial, setTrial] = useState(false);
  const apply = useApplyPlan();
  if (!connection) return null;
  const functions = (found?.functions ?? []).filter(({ name }) =>
    changes.some(({ functionName }) => functionName === name),
  );
  return (
    <ConfirmChange
      open={open}
      onOpenChange={onOpenChange}
      title={`Apply ${changeCount(changes.length)} to ${connection.label}?`}
      values={orderChanges(changes).map((change) => ({
        label: stepLabel({ change }),
        before: valueInWords(change, change.before),
        after: valueInWords(change, change.after),
      }))}
      action={isTrial ? `Try for ${trialMinutes} min` : `Apply ${changeCount(changes.length)}`}
      disabled={changes.length === 0}
      typeToConfirm={isProduction(connection) ? connection.label : undefined}
      onConfirm={async () => {
        await apply.mutateAsync({
          changes,
          ...(isTrial && { tryMinutes: trialMinutes }),
        });
        onApplied();
      }}
    >
      {byOwner(functions).map(({ owner, names }) => (
        <OwnerNote key={names[0]} owner={owner} of={names.join(", ")} />
      ))}
      <Checkbox
        checked={isTrial}
        onChange={setTrial}
        label={`Try for ${trialMinutes} minutes: everything returns by itself unless you keep it`}
      />
    </ConfirmChange>
  );
}

/** The owned functions, those of one owner together. */
function byOwner(functions: readonly FoundFunction[]) {
  const groups = new Map<string, { owner: FoundFunction["owner"]; names: string[] }>();
  for (const { name, owner } of functions) {
    if (!owner) continue;
    const key = `${owner.tool} ${owner.name}`;
    const group = groups.get(key) ?? { owner, names: [] };
    groups.set(key, { owner, names: [...group.names, name] });
  }
  return [...groups.values()];
}
