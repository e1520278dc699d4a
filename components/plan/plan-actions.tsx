"use client";

import { Undo2 } from "lucide-react";
import { useLocked } from "@/components/connections/use-locked";
import { Button } from "@/components/ui/button";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import type { AppliedPlan } from "@/lib/model/concurrency-plan";
import { type PlanAct, useActOnPlan } from "./use-plans";

/** The ways on from where a plan stands: keep or return a trial, finish or undo what was interrupted, undo. */
export function PlanActions({ plan, small = false }: { plan: AppliedPlan; small?: boolean }) {
  const { mutate, isPending, variables } = useActOnPlan();
  const locked = useLocked();
  // A trial may return whenever it likes: that was allowed when it began.
  const undoLocked = plan.tryMinutes === undefined ? locked : undefined;
  const button = (act: PlanAct, label: string, why?: string) => (
    <Button
      key={act}
      size={small ? "small" : "default"}
      icon={act === "undo" ? Undo2 : undefined}
      busy={isPending && variables.act === act}
      locked={why}
      onClick={() => mutate({ plan, act }, { onError: (error) => toast.problem(problemOf(error)) })}
    >
      {label}
    </Button>
  );
  switch (plan.state) {
    case "trying":
      return [button("keep", "Keep"), button("undo", "Return now")];
    case "interrupted":
      return [button("finish", "Finish", locked), button("undo", "Undo", undoLocked)];
    case "done":
      return button("undo", "Undo all", locked);
    case "stuck":
      return button("undo", "Try again", undoLocked);
    default:
      return null;
  }
}
