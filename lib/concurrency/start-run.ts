import { resolveConnection } from "@/lib/aws/connections";
import { withGrant } from "@/lib/aws/grant";
import { type AppliedPlan, isUnderWay } from "@/lib/model/concurrency-plan";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { readPlan, savePlan } from "@/lib/store/plans";
import { processWide } from "@/lib/store/process-wide";
import type { PlanClock } from "./plan-clock";
import type { PlanRun } from "./plan-run";
import { undoSteps } from "./plan-steps";
import { settingCall } from "./setting-call";

/** A plan that was sent off, and its end. */
export interface StartedPlan {
  plan: AppliedPlan;
  finished: Promise<AppliedPlan>;
}

/** The plan under way on each connection, by the connection's id. */
const underWay = processWide("plans-under-way", () => new Map<string, Promise<AppliedPlan>>());
/** The ways to call off the returns of trials, by the plan's id. */
const returns = processWide("trial-returns", () => new Map<number, () => void>());

/** Refuses a second plan beside the one that is under way. */
export function checkNothingRuns(connection: Connection): void {
  if (!underWay.has(connection.id)) return;
  throw new ProblemError({
    kind: "conflict",
    title: "Another plan is under way",
    detail: `A plan is being applied to ${connection.label}, or taken back, right now.`,
    action: "Wait until it is done, then try again.",
  });
}

/**
 * Works on a plan in the background. Its own calls go through even when the connection locks itself meanwhile: those
 * that take it back, and with `mayApply` those that carry it out.
 */
export function startRun(
  run: PlanRun,
  mayApply: boolean,
  work: (run: PlanRun) => Promise<void>,
): StartedPlan {
  const { plan, connection, clock } = run;
  checkNothingRuns(connection);
  cancelReturn(plan.id);
  const calls = plan.steps.flatMap(({ change }) => [
    settingCall(change, change.before),
    ...(mayApply ? [settingCall(change, change.after)] : []),
  ]);
  const finished = withGrant({ connectionId: connection.id, calls }, () => work(run))
    .catch((error: unknown) => {
      // A mistake of ours, or the store cannot be written: finishing or undoing is for the user to say.
      process.stderr.write(`lambdeck: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!isUnderWay(plan)) return;
      plan.state = "interrupted";
      try {
        savePlan(plan);
      } catch {
        // Then the next start says the same of it.
      }
    })
    .then(() => {
      underWay.delete(connection.id);
      if (plan.state === "trying") scheduleReturn(plan, clock);
      return plan;
    });
  underWay.set(connection.id, finished);
  return { plan: structuredClone(plan), finished };
}

/** Lets a trial return when its time has come, at once when that is past. */
export function scheduleReturn({ id, returnsAt }: AppliedPlan, clock: PlanClock): void {
  cancelReturn(id);
  const timeMs = returnsAt ? Date.parse(returnsAt) : clock.nowMs();
  returns.set(
    id,
    clock.at(timeMs, () => returnTrial(id, clock)),
  );
}

/** A trial that is kept, or returned by hand, does not return by itself any more. */
export function cancelReturn(planId: number): void {
  returns.get(planId)?.();
  returns.delete(planId);
}

async function returnTrial(id: number, clock: PlanClock): Promise<void> {
  const plan = readPlan(id);
  if (plan?.state !== "trying") return;
  // First what is under way on the connection.
  await underWay.get(plan.connectionId);
  const connection = await resolveConnection(plan.connectionId).catch(() => undefined);
  if (!connection || underWay.has(connection.id)) {
    const later = new Date(clock.nowMs() + tryAgainMs).toISOString();
    scheduleReturn({ ...plan, returnsAt: later }, clock);
    return;
  }
  await startRun({ plan, connection, clock }, false, undoSteps).finished;
}

const tryAgainMs = 15_000;
