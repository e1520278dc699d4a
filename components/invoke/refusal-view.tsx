"use client";

import { Badge } from "@/components/ui/badge";
import { ProblemView } from "@/components/ui/problem-view";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { InvokeRequest } from "@/lib/model/invoke";
import { refusalSteps } from "@/lib/model/invoke-advice";
import type { Problem, ProblemKind } from "@/lib/model/problem";
import { NextSteps } from "./next-steps";
import { SentEvent } from "./sent-event";
import { ResultHead } from "./result-head";

const words: Partial<Record<ProblemKind, string>> = {
  throttled: "Throttled",
  denied: "Permission denied",
  unreachable: "No connection",
  credentials: "Credentials do not work",
  "not-found": "Not found",
  unsupported: "Not supported here",
  "read-only": "Read-only",
};

/** Why a call was refused, or did not arrive, and what to do about it. */
export function RefusalView({
  request,
  problem,
  detail,
  ...actions
}: {
  request: InvokeRequest;
  problem: Problem;
  detail: FunctionDetail;
  onSendAgain(): void;
  onSendBuffered(): void;
  locked: string | undefined;
}) {
  return (
    <>
      <ResultHead>
        <span role="status">
          <Badge tone={problem.kind === "throttled" ? "limit" : "danger"}>
            {words[problem.kind] ?? "Not run"}
          </Badge>
        </span>
        <span className="text-text-2">{whetherItRan(problem)}</span>
      </ResultHead>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex flex-col gap-3 border-b border-border p-3">
          <ProblemView problem={problem} />
          <NextSteps steps={refusalSteps(problem, detail)} {...actions} />
        </div>
        <SentEvent request={request} />
      </div>
    </>
  );
}

/** An answer that did not come says nothing about what happened behind it. */
function whetherItRan({ kind, code = "" }: Problem): string {
  const isLost = kind === "unreachable" && !/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT/.test(code);
  return isLost || kind === "unexpected"
    ? "Whether the function ran is not known."
    : "The function did not run.";
}
