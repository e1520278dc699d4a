"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { getEvents } from "@/components/ui/post-events";
import { problemOf } from "@/components/ui/problem-view";
import type { InvocationTable } from "@/lib/model/invocation-table";
import { wordsOfPattern } from "@/lib/model/log-pattern";
import type { Problem } from "@/lib/model/problem";
import { spanOf } from "@/lib/model/time-range";
import { throttled } from "./throttled";
import { brokenOff } from "./use-log-buffer";
import { type LogSource, paramsOf, wholeMs } from "./use-log-events";

const drawEveryMs = 250;
/** Lines become readable up to this much after their time. */
const lateMs = 15_000;

type Hit = [requestId: string | null, stream: string, timestampMs: number];

export interface Hits {
  /** Rows of the table with a line that matches, or an id that holds the words; undefined: no filter. */
  found: ReadonlySet<number> | undefined;
  isSearching: boolean;
  coveredFromMs: number | undefined;
  problem: Problem | undefined;
}

/** Which requests have lines that match a pattern: CloudWatch searches, and tells them as it finds them. */
export function useHits(
  source: LogSource,
  pattern: string,
  /** The time of the newest read; when it changes, what is newer is searched too. */
  readMs: number,
  { table, changes }: { table: InvocationTable; changes: number },
): Hits {
  const { connectionId, range } = useSession();
  const { logGroup, functionName } = source;
  const [state, setState] = useState<Omit<Hits, "found">>(idle);
  const hits = useRef<Hit[]>([]);
  const [arrived, setArrived] = useState(0);
  const key = `${connectionId} ${logGroup} ${functionName} ${range.text} ${pattern}`;
  const [keyBefore, setKeyBefore] = useState(key);
  if (key !== keyBefore) {
    setKeyBefore(key);
    setState({ ...idle, isSearching: pattern !== "" });
  }
  const searched = useRef({ key: "", untilMs: 0 });
  useEffect(() => {
    if (pattern === "" || connectionId === undefined || readMs === 0) return;
    const abort = new AbortController();
    const isMore = searched.current.key === key;
    if (!isMore) hits.current = [];
    const draw = throttled(drawEveryMs, () => setArrived((count) => count + 1));
    const search = async () => {
      setState((before) => ({ ...before, isSearching: !isMore, problem: undefined }));
      try {
        const whole = wholeMs(spanOf(range, readMs));
        const span = isMore ? { ...whole, startMs: searched.current.untilMs - lateMs } : whole;
        const updates = getEvents(
          "/api/logs/requests",
          paramsOf({ logGroup, functionName }, { ...span, pattern }),
          { signal: abort.signal, brokenOff },
        );
        for await (const { data } of updates) {
          const update = data as {
            streams: string[];
            hits: [string | null, number, number][];
            coveredFromMs: number;
          };
          for (const [requestId, stream, timestampMs] of update.hits)
            hits.current.push([requestId, update.streams[stream] ?? "", timestampMs]);
          draw.soon();
          if (!isMore) setState((before) => ({ ...before, coveredFromMs: update.coveredFromMs }));
        }
        searched.current = { key, untilMs: span.endMs };
        setState((before) => ({ ...before, isSearching: false }));
      } catch (error) {
        if (!abort.signal.aborted)
          setState({ isSearching: false, coveredFromMs: undefined, problem: problemOf(error) });
      } finally {
        draw.now();
      }
    };
    void search();
    return () => abort.abort();
    // The key says what of the session matters.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, readMs]);
  const found = useMemo(
    () => (pattern === "" ? undefined : rowsOf(table, hits.current, pattern)),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [pattern, table, changes, arrived],
  );
  return { ...state, found };
}

const idle = { isSearching: false, coveredFromMs: undefined, problem: undefined };

function rowsOf(table: InvocationTable, hits: readonly Hit[], pattern: string): Set<number> {
  const rows = new Set<number>();
  for (const hit of hits) {
    const row = table.rowOf(...hit);
    if (row !== undefined) rows.add(row);
  }
  const [word, ...more] = wordsOfPattern(pattern);
  if (word && more.length === 0 && /^[0-9a-f-]{4,}$/i.test(word))
    for (let row = 0; row < table.count; row += 1)
      if (table.requestId(row).startsWith(word.toLowerCase())) rows.add(row);
  return rows;
}
