"use client";

import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { ConcurrencyTab } from "./tab/concurrency-tab";
import { useConcurrency } from "./use-concurrency";

/** How much of the function may run at once: the limits on the traffic they meet. */
export function ConcurrencyPage() {
  const { data, error, refetch } = useConcurrency();
  if (data) return <ConcurrencyTab concurrency={data} stale={error} />;
  return error ? (
    <div className="p-4">
      <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
    </div>
  ) : (
    <SkeletonRows rows={8} />
  );
}
