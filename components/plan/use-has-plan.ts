"use client";

import { useSession } from "@/components/shell/session";
import { isUnderWay } from "@/lib/model/concurrency-plan";
import { useDraftPlan } from "./use-draft-plan";
import { usePlans } from "./use-plans";

/** Whether the drawer has something to show: planned changes, or a plan sent off since the page was opened. */
export function useHasPlan(): boolean {
  const { serverNowMs } = useSession();
  const { changes } = useDraftPlan();
  const { data: plans = [] } = usePlans();
  return (
    changes.length > 0 ||
    plans.some((plan) => isUnderWay(plan) || Date.parse(plan.createdAt) >= serverNowMs)
  );
}
