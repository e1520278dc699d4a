import type { AppliedPlan } from "@/lib/model/concurrency-plan";
import { savePlan } from "@/lib/store/plans";
import { findPlan } from "./find-plan";
import { cancelReturn } from "./start-run";

/** Makes a trial permanent: it does not return by itself any more. */
export function keepPlan(id: number): AppliedPlan {
  const plan = findPlan(id, "trying");
  cancelReturn(id);
  const kept: AppliedPlan = {
    ...plan,
    state: "done",
    tryMinutes: undefined,
    returnsAt: undefined,
  };
  savePlan(kept);
  return kept;
}
