import type { AppliedPlan } from "@/lib/model/concurrency-plan";
import { readPlans } from "@/lib/store/plans";

/** The plans that were sent off, newest first; of every connection when none is named. */
export function listPlans(filter: { connectionId?: string; limit?: number }): AppliedPlan[] {
  return readPlans({ connectionId: filter.connectionId, limit: filter.limit ?? 20 });
}
