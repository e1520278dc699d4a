"use client";

import { Timer, X } from "lucide-react";
import { useNow } from "@/components/shell/use-now";
import { Banner } from "@/components/ui/banner";
import { IconButton } from "@/components/ui/button";
import type { AppliedPlan } from "@/lib/model/concurrency-plan";
import { formatDuration, plain } from "@/lib/model/format";
import { PlanActions } from "./plan-actions";
import { planSentence } from "./plan-sentence";
import { changeCount, stepLabel } from "./plan-words";

/** One plan that waits for an answer, with the answers. */
export default function OpenPlan({ plan, onLeave }: { plan: AppliedPlan; onLeave(): void }) {
  const isTrial = plan.state === "trying";
  return (
    <Banner
      icon={isTrial ? Timer : undefined}
      title={plan.steps.map(stepLabel).join("\n")}
      actions={
        <>
          <PlanActions plan={plan} small />
          {plan.state === "stuck" && (
            <IconButton size="small" icon={X} label="Leave it as it is" onClick={onLeave} />
          )}
        </>
      }
    >
      {isTrial ? (
        <>
          <b>{changeCount(plan.steps.length)} on trial.</b> <TimeLeft plan={plan} />
        </>
      ) : (
        planSentence(plan)
      )}
    </Banner>
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
