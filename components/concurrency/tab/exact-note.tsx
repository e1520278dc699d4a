"use client";

import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { formatCount, formatDuration, formatPercent, plain } from "@/lib/model/format";
import type { Traffic } from "@/lib/model/traffic";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import { Assumptions, Simulated } from "../board/prediction-dialog";
import { concurrencySettings } from "../board/board-function";
import { singleRun } from "../board/single-run";
import { type ExactPrediction, useExactPrediction } from "../replay/use-exact-prediction";
import type { Choice } from "./use-choice";
import type { TabPrediction } from "./use-prediction";

const replications = 10;

/** The exact simulation of the choice, in a line, and how all of it was computed. It begins when something is chosen. */
export function ExactNote({
  traffic,
  prediction,
  concurrency,
  choice: { now, isChanged },
}: {
  traffic: Traffic;
  prediction: TabPrediction;
  concurrency: FunctionConcurrency;
  choice: Choice;
}) {
  const [isExplained, setExplained] = useState(false);
  const { replayed, options, settled, pool } = prediction;
  const settledText = JSON.stringify(concurrencySettings(settled));
  const functions = useMemo(() => [replayed], [replayed]);
  const changed = useMemo(
    () => new Map([[replayed.name, JSON.parse(settledText)]]),
    [replayed.name, settledText],
  );
  const exact = useExactPrediction({
    functionName: isChanged || isExplained ? now.name : undefined,
    traffic,
    functions,
    // Alone in the pool: what the others do there is not known on this page.
    concurrencyLimit:
      settled.reserved === null
        ? pool.units + replayed.settings.provisionedConcurrency
        : (concurrency.account?.limit ?? settled.reserved),
    changed,
    options,
    replications,
  });
  return (
    <div className="flex flex-col items-start gap-1 text-12 text-text-2">
      {isChanged && <Line exact={exact} />}
      <Button size="small" kind="ghost" className="-ml-2" onClick={() => setExplained(true)}>
        How it was computed
      </Button>
      {isExplained && (
        <Dialog
          open
          wide
          onOpenChange={(open) => !open && setExplained(false)}
          title={`How the prediction for ${now.name} was computed`}
          footer={
            <Button kind="primary" onClick={() => setExplained(false)}>
              Close
            </Button>
          }
        >
          <Simulated exact={exact} predicted={prediction.after} />
          <Assumptions
            traffic={traffic.functions.find(({ name }) => name === now.name)}
            settings={settled}
          />
        </Dialog>
      )}
    </div>
  );
}

function Line({ exact: { result, progress, problem } }: { exact: ExactPrediction }) {
  if (problem) return <p>{problem.detail}</p>;
  const simulated = result?.simulation.functions[0];
  if (!result || !simulated)
    return (
      <p role="status" className="text-text-3">
        The exact simulation runs
        {progress !== undefined && progress > 0 && `: ${plain(formatPercent(progress))}`}
        {"\u2026"}
      </p>
    );
  const range = (mean: number, interval: readonly [number, number] | null | undefined) => {
    const [low, high] = singleRun(mean, interval, replications);
    const [from, to] = [Math.floor(low), Math.ceil(high)].map((one) => plain(formatCount(one)));
    return from === to ? from : `${from} to ${to}`;
  };
  const { throttles, coldStarts, interval95 } = simulated;
  return (
    <p role="status">
      Simulated exactly, {result.isWhole ? "the whole time" : "the busiest"}{" "}
      {plain(formatDuration(result.steps * 60_000))}:{" "}
      <b>{range(throttles, interval95?.throttles)}</b> throttles,{" "}
      <b>{range(coldStarts, interval95?.coldStarts)}</b> cold starts (95{"\u2009"}%).
    </p>
  );
}
