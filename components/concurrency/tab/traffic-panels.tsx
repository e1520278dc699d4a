"use client";

import { memo } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { withProvisionedTotal } from "@/lib/model/chosen-limits";
import { type ConcurrencyHolder, provisionedTotal } from "@/lib/model/settings-after";
import type { CostPoint } from "@/lib/simulator/cost-curve";
import { coldStartProbability, monthlyUsd } from "@/lib/simulator/per-time";
import type { ConcurrencySettings, Prediction } from "@/lib/simulator/prediction";
import { concurrencySettings } from "../board/board-function";
import type { Advice } from "./advice-messages";
import { CostCurve } from "./cost-curve";
import { LimitTable } from "./limit-table";

/** Under the chart: what keeping environments warm costs, and what each reservation covers. */
export const TrafficPanels = memo(function TrafficPanels({
  advice,
  now,
  settled,
  predict,
  target,
  replayed,
  choose,
}: {
  advice: Advice | undefined;
  now: ConcurrencyHolder;
  /** The choice when no grip was held, so that a drag does not draw all this. */
  settled: ConcurrencyHolder;
  predict(settings: ConcurrencySettings): Prediction;
  /** What provisioned concurrency would stand on; undefined: there is no published version. */
  target: string | undefined;
  replayed: string;
  choose(limits: ConcurrencyHolder): void;
}) {
  const marks = {
    now: provisionedTotal(now),
    chosen: provisionedTotal(settled),
    suggested: advice?.recommendation.settings.provisionedConcurrency,
  };
  return (
    <div className="flex border-t border-border max-xl:flex-col">
      <div className="min-w-0 flex-1 border-border max-xl:border-b xl:border-r">
        {advice ? (
          <CostCurve
            points={withMarks(advice.curve, Object.values(marks), settled, predict)}
            {...marks}
            onChoose={
              target === undefined
                ? undefined
                : (total) => choose(withProvisionedTotal(settled, target, total))
            }
          />
        ) : (
          <Waiting />
        )}
      </div>
      <div className="min-w-0 xl:w-110">
        {advice ? (
          <LimitTable
            rows={advice.limits}
            now={now.reserved}
            chosen={settled.reserved}
            suggested={advice.recommendation.settings.reservedConcurrency ?? undefined}
            replayed={replayed}
            onChoose={(reserved) => choose({ ...settled, reserved })}
          />
        ) : (
          <Waiting />
        )}
      </div>
    </div>
  );
});

function Waiting() {
  return (
    <div role="status" aria-label="Comparing limits" className="p-4">
      <Skeleton className="h-56 w-full" />
    </div>
  );
}

/** The curve with the points that are marked on it. */
function withMarks(
  curve: readonly CostPoint[],
  marks: readonly (number | undefined)[],
  settled: ConcurrencyHolder,
  predict: (settings: ConcurrencySettings) => Prediction,
): CostPoint[] {
  const points = new Map(curve.map((point) => [point.provisionedConcurrency, point]));
  for (const provisionedConcurrency of marks) {
    if (provisionedConcurrency === undefined || points.has(provisionedConcurrency)) continue;
    const predicted = predict({ ...concurrencySettings(settled), provisionedConcurrency });
    points.set(provisionedConcurrency, {
      provisionedConcurrency,
      monthlyUsd: monthlyUsd(predicted),
      coldStartProbability: coldStartProbability(predicted),
    });
  }
  return [...points.values()].sort((a, b) => a.provisionedConcurrency - b.provisionedConcurrency);
}
