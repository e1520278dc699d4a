"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Traffic } from "@/lib/model/traffic";
import { fitDemand } from "@/lib/simulator/fit-demand";
import { playDemand } from "@/lib/simulator/play-demand";
import { predictFunction } from "@/lib/simulator/predict-function";
import type {
  AccountPrediction,
  ConcurrencySettings,
  Prediction,
  ReplayedFunction,
  ReplayOptions,
} from "@/lib/simulator/prediction";
import type { AccountRecommendation } from "@/lib/simulator/recommend-account";
import type { RecommendTargets } from "@/lib/simulator/recommend-function";
import type { ReplayAnswer, ReplayRequest, SettingsByName } from "./replay-messages";

export interface PredictionsWanted {
  traffic: Traffic | undefined;
  /** With their present settings. Keep the array's identity while nothing changes. */
  functions: readonly ReplayedFunction[];
  concurrencyLimit: number | undefined;
  /** Settings that differ from the present ones, by function name. */
  changed: SettingsByName;
  options: ReplayOptions;
}

export interface Predictions {
  /** Undefined until the first answer; then the last one stays while the next is computed. */
  now: AccountPrediction | undefined;
  after: AccountPrediction | undefined;
  /** Whether what is shown is not yet what was asked for. */
  isPending: boolean;
  /**
   * What a function's settings would do, at once: for the handle that is being dragged. Undefined without traffic.
   * The first call for a function takes some milliseconds, each further one less than one.
   */
  predictAtOnce(name: string, settings: ConcurrencySettings): Prediction | undefined;
  /**
   * Settings for every function that meet the targets within the account's limit, of which AWS keeps `floor`
   * unreserved. Undefined without traffic.
   */
  recommend(targets: RecommendTargets, floor: number): Promise<AccountRecommendation> | undefined;
}

type Waiting = Map<number, (recommendation: AccountRecommendation) => void>;

type Shown = Pick<Predictions, "now" | "after"> & { id: number };

/** Predictions of all functions from a worker: with the present settings and with the changed ones. */
export function usePredictions(wanted: PredictionsWanted): Predictions {
  const { traffic, functions, concurrencyLimit, changed, options } = wanted;
  const [shown, setShown] = useState<Shown>({ now: undefined, after: undefined, id: 0 });
  const worker = useRef<Worker | null>(null);
  const asked = useRef(0);
  const [askedId, setAskedId] = useState(0);
  const waiting = useRef<Waiting>(new Map());

  useEffect(() => {
    const started = new Worker(new URL("./replay.worker.ts", import.meta.url), { type: "module" });
    started.onmessage = ({ data }: MessageEvent<ReplayAnswer>) => {
      if (data.kind === "predicted") return setShown((before) => merged(before, data));
      waiting.current.get(data.id)?.(data.recommendation);
      waiting.current.delete(data.id);
    };
    worker.current = started;
    return () => {
      worker.current = null;
      started.terminate();
    };
  }, []);

  const send = useCallback((request: ReplayRequest) => worker.current?.postMessage(request), []);
  const now = useMemo(
    () => new Map(functions.map(({ name, settings }) => [name, settings])),
    [functions],
  );
  const after = useMemo(() => new Map([...now, ...changed]), [now, changed]);

  useEffect(() => {
    if (!traffic || concurrencyLimit === undefined) return;
    const stepSeconds = traffic.stepMs / 1000;
    send({ kind: "load", traffic: traffic.functions, stepSeconds, functions, concurrencyLimit });
  }, [send, traffic, functions, concurrencyLimit]);

  useEffect(() => {
    if (!traffic || concurrencyLimit === undefined) return;
    const id = (asked.current += 1);
    setAskedId(id);
    send({ kind: "predict", id, now, after, options });
  }, [send, traffic, concurrencyLimit, now, after, options]);

  const predictAtOnce = useAtOnce(traffic, functions, options, shown.after);
  const recommend = useCallback(
    (targets: RecommendTargets, floor: number) => {
      if (!traffic || concurrencyLimit === undefined) return undefined;
      const id = (asked.current += 1);
      return new Promise<AccountRecommendation>((resolve) => {
        waiting.current.set(id, resolve);
        send({ kind: "recommend", id, present: now, floor, options, targets });
      });
    },
    [send, traffic, concurrencyLimit, now, options],
  );
  const { now: shownNow, after: shownAfter } = shown;
  const isPending = askedId !== shown.id;
  return { now: shownNow, after: shownAfter, isPending, predictAtOnce, recommend };
}

function merged(before: Shown, { id, sides }: Extract<ReplayAnswer, { kind: "predicted" }>): Shown {
  const side = (name: "now" | "after"): AccountPrediction => ({
    functions: new Map([...(before[name]?.functions ?? []), ...sides[name].changed]),
    pool: sides[name].pool,
    peakConcurrency: sides[name].peakConcurrency,
  });
  return { id, now: side("now"), after: side("after") };
}

function useAtOnce(
  traffic: Traffic | undefined,
  functions: readonly ReplayedFunction[],
  options: ReplayOptions,
  after: AccountPrediction | undefined,
) {
  return useCallback(
    (name: string, settings: ConcurrencySettings) => {
      const recorded = traffic?.functions.find((each) => each.name === name);
      const replayed = functions.find((each) => each.name === name);
      if (!traffic || !recorded || !replayed) return undefined;
      // Both are kept until traffic or options change.
      const demand = fitDemand(recorded, replayed, traffic.stepMs / 1000);
      const pool = after?.pool ?? { units: 0, mean: undefined };
      return predictFunction(playDemand(demand, options), settings, pool);
    },
    [traffic, functions, options, after],
  );
}
