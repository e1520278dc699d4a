"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { postEvents } from "@/components/ui/post-events";
import { problemOf } from "@/components/ui/problem-view";
import type { InsightsQuery, QueryUpdate } from "@/lib/model/insights-query";
import { ProblemError, type Problem } from "@/lib/model/problem";

/** A query that was started here, and how far it is. */
export interface QueryRun {
  query: InsightsQuery;
  startedMs: number;
  /** Absent while it runs. */
  endedMs?: number;
  /** The newest that is known of it. */
  update?: QueryUpdate;
  problem?: Problem;
}

const brokenOff = new ProblemError({
  kind: "unreachable",
  title: "The query broke off",
  detail: "The connection to Lambdeck's own server was lost; CloudWatch is told to stop the query.",
  action: "Run it again.",
});

/** Runs one query at a time. Leaving the page, or another run, stops the one before. */
export function useQueryRun(onEnd: (run: QueryRun) => void) {
  const [run, setRun] = useState<QueryRun>();
  const current = useRef<AbortController>(undefined);
  const ended = useRef(onEnd);
  useEffect(() => {
    ended.current = onEnd;
  });
  useEffect(() => () => current.current?.abort(), []);

  const start = useCallback(async (query: InsightsQuery) => {
    current.current?.abort();
    const abort = new AbortController();
    current.current = abort;
    let now: QueryRun = { query, startedMs: Date.now() };
    const show = (more: Partial<QueryRun>) => {
      now = { ...now, ...more };
      if (current.current === abort) setRun(now);
    };
    show({});
    try {
      const body = { groups: query.groups, text: query.text, ...query.span };
      const options = { signal: abort.signal, brokenOff };
      for await (const { event, data } of postEvents("/api/logs/insights", body, options))
        if (event === "update") show({ update: data as QueryUpdate });
      show({ endedMs: Date.now() });
    } catch (error) {
      if (!abort.signal.aborted) show({ endedMs: Date.now(), problem: problemOf(error) });
      else
        show({ endedMs: Date.now(), update: now.update && { ...now.update, status: "Cancelled" } });
    }
    ended.current(now);
  }, []);
  const cancel = useCallback(() => current.current?.abort(), []);
  return { run, start, cancel };
}
