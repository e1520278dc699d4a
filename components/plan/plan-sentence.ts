import type { AppliedPlan } from "@/lib/model/concurrency-plan";
import { changeCount, stepLabel } from "./plan-words";

/** Where a plan stands, in one or two sentences. */
export function planSentence({ state, steps }: AppliedPlan): string {
  const total = changeCount(steps.length);
  const refused = steps.findIndex((step) => step.state === "failed");
  const left = steps.filter((step) => step.state === "undo-failed").map(stepLabel);
  switch (state) {
    case "applying": {
      const done = steps.filter((step) => step.state === "done").length;
      return `Applying: ${done} of ${steps.length} done.`;
    }
    case "trying":
      return `${total} on trial. Everything returns by itself unless you keep it.`;
    case "done":
      return `${total} applied.`;
    case "undoing":
      return refused === -1
        ? "Taking the plan back."
        : `Step ${refused + 1} was refused. Taking back the steps before it.`;
    case "undone":
      return "The plan was taken back: everything is as before.";
    case "rolled-back":
      return `Step ${refused + 1} of ${steps.length}, ${stepLabel(steps[refused]!)}, was refused. The steps before it were taken back: everything is as before.`;
    case "interrupted":
      return "Lambdeck ended in the middle of this plan. Finish it, or take back what was done.";
    case "stuck":
      return `Not everything could be taken back: ${left.join(", ")}. Look at the reason, then try again or leave it.`;
  }
}

export function planTone({ state }: AppliedPlan): "ok" | "neutral" | "warn" | "danger" {
  if (state === "done") return "ok";
  if (state === "rolled-back" || state === "stuck") return "danger";
  return state === "interrupted" || state === "trying" ? "warn" : "neutral";
}
