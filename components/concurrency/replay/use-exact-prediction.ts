"use client";

import { useEffect, useMemo, useState } from "react";
import type { Problem } from "@/lib/model/problem";
import type { Traffic } from "@/lib/model/traffic";
import type { ReplayedFunction, ReplayOptions } from "@/lib/simulator/prediction";
import type { ExactAnswer, ExactRequest, ExactResult, SettingsByName } from "./replay-messages";

export interface ExactWanted {
  /** Undefined: nothing is simulated. */
  functionName: string | undefined;
  traffic: Traffic | undefined;
  functions: readonly ReplayedFunction[];
  concurrencyLimit: number | undefined;
  /** Settings that differ from the present ones, by function name. */
  changed: SettingsByName;
  options: ReplayOptions;
  replications?: number;
}

export interface ExactPrediction {
  /** Of the settings asked for; undefined while they are simulated. */
  result: ExactResult | undefined;
  /** From 0 to 1 while it runs. */
  progress: number | undefined;
  problem: Problem | undefined;
}

const nothing: ExactPrediction = { result: undefined, progress: undefined, problem: undefined };
/** A handle rests so long before the simulation begins. */
const restMs = 400;
/** In a pool with more functions, those with the least traffic hardly matter. */
const mostTogether = 100;

/**
 * Simulates one function with the changed settings in a worker, together with the functions whose pool it shares.
 * A change of anything ends the simulation that runs and begins another.
 */
export function useExactPrediction(wanted: ExactWanted): ExactPrediction {
  const { functionName, traffic, functions, concurrencyLimit, changed, options } = wanted;
  const { replications = 10 } = wanted;
  const request = useMemo((): ExactRequest | undefined => {
    if (functionName === undefined || !traffic || concurrencyLimit === undefined) return undefined;
    const ofName = requestFor(functionName, traffic, functions, concurrencyLimit, changed);
    return ofName && { ...ofName, options, replications };
  }, [functionName, traffic, functions, concurrencyLimit, changed, options, replications]);
  const [state, setState] = useState<{ of?: ExactRequest; prediction: ExactPrediction }>({
    prediction: nothing,
  });
  useEffect(() => {
    if (!request) return;
    let worker: Worker | undefined;
    const timer = setTimeout(() => {
      setState({ of: request, prediction: { ...nothing, progress: 0 } });
      worker = new Worker(new URL("./exact.worker.ts", import.meta.url), { type: "module" });
      worker.onmessage = ({ data }: MessageEvent<ExactAnswer>) =>
        setState({ of: request, prediction: stateAfter(data) });
      worker.postMessage(request);
    }, restMs);
    return () => {
      clearTimeout(timer);
      worker?.terminate();
    };
  }, [request]);
  return request && state.of === request ? state.prediction : nothing;
}

function stateAfter(answer: ExactAnswer): ExactPrediction {
  switch (answer.kind) {
    case "progress":
      return { ...nothing, progress: answer.done / answer.replications };
    case "done":
      return { ...nothing, result: answer.result };
    case "failed":
      return {
        ...nothing,
        problem: {
          kind: "unexpected",
          title: "The simulation was not possible",
          detail: answer.detail,
        },
      };
  }
}

/** A function with a reservation has it to itself; others are simulated with all that share their pool. */
function requestFor(
  name: string,
  traffic: Traffic,
  functions: readonly ReplayedFunction[],
  concurrencyLimit: number,
  changed: SettingsByName,
): Omit<ExactRequest, "options" | "replications"> | undefined {
  const settings = new Map([
    ...functions.map((each) => [each.name, each.settings] as const),
    ...changed,
  ]);
  const sharesPool = (each: string) => settings.get(each)?.reservedConcurrency === null;
  const recorded = new Map(traffic.functions.map((each) => [each.name, each]));
  const busy = (each: string) => recorded.get(each)!.busySeconds.reduce((sum, one) => sum + one, 0);
  const others = sharesPool(name)
    ? functions
        .map((each) => each.name)
        .filter((each) => each !== name && sharesPool(each) && recorded.has(each))
        .map((each) => ({ each, busySeconds: busy(each) }))
        .filter(({ busySeconds }) => busySeconds > 0)
        .sort((a, b) => b.busySeconds - a.busySeconds)
        .slice(0, mostTogether)
        .map(({ each }) => each)
    : [];
  if (!recorded.has(name) || !settings.has(name)) return undefined;
  const together = new Set([name, ...others]);
  const elsewhere = functions
    .filter((each) => !together.has(each.name))
    .reduce((sum, each) => {
      const own = settings.get(each.name)!;
      return sum + (own.reservedConcurrency ?? own.provisionedConcurrency);
    }, 0);
  return {
    traffic: [...together].map((each) => recorded.get(each)!),
    stepSeconds: traffic.stepMs / 1000,
    functions: functions.filter((each) => together.has(each.name)),
    settings: new Map([...together].map((each) => [each, settings.get(each)!])),
    concurrencyLimit: Math.max(1, concurrencyLimit - elsewhere),
  };
}
