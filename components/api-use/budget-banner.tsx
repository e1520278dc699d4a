"use client";

import { useSession } from "@/components/shell/session";
import { useStored } from "@/components/shell/use-stored";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { nearBudget, raisedBudgetUsd } from "@/lib/model/api-use";
import { formatMoney } from "@/lib/model/format";
import { useApiUse, useSetBudget } from "./use-api-use";

/** Says when today's reads have nearly cost, or have cost, what they may. */
export function BudgetBanner() {
  const { connection } = useSession();
  const { data } = useApiUse();
  const { mutate: setBudget, isPending } = useSetBudget();
  const [dismissed, setDismissed] = useStored("budget.dismissed", "");
  if (!data || !connection || data.budgetUsd === null) return null;
  const { budgetUsd } = data;
  const { costUsd, day } = data.today;
  const isSpent = costUsd >= budgetUsd;
  const notice = `${connection.id} ${day} ${budgetUsd}`;
  if (costUsd < budgetUsd * nearBudget || (!isSpent && dismissed === notice)) return null;
  const raised = raisedBudgetUsd(budgetUsd);
  return (
    <Banner
      actions={
        <>
          <Button size="small" busy={isPending} onClick={() => setBudget(raised)}>
            {`Raise ${formatMoney(budgetUsd)} \u2192 ${formatMoney(raised)} a day`}
          </Button>
          {!isSpent && (
            <Button size="small" kind="ghost" onClick={() => setDismissed(notice)}>
              Dismiss
            </Button>
          )}
        </>
      }
    >
      {isSpent ? (
        <>
          <b>{`Today\u2019s budget of ${formatMoney(budgetUsd)} is spent.`}</b> Metrics, live tail
          and log queries wait until 00:00 UTC; what costs nothing goes on.
        </>
      ) : (
        <>
          {`What Lambdeck asked of ${connection.label} today costs ${formatMoney(costUsd)} of the ${formatMoney(budgetUsd)} it may.`}
        </>
      )}
    </Banner>
  );
}
