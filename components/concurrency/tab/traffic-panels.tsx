"use client";

import { Skeleton } from "@/components/ui/skeleton";
import { provisionedTotal } from "@/lib/model/settings-after";
import type { CostPoint } from "@/lib/simulator/cost-curve";
import { coldStartProbability, monthlyUsd } from "@/lib/simulator/per-time";
import { concurrencySettings } from "../board/board-function";
import type { Advice } from "./advice-messages";
import { CostCurve } from "./cost-curve";
import type { LimitLine } from "./limit-line";
import { LimitTable } from "./limit-table";
import type { Choice } from "./use-choice";
import type { TabPrediction } from "./use-prediction";

/** Under the chart: what keeping environments warm costs, and what each reservation covers. */
export function TrafficPanels({
  advice,
  prediction,
  choice,
  lines,
  replayed,
}: {
  advice: Advice | undefined;
  prediction: TabPrediction;
  choice: Choice;
  lines: readonly LimitLine[];
  replayed: string;
}) {
  const { now, chosen, choose } = choice;
  const provisionedLine = lines.find(({ kind }) => kind === "provisioned");
  const marks = {
    now: provisionedTotal(now),
    chosen: provisionedTotal(prediction.chosen),
    suggested: advice?.recommendation.settings.provisionedConcurrency,
  };
  return (
    <div className="flex border-t border-border max-xl:flex-col">
      <div className="min-w-0 flex-1 border-border max-xl:border-b xl:border-r">
        {advice ? (
          <CostCurve
            points={withMarks(advice.curve, Object.values(marks), prediction)}
            {...marks}
            onChoose={provisionedLine?.choose}
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
            chosen={chosen.reserved}
            suggested={advice.recommendation.settings.reservedConcurrency ?? undefined}
            replayed={replayed}
            onChoose={(reserved) => choose({ ...chosen, reserved })}
          />
        ) : (
          <Waiting />
        )}
      </div>
    </div>
  );
}

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
  { predict, settled }: TabPrediction,
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
