"use client";

import { useMemo, useState } from "react";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { ConcurrencyHolder } from "@/lib/model/settings-after";
import type { Traffic } from "@/lib/model/traffic";
import { fitDemand } from "@/lib/simulator/fit-demand";
import { playDemand, type PlayedDemand } from "@/lib/simulator/play-demand";
import { predictFunction } from "@/lib/simulator/predict-function";
import type {
  ConcurrencySettings,
  Prediction,
  ReplayedFunction,
  ReplayOptions,
  SharedPool,
} from "@/lib/simulator/prediction";
import { concurrencySettings } from "../board/board-function";
import type { ReplayView } from "./replay-view";
import type { Choice } from "./use-choice";

/** What the recorded traffic says of the limits. */
export interface TabPrediction {
  replayed: ReplayedFunction;
  options: ReplayOptions;
  played: PlayedDemand;
  now: Prediction;
  after: Prediction;
  /** What may run at once, now and as chosen. */
  limitNow: number;
  limitChosen: number;
  /** The choice, as far as it can be predicted. */
  chosen: ConcurrencyHolder;
  /** The choice when no grip was held: what takes longer than a frame is computed from this. */
  settled: ConcurrencyHolder;
  /** What a function without a reservation finds when the others leave the pool to it. */
  pool: SharedPool;
  predict(settings: ConcurrencySettings): Prediction;
}

/** Holds the choice against the traffic; undefined until everything it needs is there. */
export function usePrediction({
  traffic,
  detail,
  concurrency,
  choice: { now, chosen },
  view,
  isDragging,
}: {
  traffic: Traffic | undefined;
  detail: FunctionDetail | undefined;
  concurrency: FunctionConcurrency;
  choice: Choice;
  view: ReplayView;
  isDragging: boolean;
}): TabPrediction | undefined {
  const { factor } = view;
  const settingsText = JSON.stringify(concurrencySettings(now));
  const invocation = now.queues.length > 0 ? "sqs" : "sync";
  const { account, reservedConcurrency } = concurrency;
  const pool = account ? account.unreserved + (reservedConcurrency ?? 0) : Infinity;
  const replayed = useMemo((): ReplayedFunction | undefined => {
    if (!detail) return undefined;
    const { memoryMb, architecture, region, ephemeralStorageMb } = detail;
    const size = { memoryMb, architecture, region, ephemeralStorageMb };
    return { name: now.name, size, invocation, settings: JSON.parse(settingsText) };
  }, [detail, now.name, invocation, settingsText]);
  const options = useMemo<ReplayOptions>(
    () => ({ factor, spike: "none", idleTimeoutSeconds }),
    [factor],
  );
  const replay = useMemo(() => {
    const recorded = traffic?.functions.find(({ name }) => name === replayed?.name);
    if (!traffic || !recorded || !replayed) return undefined;
    const played = playDemand(fitDemand(recorded, replayed, traffic.stepMs / 1000), options);
    // What the other functions have at work in the pool is not known here: it is taken as theirs to leave.
    const predict = (wanted: ConcurrencySettings) =>
      predictFunction(played, wanted, {
        units: pool - wanted.provisionedConcurrency,
        mean: undefined,
      });
    const poolNow = { units: pool - replayed.settings.provisionedConcurrency, mean: undefined };
    return { replayed, options, played, pool: poolNow, predict, now: predict(replayed.settings) };
  }, [traffic, replayed, options, pool]);

  const known = typed(chosen, now);
  const chosenText = JSON.stringify(concurrencySettings(known));
  const after = useMemo(() => replay?.predict(JSON.parse(chosenText)), [replay, chosenText]);
  const [settled, setSettled] = useState(known);
  if (!isDragging && JSON.stringify(settled) !== JSON.stringify(known)) setSettled(known);
  return (
    replay &&
    after && {
      ...replay,
      after,
      limitNow: now.reserved ?? pool,
      limitChosen: known.reserved ?? pool,
      chosen: known,
      settled,
    }
  );
}

/** How long an environment is taken to stay when nothing calls it; AWS does not say. */
const idleTimeoutSeconds = 600;

/** Limits that can be predicted: a field left empty counts as it was. */
function typed(chosen: ConcurrencyHolder, now: ConcurrencyHolder): ConcurrencyHolder {
  return {
    ...chosen,
    reserved: Number.isNaN(chosen.reserved) ? now.reserved : chosen.reserved,
    provisioned: chosen.provisioned.filter(({ requested }) => !Number.isNaN(requested)),
  };
}
