"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { getEvents } from "@/components/ui/post-events";
import { problemOf } from "@/components/ui/problem-view";
import { LogBuffer } from "@/lib/model/log-buffer";
import type { LogPage } from "@/lib/model/log-group";
import type { LogEvent } from "@/lib/model/log-line";
import { type Problem, ProblemError } from "@/lib/model/problem";
import { spanOf, type TimeSpan } from "@/lib/model/time-range";
import { type LogSource, paramsOf, readEvents, wholeMs } from "./use-log-events";
import { useNewest } from "./use-newest";

const linesPerRead = 5_000;

export interface Reading {
  /** Everything from here to the end of the range has been read. */
  coveredFromMs: number;
  /** When the newest events were read. */
  readMs: number;
  /** The start of the range has been reached. */
  complete: boolean;
}

/** A read that the dashboard itself cut off. */
export const brokenOff = new ProblemError({
  kind: "unreachable",
  title: "The search broke off",
  detail: "The connection to Lambdeck's own server ended before the answer did.",
  action: "Try again.",
});

/**
 * The events of a log group over the time range, as they are found: the newest first, older ones on demand, new ones
 * as they come.
 */
export function useLogBuffer(source: LogSource, pattern: string) {
  const { connectionId, range } = useSession();
  const { logGroup, functionName } = source;
  const [buffer, setBuffer] = useState(() => new LogBuffer());
  const [changes, setChanges] = useState(0);
  const [reading, setReading] = useState<Reading>();
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [attempt, setAttempt] = useState(0);
  const current = useRef<AbortController>(undefined);

  const append = useCallback(
    (events: readonly LogEvent[]) => {
      const added = buffer.add(events);
      if (added > 0) setChanges((count) => count + 1);
      return added;
    },
    [buffer],
  );
  const read = useCallback(
    async (into: LogBuffer, span: TimeSpan, nowMs: number) => {
      current.current?.abort();
      const abort = new AbortController();
      current.current = abort;
      setLoading(true);
      setProblem(undefined);
      try {
        const updates = getEvents(
          "/api/logs/search",
          paramsOf({ logGroup, functionName }, { ...wholeMs(span), pattern, limit: linesPerRead }),
          { signal: abort.signal, brokenOff },
        );
        for await (const { data } of updates) {
          const { events, coveredFromMs, complete } = data as LogPage;
          into.add(events);
          setReading({ coveredFromMs, readMs: nowMs, complete });
          setChanges((count) => count + 1);
        }
      } catch (error) {
        if (!abort.signal.aborted) setProblem(problemOf(error));
      } finally {
        if (current.current === abort) setLoading(false);
      }
    },
    [logGroup, functionName, pattern],
  );

  useEffect(() => {
    if (connectionId === undefined || logGroup === "") return;
    const fresh = new LogBuffer();
    setBuffer(fresh);
    setReading(undefined);
    const nowMs = Date.now();
    void read(fresh, spanOf(range, nowMs), nowMs);
    return () => current.current?.abort();
    // The range is a new object at each drawing; its text says whether it changed.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [connectionId, logGroup, range.text, read, attempt]);

  const readNewest = async (span: TimeSpan, signal: AbortSignal) => {
    const page = await readEvents(
      source,
      { ...wholeMs(span), pattern, limit: linesPerRead },
      signal,
    );
    append(page.events);
    setReading((before) => before && { ...before, readMs: span.endMs });
  };
  useNewest(readNewest, {
    isActive: reading !== undefined && !isLoading,
    isEmpty: buffer.lines.length === 0,
    sinceMs: reading?.readMs ?? 0,
  });
  return {
    lines: buffer.lines,
    /** Grows with every change. */
    changes,
    dropped: buffer.dropped,
    reading,
    isLoading,
    problem,
    append,
    loadOlder: () => {
      if (!reading || isLoading) return;
      const { startMs } = spanOf(range, reading.readMs);
      void read(buffer, { startMs, endMs: reading.coveredFromMs }, reading.readMs);
    },
    stop: () => current.current?.abort(),
    reload: () => setAttempt(attempt + 1),
  };
}
