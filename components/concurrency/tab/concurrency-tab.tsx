"use client";

import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useRowDetails } from "@/components/functions/use-functions";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { useAddressState } from "@/components/shell/use-address-state";
import { useStored } from "@/components/shell/use-stored";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { useKeys } from "@/components/ui/use-keys";
import {
  isRefused,
  limitsNow,
  reservedRange,
  unreservedLeft,
  withProvisionedTotal,
} from "@/lib/model/chosen-limits";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import { timeZoneOf } from "@/lib/model/format";
import { provisionedTotal } from "@/lib/model/settings-after";
import type { RecommendTargets } from "@/lib/simulator/recommend-function";
import { concurrencySettings } from "../board/board-function";
import { useTraffic } from "../replay/use-traffic";
import { AccountPool } from "./account-pool";
import { ChoiceBar } from "./choice-bar";
import { ChoicePanel } from "./choice-panel";
import { ExactNote } from "./exact-note";
import { type LimitLine, provisionedLine, reservedLine } from "./limit-line";
import { LimitNotes } from "./limit-notes";
import { MeasuredUse } from "./measured-use";
import { PlanEffect } from "./plan-effect";
import { predictedRows } from "./predicted-rows";
import { PredictedTable } from "./predicted-table";
import { Recommended } from "./recommended";
import { readReplayView, replayedLabel, writeReplayView } from "./replay-view";
import { defaultTargets } from "./targets";
import { TrafficChart } from "./traffic-chart";
import { TrafficPanels } from "./traffic-panels";
import { useAdvice } from "./use-advice";
import { useChoice } from "./use-choice";
import { usePrediction } from "./use-prediction";
import { useProvisionedTarget } from "./use-provisionable";

const PlanDrawer = dynamic(() =>
  import("@/components/plan/plan-drawer").then((module) => module.PlanDrawer),
);
const TimetableDialog = dynamic(() =>
  import("./timetable-dialog").then((module) => module.TimetableDialog),
);

/** The function's limits on the traffic they meet, dragged or typed, and gathered in the plan. */
export function ConcurrencyTab({
  concurrency,
  stale,
}: {
  concurrency: FunctionConcurrency;
  stale: Error | null;
}) {
  const { name } = useFunctionAddress();
  const { zone } = useSession();
  const { data: detail } = useFunction();
  const [view, setView] = useAddressState(readReplayView, writeReplayView);
  const [isPlanOpen, setPlanOpen] = useState(false);
  const [isTimetableOpen, setTimetableOpen] = useState(false);
  const [isDragging, setDragging] = useState(false);
  const names = useMemo(() => [name], [name]);
  const queues = useRowDetails(names).data?.details[name]?.queues;
  const now = useMemo(
    () => limitsNow(name, concurrency, queues ?? []),
    [name, concurrency, queues],
  );
  const choice = useChoice(now);
  const { data, error, refetch, isPlaceholderData } = useTraffic(names, view.window, {
    init: true,
  });
  const traffic = data?.traffic;
  const [targets, setTargets] = useStored<RecommendTargets>("targets", defaultTargets);
  const prediction = usePrediction({ traffic, detail, concurrency, choice, view, isDragging });
  const advice = useAdvice(traffic, prediction, concurrency, choice, targets);
  const target = useProvisionedTarget(choice.chosen);
  const { chosen, choose } = choice;
  const recommended = advice?.recommendation.settings;
  const lines: LimitLine[] = [];
  if (prediction) {
    const { after } = prediction;
    const reserved = recommended?.reservedConcurrency ?? undefined;
    lines.push(reservedLine(concurrency, choice, reserved, after, choose));
    const warm = recommended?.provisionedConcurrency;
    if (target !== undefined)
      lines.push(provisionedLine(concurrency, choice, target, warm, after, choose));
  }
  const hasTraffic = prediction !== undefined && prediction.now.requests > 0;
  const addToPlan = () => {
    if (isRefused(concurrency, now, chosen)) return;
    choice.addToPlan();
    setPlanOpen(true);
  };
  useKeys({
    p: () => (choice.isOpen ? addToPlan() : setPlanOpen(!isPlanOpen)),
    "0": choice.reset,
  });
  useStatus({
    keys: [
      [["\u2191", "\u2193"], "\u00b11"],
      [["\u21e7", "\u2191"], "\u00b110"],
      [["Tab"], "other line"],
      [["0"], "reset"],
      [["Z"], "zoom back"],
      [["P"], "add to plan"],
      [["[", "]"], "tabs"],
    ],
    source: traffic && "CloudWatch \u00b7 1 min steps",
    updatedAtMs: traffic?.asOfMs,
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
            isOlder={isPlaceholderData}
            error={error}
            onRetry={() => void refetch()}
            prediction={prediction}
            lines={lines}
            view={view}
            onView={setView}
            onDragging={setDragging}
          />
          {traffic && traffic.problems.length > 0 && (
            <div className="flex flex-col gap-2 px-4 pb-3">
              {traffic.problems.map(({ title, detail }) => (
                <Note key={title} tone="warn" title={title}>
                  {detail}
                </Note>
              ))}
            </div>
          )}
        </div>
        <aside
          aria-label="Limits"
          // The plan takes its place from 1024 px on, and a sheet at the foot of a phone.
          className={`border-border max-lg:contents lg:sticky lg:top-0 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:h-[100cqh] lg:w-83 lg:flex-col lg:border-l ${isPlanOpen ? "lg:hidden" : "lg:flex"}`}
        >
          <div className="min-h-0 flex-1 divide-y divide-border max-lg:flex-none max-lg:border-y max-lg:border-border lg:overflow-y-auto">
            <ChoicePanel
              concurrency={concurrency}
              choice={choice}
              startsAt={advice?.covering ?? Math.ceil(prediction?.now.peakDemand ?? 1)}
              onEnter={addToPlan}
              onTimetable={() => setTimetableOpen(true)}
            />
            {hasTraffic && traffic && (
              <>
                <PredictedTable
                  rows={predictedRows(
                    prediction.now,
                    prediction.after,
                    unreservedLeft(concurrency, prediction.chosen),
                  )}
                  replayed={replayedLabel(prediction.now.windowSeconds, view.factor)}
                >
                  <LimitNotes
                    chosen={chosen.reserved}
                    after={prediction.after}
                    covering={advice?.covering}
                    max={reservedRange(concurrency, chosen)?.max}
                    onUse={(reserved) => choose({ ...chosen, reserved })}
                  />
                  <ExactNote
                    traffic={traffic}
                    prediction={prediction}
                    concurrency={concurrency}
                    choice={choice}
                  />
                </PredictedTable>
                <Recommended
                  advice={advice}
                  chosen={concurrencySettings(chosen)}
                  targets={targets}
                  onTargets={setTargets}
                  onUse={({ reservedConcurrency, provisionedConcurrency }) => {
                    const limits = { ...chosen, reserved: reservedConcurrency };
                    choose(
                      target === undefined
                        ? limits
                        : withProvisionedTotal(limits, target, provisionedConcurrency),
                    );
                  }}
                />
              </>
            )}
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
            isRefused={isRefused(concurrency, now, chosen)}
            onAdd={addToPlan}
            onOpenPlan={() => setPlanOpen(true)}
          />
        </aside>
        <div className="min-w-0 lg:col-start-1">
          {hasTraffic && (
            <TrafficPanels
              advice={advice}
              now={now}
              settled={prediction.settled}
              predict={prediction.predict}
              target={target}
              replayed={replayedLabel(prediction.now.windowSeconds, view.factor)}
              choose={choose}
            />
          )}
          <MeasuredUse reserved={now.reserved} provisioned={provisionedTotal(now)} />
        </div>
      </div>
      {isPlanOpen && (
        <PlanDrawer
          onClose={() => setPlanOpen(false)}
          effectOf={(functionName) =>
            functionName === name &&
            prediction &&
            !choice.isOpen && (
              <PlanEffect rows={predictedRows(prediction.now, prediction.after, undefined)} />
            )
          }
        />
      )}
      {isTimetableOpen && target !== undefined && (
        <TimetableDialog
          functionName={name}
          qualifier={target}
          provisioned={provisionedTotal(chosen) || 0}
          timetable={advice?.timetable}
          timeZone={timeZoneOf(zone)}
          onClose={() => setTimetableOpen(false)}
        />
      )}
    </div>
  );
}
