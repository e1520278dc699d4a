import type { PlannedChange, PlanStep } from "@/lib/model/concurrency-plan";
import { settingLabel } from "@/lib/model/concurrency-plan";

/** `1 change`, `5 changes`. */
export function changeCount(count: number): string {
  return `${count} ${count === 1 ? "change" : "changes"}`;
}

/** A value of a change as it is shown. */
export function valueInWords(change: PlannedChange, value: number | null): string {
  if (value === null) return change.kind === "queue-maximum" ? "no maximum" : "none";
  return change.kind === "reserved" && value === 0 ? "0 (stopped)" : value.toLocaleString("en-US");
}

/** `checkout-api: Reserved`. */
export function stepLabel({ change }: Pick<PlanStep, "change">): string {
  return `${change.functionName}: ${settingLabel(change)}`;
}
