import type { AppliedPlan, AppliedPlanState } from "@/lib/model/concurrency-plan";
import { ProblemError } from "@/lib/model/problem";
import { readPlan } from "@/lib/store/plans";

/** The plan with this id. Throws a ProblemError when there is none, or when it is in no state for what is wanted. */
export function findPlan(id: number, ...states: AppliedPlanState[]): AppliedPlan {
  const plan = readPlan(id);
  if (!plan)
    throw new ProblemError({
      kind: "not-found",
      title: "There is no such plan",
      detail: `No plan has the id ${id}.`,
    });
  if (states.length === 0 || states.includes(plan.state)) return plan;
  throw new ProblemError({
    kind: "conflict",
    title: "This cannot be done with the plan now",
    detail: `The plan is ${plan.state}; it would have to be ${states.join(" or ")}.`,
  });
}
