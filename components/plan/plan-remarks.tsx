"use client";

import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import type { PlanRemark } from "@/lib/model/plan-remark";
import type { Problem } from "@/lib/model/problem";

const tones = { refused: "danger", limit: "limit", warn: "warn", neutral: "neutral" } as const;

/** What is wrong with a plan, each with the click that puts it right where there is one. */
export function PlanRemarks({
  remarks,
  error,
  problems = [],
  onFix,
}: {
  remarks: readonly PlanRemark[];
  /** Why AWS's present settings are not known. */
  error: Error | null;
  problems?: readonly Problem[];
  onFix(change: PlannedChange): void;
}) {
  if (remarks.length === 0 && problems.length === 0 && !error) return null;
  return (
    <div className="flex flex-col gap-2 px-3.5 py-2.5">
      {remarks.map(({ tone, functionName, text, fix }) => (
        <Note key={`${functionName} ${text}`} tone={tones[tone]}>
          {functionName && <b>{functionName}: </b>}
          {text}{" "}
          {fix && (
            <button
              type="button"
              className="font-medium text-accent hover:underline max-md:min-h-11"
              onClick={() => onFix(fix.change)}
            >
              {fix.label}
            </button>
          )}
        </Note>
      ))}
      {error && <ProblemView problem={problemOf(error)} />}
      {problems.map((problem) => (
        <Note key={problem.title} tone="warn" title={problem.title}>
          {problem.detail}
        </Note>
      ))}
    </div>
  );
}
