"use client";

import { useMemo, useState } from "react";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useRowDetails } from "@/components/functions/use-functions";
import { PlanDrawer } from "@/components/plan/plan-drawer";
import { useAddressState } from "@/components/shell/use-address-state";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { useKeys } from "@/components/ui/use-keys";
import { limitsNow } from "@/lib/model/chosen-limits";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import { provisionedTotal } from "@/lib/model/settings-after";
import { useTraffic } from "../replay/use-traffic";
import { AccountPool } from "./account-pool";
import { ChoiceBar } from "./choice-bar";
import { ChoicePanel } from "./choice-panel";
import { MeasuredUse } from "./measured-use";
import { readReplayView, writeReplayView } from "./replay-view";
import { TrafficChart } from "./traffic-chart";
import { TrafficPanels } from "./traffic-panels";
import { useChoice } from "./use-choice";
import { usePrediction } from "./use-prediction";

/** The function's limits on the traffic they meet, dragged or typed, and gathered in the plan. */
export function ConcurrencyTab({
  concurrency,
  stale,
}: {
  concurrency: FunctionConcurrency;
  stale: Error | null;
}) {
  const { name } = useFunctionAddress();
  const { data: detail } = useFunction();
  const [view, setView] = useAddressState(readReplayView, writeReplayView);
  const [isPlanOpen, setPlanOpen] = useState(false);
  const [isDragging, setDragging] = useState(false);
  const queues = useRowDetails(useMemo(() => [name], [name])).data?.details[name]?.queues;
  const now = useMemo(
    () => limitsNow(name, concurrency, queues ?? []),
    [name, concurrency, queues],
  );
  const choice = useChoice(now);
  const traffic = useTraffic([name], view.window);
  const prediction = usePrediction({
    traffic: traffic.data,
    detail,
    concurrency,
    choice,
    view,
    isDragging,
  });
  const addToPlan = () => {
    choice.addToPlan();
    setPlanOpen(true);
  };
  useKeys({
    p: () => (choice.isOpen ? addToPlan() : setPlanOpen(!isPlanOpen)),
    "0": choice.reset,
  });
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col overflow-y-auto [container-type:size] lg:grid lg:grid-cols-[minmax(0,1fr)_auto] lg:grid-rows-[auto_1fr]">
        <div className="min-w-0">
          {stale && (
            <div className="p-4">
              <Note tone="warn" title={problemOf(stale).title}>
                {problemOf(stale).detail} The limits shown may be old.
              </Note>
            </div>
          )}
          <TrafficChart
            traffic={traffic}
            prediction={prediction}
            concurrency={concurrency}
            choice={choice}
            view={view}
            onView={setView}
            onDragging={setDragging}
          />
        </div>
        {!isPlanOpen && (
          <aside
            aria-label="Limits"
            className="border-border max-lg:contents lg:sticky lg:top-0 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:flex lg:h-[100cqh] lg:w-83 lg:flex-col lg:border-l"
          >
            <div className="min-h-0 flex-1 divide-y divide-border max-lg:border-y max-lg:border-border max-lg:flex-none lg:overflow-y-auto">
              <ChoicePanel
                concurrency={concurrency}
                choice={choice}
                prediction={prediction}
                view={view}
                onEnter={addToPlan}
              />
              <AccountPool account={concurrency.account} reserved={now.reserved} />
              {concurrency.problems.length > 0 && (
                <div className="flex flex-col gap-2 p-4">
                  {concurrency.problems.map((problem) => (
                    <ProblemView key={problem.title} problem={problem} />
                  ))}
                </div>
              )}
            </div>
            <ChoiceBar
              choice={choice}
              isRefused={prediction.isRefused}
              onAdd={addToPlan}
              onOpenPlan={() => setPlanOpen(true)}
            />
          </aside>
        )}
        <div className="min-w-0 lg:col-start-1">
          <TrafficPanels
            prediction={prediction}
            concurrency={concurrency}
            choice={choice}
            view={view}
          />
          <MeasuredUse reserved={now.reserved} provisioned={provisionedTotal(now)} />
        </div>
      </div>
      {isPlanOpen && (
        <PlanDrawer
          onClose={() => setPlanOpen(false)}
          effectOf={(functionName) => functionName === name && prediction.found?.effectOfPlan}
        />
      )}
    </div>
  );
}
