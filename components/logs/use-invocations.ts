"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { getEvents } from "@/components/ui/post-events";
import { problemOf } from "@/components/ui/problem-view";
import type { LoggedInvocation } from "@/lib/model/invocation";
import { InvocationTable } from "@/lib/model/invocation-table";
import { InvocationGrouper } from "@/lib/model/log-invocations";
import type { LogEvent } from "@/lib/model/log-line";
import type { Problem } from "@/lib/model/problem";
import type { ReportChunk } from "@/lib/model/report-scan";
import { spanOf, type TimeSpan } from "@/lib/model/time-range";
import { throttled } from "./throttled";
import { brokenOff, type Reading } from "./use-log-buffer";
import { type LogSource, paramsOf, readEvents, wholeMs } from "./use-log-events";
import { useNewest } from "./use-newest";

/** Whole lines that are read at once: the first rows, and requests that have no REPORT. */
const newestLines = 500;
/** The table is drawn again this often while it grows. */
const drawEveryMs = 250;

/** What a page knows of the requests of a group; `table` grows in place. */
class Requests {
  readonly table = new InvocationTable();
  /** Of lines that were read or followed whole. */
  #grouper = new InvocationGrouper();
  #seen = new Set<string>();
  newestMs = 0;

  addLines(events: readonly LogEvent[]): void {
    const touched = new Set<LoggedInvocation>();
    for (const event of events.toSorted((a, b) => a.timestampMs - b.timestampMs)) {
      if (this.#seen.has(event.id)) continue;
      this.#seen.add(event.id);
      this.newestMs = Math.max(this.newestMs, event.timestampMs);
      const owner = this.#grouper.add(event);
      if (owner) touched.add(owner);
    }
    for (const invocation of touched) this.table.addSummary(invocation);
    if (this.#seen.size > 50_000) {
      this.#seen = new Set();
      this.#grouper = new InvocationGrouper();
    }
  }
}

/**
 * The requests of a group over the time range, newest first: at once from the newest lines, then from all REPORT lines
 * as they are found.
 */
export function useInvocations(source: LogSource) {
  const { connectionId, range } = useSession();
  const { logGroup, functionName } = source;
  const [requests, setRequests] = useState(() => new Requests());
  const [changes, setChanges] = useState(0);
  const [reading, setReading] = useState<Reading>();
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [attempt, setAttempt] = useState(0);
  const current = useRef<AbortController>(undefined);

  const read = useCallback(
    async (into: Requests, span: TimeSpan, nowMs: number, signal: AbortSignal) => {
      const of = { logGroup, functionName };
      const draw = throttled(drawEveryMs, () => setChanges((count) => count + 1));
      setLoading(true);
      setProblem(undefined);
      try {
        const newest = await readEvents(of, { ...wholeMs(span), limit: newestLines }, signal);
        into.addLines(newest.events);
        setReading({
          coveredFromMs: newest.coveredFromMs,
          readMs: nowMs,
          complete: newest.complete,
        });
        draw.now();
        if (newest.complete) return;
        const updates = getEvents("/api/logs/invocations", paramsOf(of, wholeMs(span)), {
          signal,
          brokenOff,
        });
        for await (const { data } of updates) {
          const { coveredFromMs, ...chunk } = data as ReportChunk & { coveredFromMs: number };
          into.table.add(chunk);
          const complete = coveredFromMs <= wholeMs(span).startMs;
          setReading({ coveredFromMs, readMs: nowMs, complete });
          draw.soon();
          if (into.table.isFull) break;
        }
      } catch (error) {
        if (!signal.aborted) setProblem(problemOf(error));
      } finally {
        draw.now();
        if (current.current?.signal === signal) setLoading(false);
      }
    },
    [logGroup, functionName],
  );

  useEffect(() => {
    if (connectionId === undefined || logGroup === "") return;
    const fresh = new Requests();
    const abort = new AbortController();
    current.current = abort;
    setRequests(fresh);
    setReading(undefined);
    const nowMs = Date.now();
    void read(fresh, spanOf(range, nowMs), nowMs, abort.signal);
    return () => abort.abort();
    // The range is a new object at each drawing; its text says whether it changed.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [connectionId, logGroup, range.text, read, attempt]);

  const append = useCallback(
    (events: readonly LogEvent[]) => {
      requests.addLines(events);
      setChanges((count) => count + 1);
    },
    [requests],
  );
  const { table } = requests;
  const readNewest = async (span: TimeSpan, signal: AbortSignal) => {
    append((await readEvents(source, { ...wholeMs(span), limit: 10_000 }, signal)).events);
    setReading((before) => before && { ...before, readMs: span.endMs });
  };
  useNewest(readNewest, {
    isActive: reading !== undefined && !isLoading,
    isEmpty: table.count === 0,
    sinceMs: reading?.readMs ?? 0,
  });
  return {
    table,
    /** Grows with every change of the table. */
    changes,
    newestMs: () => requests.newestMs || (reading?.readMs ?? Date.now()),
    reading,
    isLoading,
    problem,
    append,
    stop: () => {
      current.current?.abort();
      setLoading(false);
    },
    reload: () => setAttempt(attempt + 1),
  };
}
