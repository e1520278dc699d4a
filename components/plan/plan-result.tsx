"use client";

import { Pencil, Undo2 } from "lucide-react";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { StateDot, type Dot } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { OldNew } from "@/components/ui/confirm-change";
import { Note } from "@/components/ui/note";
import {
  changeKey,
  isUnderWay,
  type AppliedPlan,
  type PlanStep,
} from "@/lib/model/concurrency-plan";
import { formatDateTime } from "@/lib/model/format";
import { PlanActions } from "./plan-actions";
import { planSentence, planTone } from "./plan-sentence";
import { stepLabel, valueInWords } from "./plan-words";
import { useDraftPlan } from "./use-draft-plan";

/** A plan that was sent off: where it stands, each step, and what can be done about it. */
export function PlanResult({ plan }: { plan: AppliedPlan }) {
  const draft = useDraftPlan();
  const { zone } = useSession();
  const nowMs = useNow(60_000);
  const canEdit = plan.state === "rolled-back" || plan.state === "undone";
  return (
    <div className="flex flex-col gap-2.5 px-3.5 py-2.5">
      <div aria-live="polite">
        <Note tone={planTone(plan)}>{planSentence(plan)}</Note>
      </div>
      {plan.finishedAt && !isUnderWay(plan) && (
        <p className="text-11 text-text-3">
          <time dateTime={plan.finishedAt}>
            {formatDateTime(Date.parse(plan.finishedAt), zone, nowMs)}
          </time>
        </p>
      )}
      <ol className="flex flex-col">
        {plan.steps.map((step) => (
          <Step key={changeKey(step.change)} step={step} />
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <PlanActions plan={plan} />
        {canEdit && (
          <Button
            icon={plan.state === "undone" ? Undo2 : Pencil}
            onClick={() => draft.set(...plan.steps.map(({ change }) => change))}
          >
            Plan it again
          </Button>
        )}
      </div>
    </div>
  );
}

const stepStates: Record<PlanStep["state"], { dot: Dot; word: string }> = {
  waiting: { dot: "off", word: "Not begun" },
  acting: { dot: "pend", word: "Sending" },
  settling: { dot: "pend", word: "AWS is at work" },
  done: { dot: "ok", word: "Done" },
  failed: { dot: "danger", word: "Refused" },
  undoing: { dot: "pend", word: "Taking back" },
  undone: { dot: "off", word: "Taken back" },
  "undo-failed": { dot: "danger", word: "Not taken back" },
};

function Step({ step }: { step: PlanStep }) {
  const { change, state, progress, problem } = step;
  const { dot, word } = stepStates[state];
  return (
    <li className="flex flex-col gap-0.5 border-b border-grid py-2 text-12 last:border-0">
      <span className="flex gap-2">
        <span className="min-w-0 flex-1 truncate font-medium" title={stepLabel(step)}>
          {stepLabel(step)}
        </span>
        <span className="flex-none text-11">
          <StateDot dot={dot}>{word}</StateDot>
        </span>
      </span>
      <span>
        <OldNew
          before={valueInWords(change, change.before)}
          after={valueInWords(change, change.after)}
        />
        {progress && <span className="text-text-3"> {progress}</span>}
      </span>
      {problem && (
        <span className="text-11 break-words text-danger">
          {problem.detail} {problem.action?.replaceAll("`", "")}
        </span>
      )}
    </li>
  );
}
