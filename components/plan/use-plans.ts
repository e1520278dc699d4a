"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useSettingsRefresh } from "@/components/activity/use-change-done";
import { useSession } from "@/components/shell/session";
import { getJson, sendJson } from "@/components/ui/api";
import { isUnderWay, type AppliedPlan, type PlannedChange } from "@/lib/model/concurrency-plan";

const followMs = 500;
const trialMs = 3_000;
const restMs = 15_000;

/** The plans sent off on the open connection, newest first; followed closely while one is under way. */
export function usePlans() {
  const { connectionId } = useSession();
  return useQuery({
    queryKey: ["plans", connectionId],
    queryFn: ({ signal }) =>
      getJson<{ plans: AppliedPlan[] }>("/api/plans", { connection: connectionId }, signal),
    select: ({ plans }) => plans,
    enabled: connectionId !== undefined,
    refetchInterval: ({ state }) => {
      const plans = state.data?.plans ?? [];
      if (plans.some(isUnderWay)) return followMs;
      return plans.some((plan) => plan.state === "trying") ? trialMs : restMs;
    },
  });
}

/** Reads the settings on the page again whenever a plan has begun or ended. */
export function useRefreshWithPlans(plans: readonly AppliedPlan[]): void {
  const refresh = useSettingsRefresh();
  const moved = plans.map(({ id, state }) => `${id} ${state}`).join();
  const seen = useRef("");
  useEffect(() => {
    // The first answer tells nothing new.
    if (seen.current !== "" && seen.current !== moved) refresh();
    seen.current = moved;
  }, [moved, refresh]);
}

/** Sends a plan off. It is on its way when the answer comes. */
export function useApplyPlan() {
  const remember = useRememberPlan();
  return useMutation({
    mutationFn: (plan: { changes: readonly PlannedChange[]; tryMinutes?: number }) =>
      sendJson<{ plan: AppliedPlan }>("POST", "/api/plans", plan),
    onSuccess: ({ plan }) => remember(plan),
  });
}

export type PlanAct = "undo" | "finish" | "keep";

/** Takes a plan back, carries an interrupted one to its end, or keeps a trial. */
export function useActOnPlan() {
  const remember = useRememberPlan();
  return useMutation({
    mutationFn: ({ plan, act }: { plan: AppliedPlan; act: PlanAct }) =>
      sendJson<{ plan: AppliedPlan }>("POST", `/api/plans/${plan.id}/${act}`, undefined, {
        params: { connection: plan.connectionId },
      }),
    onSuccess: ({ plan }) => remember(plan),
  });
}

/** Puts an answered plan into what the page knows at once, so that it is followed from there. */
function useRememberPlan() {
  const queries = useQueryClient();
  return (plan: AppliedPlan) =>
    queries.setQueryData<{ plans: AppliedPlan[] }>(["plans", plan.connectionId], (known) => ({
      plans: [plan, ...(known?.plans ?? []).filter(({ id }) => id !== plan.id)].toSorted(
        (a, b) => b.id - a.id,
      ),
    }));
}
