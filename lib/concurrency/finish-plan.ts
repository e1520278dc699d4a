import { resolveConnection } from "@/lib/aws/connections";
import { checkUnlocked } from "./check-unlocked";
import { findPlan } from "./find-plan";
import { type PlanClock, realClock } from "./plan-clock";
import { applySteps } from "./plan-steps";
import { type StartedPlan, startRun } from "./start-run";

/** Carries an interrupted plan to its end in the background; it looks first at what had taken effect. */
export async function finishPlan(id: number, clock: PlanClock = realClock): Promise<StartedPlan> {
  const plan = findPlan(id, "interrupted");
  const connection = await resolveConnection(plan.connectionId);
  checkUnlocked(connection);
  return startRun({ plan, connection, clock }, true, applySteps);
}
