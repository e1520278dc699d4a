"use client";

import { lazy, Suspense } from "react";
import { useStored } from "@/components/shell/use-stored";
import { usePlans, useRefreshWithPlans } from "./use-plans";

const OpenPlan = lazy(() => import("./open-plan"));

const noneLeft: readonly number[] = [];

/** On every page: plans that wait for an answer, because they were interrupted, are on trial or got stuck. */
export function PlanBanner() {
  const { data: plans = [] } = usePlans();
  const [left, setLeft] = useStored("plans.left", noneLeft);
  useRefreshWithPlans(plans);
  const open = plans.filter(
    ({ id, state }) =>
      state === "trying" || state === "interrupted" || (state === "stuck" && !left.includes(id)),
  );
  return (
    <Suspense fallback={null}>
      {open.map((plan) => (
        <OpenPlan key={plan.id} plan={plan} onLeave={() => setLeft([...left, plan.id])} />
      ))}
    </Suspense>
  );
}
