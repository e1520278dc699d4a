"use client";

import { Timer, TriangleAlert, X } from "lucide-react";
import { useNow } from "@/components/shell/use-now";
import { IconButton } from "@/components/ui/button";
import type { AppliedPlan } from "@/lib/model/concurrency-plan";
import { formatDuration, plain } from "@/lib/model/format";
import { PlanActions } from "./plan-actions";
import { planSentence } from "./plan-sentence";
import { changeCount, stepLabel } from "./plan-words";

/** One plan that waits for an answer, with the answers. */
export default function OpenPlan({ plan, onLeave }: { plan: AppliedPlan; onLeave(): void }) {
  const isTrial = plan.state === "trying";
  const Icon = isTrial ? Timer : TriangleAlert;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-warn-line bg-warn-bg px-4 py-1.5 text-12"
    >
      <Icon size={14} className="text-warn" aria-hidden />
      <span className="min-w-0 flex-1 basis-60" title={plan.steps.map(stepLabel).join("\n")}>
        {isTrial ? (
          <>
            <b>{changeCount(plan.steps.length)} on trial.</b> <TimeLeft plan={plan} />
          </>
        ) : (
          planSentence(plan)
        )}
      </span>
      <PlanActions plan={plan} small />
      {plan.state === "stuck" && (
        <IconButton size="small" icon={X} label="Leave it as it is" onClick={onLeave} />
      )}
    </div>
  );
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
