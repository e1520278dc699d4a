"use client";

import { useCallback, useMemo, useState } from "react";
import { useDraftPlan } from "@/components/plan/use-draft-plan";
import { useSession } from "@/components/shell/session";
import { problemOf } from "@/components/ui/problem-view";
import { usePredictions } from "@/components/concurrency/replay/use-predictions";
import { useTraffic } from "@/components/concurrency/replay/use-traffic";
import { queueMaximumOf } from "@/lib/model/function-row";
import { settingsAfter } from "@/lib/model/settings-after";
import type { ReplayedFunction } from "@/lib/simulator/prediction";
import { type BoardFunction, concurrencySettings, replayedFunction } from "./board-function";
import type { BoardView } from "./board-view";
import { LaneMaker } from "./make-lanes";
import { accountAfter } from "./pool";
import { sortLanes } from "./sort-lanes";
import { useBoardFunctions } from "./use-board-functions";

/** Of so many functions the traffic is read without being asked; each costs a few metrics. */
const mostRead = 200;
const idleTimeoutSeconds = 600;

export type Board = ReturnType<typeof useBoard>;

/** Everything the board shows: settings, plan, traffic, and what both would give. */
export function useBoard(view: BoardView) {
  const { connection } = useSession();
  const region = connection?.region ?? "us-east-1";
  const settings = useBoardFunctions();
  const { functions, account } = settings;
  const plan = useDraftPlan();
  const { changes } = plan;
  const [readsAll, setReadsAll] = useState(false);
  const names = useMemo(
    // While the settings still come in parts, every part would begin the reading anew.
    () =>
      settings.isReading ? [] : namesToRead(functions, readsAll ? functions.length : mostRead),
    [functions, settings.isReading, readsAll],
  );
  const reading = useTraffic(names, view.window);
  const traffic = reading.data?.traffic;
  // By value: each new identity is megabytes of traffic sent to a worker and fitted again.
  const replayedText = useMemo(
    () => JSON.stringify(functions.map((one) => replayedFunction(one, region))),
    [functions, region],
  );
  const replayed = useMemo(() => JSON.parse(replayedText) as ReplayedFunction[], [replayedText]);
  const changed = useMemo(() => {
    const planned = new Set(changes.map(({ functionName }) => functionName));
    return new Map(
      functions
        .filter(({ name }) => planned.has(name))
        .map((one) => [one.name, concurrencySettings(settingsAfter(one, changes))]),
    );
  }, [functions, changes]);
  const options = useMemo(
    () => ({ factor: view.factor, spike: view.spike, idleTimeoutSeconds }),
    [view.factor, view.spike],
  );
  const predictions = usePredictions({
    traffic,
    functions: replayed,
    concurrencyLimit: account?.limit,
    changed,
    options,
  });
  const byName = useMemo(
    () => new Map(traffic?.functions.map((one) => [one.name, one])),
    [traffic],
  );
  const { predictAtOnce } = predictions;
  const predict = useCallback(
    (after: BoardFunction) => predictAtOnce(after.name, concurrencySettings(after)),
    [predictAtOnce],
  );
  const [maker] = useState(() => new LaneMaker());
  const unsorted = useMemo(
    () =>
      maker.lanes({
        functions,
        changes,
        traffic: byName,
        stepSeconds: (traffic?.stepMs ?? 60_000) / 1000,
        factor: view.factor,
        now: predictions.now?.functions,
        after: predictions.after?.functions,
        predict,
      }),
    [
      predict,
      maker,
      functions,
      changes,
      byName,
      traffic?.stepMs,
      view.factor,
      predictions.now,
      predictions.after,
    ],
  );
  const lanes = useMemo(() => sortLanes(unsorted, view.sort), [unsorted, view.sort]);
  const planned = useMemo(
    () =>
      account &&
      accountAfter(
        account,
        lanes.map(({ now }) => now),
        lanes.map(({ after }) => after),
      ),
    [account, lanes],
  );
  return {
    settings,
    plan,
    lanes,
    account,
    accountAfter: planned,
    traffic,
    /** Functions whose traffic is read, and how far that is. */
    reading: {
      asked: names.length,
      done: reading.data?.done ?? 0,
      isReading: reading.isFetching,
      readAll: () => setReadsAll(true),
      problem: reading.error ? problemOf(reading.error) : undefined,
      retry: () => void reading.refetch(),
    },
    replay: { functions: replayed, changed, options },
    predictions,
    /** What settings would do, at once. */
    predict,
    /** Nothing but what was recorded is asked about. */
    isRecorded: view.factor === 1 && view.spike === "none" && changed.size === 0,
  };
}

/** Those with limits of their own first: the pool is made of them. */
function namesToRead(functions: readonly BoardFunction[], most: number): string[] {
  const hasLimit = ({ reserved, provisioned, queues }: BoardFunction) =>
    reserved !== null || provisioned.length > 0 || queueMaximumOf(queues) !== null;
  const names = (some: readonly BoardFunction[]) => some.map(({ name }) => name);
  return [
    ...names(functions.filter(hasLimit)),
    ...names(functions.filter((one) => !hasLimit(one))),
  ].slice(0, most);
}
