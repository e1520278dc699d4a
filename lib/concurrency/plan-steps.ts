import { problemFrom } from "@/lib/aws/problem-from";
import type { AppliedPlan } from "@/lib/model/concurrency-plan";
import { applyStep, undoStep } from "./carry-out-step";
import { type PlanRun, save } from "./plan-run";

/** How soon a trial's return that did not get through is tried again. */
const tryAgainMs = 15_000;

/** Carries out what is not done yet; a step that is refused or fails takes everything back. */
export async function applySteps(run: PlanRun): Promise<void> {
  const { plan } = run;
  plan.state = "applying";
  plan.finishedAt = undefined;
  save(run);
  for (const step of plan.steps) {
    if (step.state === "done") continue;
    try {
      await applyStep(run, step);
    } catch (error) {
      step.state = "failed";
      step.problem = problemFrom(error);
      await undoSteps(run);
      return;
    }
  }
  const nowMs = run.clock.nowMs();
  plan.finishedAt = new Date(nowMs).toISOString();
  if (plan.tryMinutes === undefined) plan.state = "done";
  else {
    plan.state = "trying";
    plan.returnsAt = new Date(nowMs + plan.tryMinutes * 60_000).toISOString();
  }
  save(run);
}

/**
 * Takes back what had an effect, the last step first. What cannot be taken back does not keep the others from it.
 * The return of a trial that only did not get through is tried again later.
 */
export async function undoSteps(run: PlanRun): Promise<void> {
  const { plan, clock } = run;
  // A start after a crash sees by this time that the trial was on its way back.
  if (plan.returnsAt) plan.returnsAt = new Date(clock.nowMs()).toISOString();
  plan.state = "undoing";
  save(run);
  for (const step of plan.steps.toReversed()) {
    if (step.state !== "undone" && step.state !== "waiting") await undoStep(run, step);
  }
  const nowMs = clock.nowMs();
  plan.state = endOf(plan);
  if (plan.state === "trying") plan.returnsAt = new Date(nowMs + tryAgainMs).toISOString();
  else {
    plan.returnsAt = undefined;
    plan.finishedAt = new Date(nowMs).toISOString();
  }
  save(run);
}

function endOf({ steps, returnsAt }: AppliedPlan): AppliedPlan["state"] {
  const left = steps.filter(({ state }) => state === "undo-failed");
  if (left.length === 0)
    return steps.some(({ state }) => state === "failed") ? "rolled-back" : "undone";
  const isPassing = left.every(({ problem }) =>
    ["unreachable", "throttled", "credentials"].includes(problem?.kind ?? ""),
  );
  return returnsAt && isPassing ? "trying" : "stuck";
}
