"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { reservedRange } from "@/lib/model/chosen-limits";
import { timeZoneOf } from "@/lib/model/format";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import type { Traffic } from "@/lib/model/traffic";
import type { RecommendTargets } from "@/lib/simulator/recommend-function";
import { concurrencySettings } from "../board/board-function";
import type { Advice, AdviceRequest } from "./advice-messages";
import type { Choice } from "./use-choice";
import type { TabPrediction } from "./use-prediction";

/**
 * Recommendation, curve, table and timetable, from a worker: they look at hundreds of settings. The last ones stay
 * while the next are computed; undefined before that, and when nothing ran.
 */
export function useAdvice(
  traffic: Traffic | undefined,
  prediction: TabPrediction | undefined,
  concurrency: FunctionConcurrency,
  { now }: Choice,
  targets: RecommendTargets,
): Advice | undefined {
  const { zone } = useSession();
  const [advice, setAdvice] = useState<Advice>();
  const worker = useRef<Worker | null>(null);
  const { account, reservedConcurrency } = concurrency;
  const available = account
    ? account.unreserved + (reservedConcurrency ?? 0)
    : Math.ceil((prediction?.now.peakDemand ?? 0) * 2);
  const mostReserved = reservedRange(concurrency, now)?.max ?? available;
  const { replayed, options, settled, pool } = prediction ?? {};
  const settledText = settled && JSON.stringify(concurrencySettings(settled));
  const recorded = traffic?.functions.find(({ name }) => name === now.name);
  const nothingRan = prediction?.now.requests === 0;
  const request = useMemo((): AdviceRequest | undefined => {
    if (!traffic || !recorded || !replayed || !options || !pool || !settledText || nothingRan)
      return undefined;
    return {
      traffic: recorded,
      startMs: traffic.startMs,
      stepSeconds: traffic.stepMs / 1000,
      replayed,
      options,
      chosen: JSON.parse(settledText),
      pool,
      available,
      mostReserved,
      targets,
      timeZone: timeZoneOf(zone),
    };
  }, [
    traffic,
    recorded,
    replayed,
    options,
    pool,
    settledText,
    nothingRan,
    available,
    mostReserved,
    targets,
    zone,
  ]);
  useEffect(() => {
    const started = new Worker(new URL("./advice.worker.ts", import.meta.url), { type: "module" });
    worker.current = started;
    started.onmessage = ({ data }: MessageEvent<Advice>) => setAdvice(data);
    return () => {
      worker.current = null;
      started.terminate();
    };
  }, []);
  useEffect(() => {
    if (request) worker.current?.postMessage(request);
  }, [request]);
  return request && advice?.functionName === now.name ? advice : undefined;
}
