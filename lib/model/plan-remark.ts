import type { PlannedChange } from "./concurrency-plan";
import { formatFullCount } from "./format";

/** Something to know about a plan before it is applied. */
export interface PlanRemark {
  /** `refused`: AWS would not take it, so the plan cannot be applied. `limit`: calls will be throttled. */
  tone: "refused" | "limit" | "warn" | "neutral";
  /** Absent: it is about the account. */
  functionName?: string;
  /** One or two sentences, without the function's name in front. */
  text: string;
  /** The change that puts it right; one that leads back to `before` only takes something out of the plan. */
  fix?: { label: string; change: PlannedChange };
}

/** A number as it is said; null: none. */
export function inWords(value: number | null): string {
  return value === null ? "none" : formatFullCount(value);
}
