import { database } from "@/lib/store/database";
import { interruptPlans, readOpenPlans } from "@/lib/store/plans";
import { type PlanClock, realClock } from "./plan-clock";
import { scheduleReturn } from "./start-run";

/**
 * At the start of the program: plans that were under way wait for the user, trials return when their time has come,
 * those whose time passed meanwhile at once.
 */
export function resumePlans(clock: PlanClock = realClock): void {
  interruptPlans(database());
  for (const plan of readOpenPlans()) if (plan.state === "trying") scheduleReturn(plan, clock);
}
