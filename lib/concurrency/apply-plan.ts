import { checkPlan, plannedValueError } from "@/lib/model/check-plan";
import { changeKey, type PlannedChange } from "@/lib/model/concurrency-plan";
import type { Connection } from "@/lib/model/connection";
import { orderChanges } from "@/lib/model/order-changes";
import { ProblemError } from "@/lib/model/problem";
import { refuse } from "@/lib/model/refuse";
import { addPlan, readOpenPlans } from "@/lib/store/plans";
import { checkUnlocked } from "./check-unlocked";
import { type PlanClock, realClock } from "./plan-clock";
import { applySteps } from "./plan-steps";
import { readFoundSettings } from "./read-found-settings";
import { checkNothingRuns, type StartedPlan, startRun } from "./start-run";

const mostChanges = 200;

/**
 * Checks a plan against what AWS has, writes it down and carries it out in the background, step by step. When a step
 * is refused or fails, those before it are taken back. With `tryMinutes` everything returns by itself.
 */
export async function applyPlan(
  connection: Connection,
  { changes, tryMinutes }: { changes: readonly PlannedChange[]; tryMinutes?: number },
  clock: PlanClock = realClock,
): Promise<StartedPlan> {
  checkUnlocked(connection);
  checkChanges(changes);
  checkNothingRuns(connection);
  checkNotOpen(connection, changes);
  const [refusal] = checkPlan(
    changes,
    await readFoundSettings(
      connection,
      changes.map(({ functionName }) => functionName),
    ),
  ).filter(({ tone }) => tone === "refused");
  if (refusal) {
    const of = refusal.functionName ? `${refusal.functionName}: ` : "";
    throw new ProblemError({
      kind: "conflict",
      title: "Nothing was changed",
      detail: `${of}${refusal.text}`,
      action: "Change the plan, then apply it again.",
    });
  }
  checkNothingRuns(connection);
  const plan = addPlan({
    connectionId: connection.id,
    createdAt: new Date(clock.nowMs()).toISOString(),
    state: "applying",
    tryMinutes,
    steps: orderChanges(changes).map((change) => ({ change, state: "waiting" })),
  });
  return startRun({ plan, connection, clock }, true, applySteps);
}

function checkChanges(changes: readonly PlannedChange[]): void {
  if (changes.length === 0 || changes.length > mostChanges)
    refuse("changes", `A plan has 1 to ${mostChanges} changes.`);
  const keys = new Set<string>();
  for (const [index, change] of changes.entries()) {
    const error = plannedValueError(change);
    if (error) refuse(`changes.${index}.after`, error);
    if (change.before === change.after)
      refuse(`changes.${index}.after`, "A change leads to another value than before.");
    if (keys.has(changeKey(change)))
      refuse(`changes.${index}`, "A plan changes each setting only once.");
    keys.add(changeKey(change));
  }
}

/** A setting that another plan may still take back is left to that plan. */
function checkNotOpen(connection: Connection, changes: readonly PlannedChange[]): void {
  const keys = new Set(changes.map(changeKey));
  for (const { connectionId, state, steps } of readOpenPlans()) {
    if (connectionId !== connection.id || state === "stuck") continue;
    const step = steps.find(({ change }) => keys.has(changeKey(change)));
    if (!step) continue;
    throw new ProblemError({
      kind: "conflict",
      title: "Nothing was changed",
      detail: `A setting of ${step.change.functionName} belongs to a plan that is ${state === "trying" ? "on trial" : state}.`,
      action:
        state === "trying"
          ? "Keep that trial or return it, then apply this plan."
          : "Finish that plan or undo it, then apply this one.",
    });
  }
}
