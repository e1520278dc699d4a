"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { functionPath } from "@/components/functions/use-function";
import { postEvents } from "@/components/ui/post-events";
import { problemOf } from "@/components/ui/problem-view";
import type { LoadPoint, LoadResult } from "@/lib/model/load-result";
import type { Load } from "@/lib/model/load-schema";
import { type Problem, ProblemError } from "@/lib/model/problem";

/** A load that was sent, with what has come of it so far. */
export interface LoadRun {
  load: Load;
  /** Absent until the first news. */
  result?: LoadResult;
  points: readonly LoadPoint[];
  isRunning: boolean;
  problem?: Problem;
}

/** Sends a load to one function and follows it. Leaving the function's page stops it. */
export function useLoad(functionName: string) {
  const queries = useQueryClient();
  const [run, setRun] = useState<LoadRun>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    async (load: Load, confirmed: boolean) => {
      if (running.current) return;
      const abort = new AbortController();
      running.current = abort;
      let now: LoadRun = { load, points: [], isRunning: true };
      const show = (more: Partial<LoadRun>) => setRun((now = { ...now, ...more }));
      show({});
      try {
        const path = functionPath(functionName, "/load");
        const events = postEvents(
          path,
          { ...load, confirmed },
          { signal: abort.signal, brokenOff },
        );
        for await (const { event, data } of events) {
          const { result, points } = data as { result: LoadResult; points: LoadPoint[] };
          if (event === "progress") show({ result, points: [...now.points, ...points] });
          if (event === "done") show({ result, points });
        }
      } catch (error) {
        if (abort.signal.aborted) show({ result: now.result && stopped(now.result) });
        else show({ problem: problemOf(error) });
      } finally {
        running.current = undefined;
        show({ isRunning: false });
        void queries.invalidateQueries({ queryKey: ["recent-invocations"] });
      }
    },
    [functionName, queries],
  );
  const stop = useCallback(() => running.current?.abort(), []);
  return { run, start, stop };
}

/** What is known when the page stops listening: calls that are under way are not waited for. */
function stopped(result: LoadResult): LoadResult {
  return { ...result, state: "stopped", unanswered: result.sent - result.answered };
}

const brokenOff = new ProblemError({
  kind: "unreachable",
  title: "The run broke off",
  detail: "Lambdeck's own server cannot be reached, or went away before the run was done.",
  action: "What had come until then is still shown. Calls under way end by themselves.",
});
