"use client";

import { Timer, TriangleAlert, X } from "lucide-react";
import { useNow } from "@/components/shell/use-now";
import { useStored } from "@/components/shell/use-stored";
import { IconButton } from "@/components/ui/button";
import type { AppliedPlan } from "@/lib/model/concurrency-plan";
import { formatDuration, plain } from "@/lib/model/format";
import { PlanActions } from "./plan-actions";
import { planSentence } from "./plan-sentence";
import { changeCount, stepLabel } from "./plan-words";
import { usePlans, useRefreshWithPlans } from "./use-plans";

/** On every page: plans that wait for an answer, because they were interrupted, are on trial or got stuck. */
export function PlanBanner() {
  const { data: plans } = usePlans();
  const [left, setLeft] = useStored<readonly number[]>("plans.left", []);
  useRefreshWithPlans(plans);
  const open = (plans ?? []).filter(
    ({ id, state }) =>
      state === "trying" || state === "interrupted" || (state === "stuck" && !left.includes(id)),
  );
  return open.map((plan) => (
    <div
      key={plan.id}
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-warn-line bg-warn-bg px-4 py-1.5 text-12"
    >
      {plan.state === "trying" ? (
        <Timer size={14} className="text-warn" aria-hidden />
      ) : (
        <TriangleAlert size={14} className="text-warn" aria-hidden />
      )}
      <span className="min-w-0 flex-1" title={plan.steps.map(stepLabel).join("\n")}>
        {plan.state === "trying" ? (
          <>
            <b>{changeCount(plan.steps.length)} on trial.</b> <TimeLeft plan={plan} />
          </>
        ) : (
          planSentence(plan)
        )}
      </span>
      <PlanActions plan={plan} small />
      {plan.state === "stuck" && (
        <IconButton
          size="small"
          icon={X}
          label="Leave it as it is"
          onClick={() => setLeft([...left, plan.id])}
        />
      )}
    </div>
  ));
}

function TimeLeft({ plan }: { plan: AppliedPlan }) {
  const nowMs = useNow(1_000);
  const leftMs = plan.returnsAt ? Math.max(0, Date.parse(plan.returnsAt) - nowMs) : 0;
  return (
    <span aria-live="off">
      {leftMs > 0
        ? `Everything returns by itself in ${plain(formatDuration(leftMs))}.`
        : "Returning now."}
    </span>
  );
}
