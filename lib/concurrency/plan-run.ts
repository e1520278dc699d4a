import type { AppliedPlan } from "@/lib/model/concurrency-plan";
import type { Connection } from "@/lib/model/connection";
import { savePlan } from "@/lib/store/plans";
import type { PlanClock } from "./plan-clock";

/** A plan on its way, with what its steps need. */
export interface PlanRun {
  plan: AppliedPlan;
  connection: Connection;
  clock: PlanClock;
}

/** Writes down where the plan stands; done before and after each act. */
export function save({ plan }: PlanRun): void {
  savePlan(plan);
}
