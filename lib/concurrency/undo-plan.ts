import { resolveConnection } from "@/lib/aws/connections";
import { checkUnlocked } from "./check-unlocked";
import { findPlan } from "./find-plan";
import { type PlanClock, realClock } from "./plan-clock";
import { undoSteps } from "./plan-steps";
import { type StartedPlan, startRun } from "./start-run";

/**
 * Takes a whole plan back in the background: one that is done, on trial, interrupted or stuck. A trial may return
 * on a locked connection too: that was allowed when it began.
 */
export async function undoPlan(id: number, clock: PlanClock = realClock): Promise<StartedPlan> {
  const plan = findPlan(id, "done", "trying", "interrupted", "stuck");
  const connection = await resolveConnection(plan.connectionId);
  if (plan.tryMinutes === undefined) checkUnlocked(connection);
  return startRun({ plan, connection, clock }, false, undoSteps);
}
