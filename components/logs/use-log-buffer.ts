"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { problemOf } from "@/components/ui/problem-view";
import { LogBuffer } from "@/lib/model/log-buffer";
import type { LogEvent } from "@/lib/model/log-line";
import type { Problem } from "@/lib/model/problem";
import { spanOf } from "@/lib/model/time-range";
import { type LogSource, readEvents, wholeMs } from "./use-log-events";

const eventsPerRead = 5_000;

interface Reading {
  /** Everything from here to the end of the range has been read. */
  coveredFromMs: number;
  readMs: number;
  complete: boolean;
}

/** The events of a log group over the time range: the newest first, older ones on demand, new ones as they come. */
export function useLogBuffer({ logGroup, functionName }: LogSource, pattern: string) {
  const { connectionId, range } = useSession();
  const [buffer, setBuffer] = useState(() => new LogBuffer());
  const [changes, setChanges] = useState(0);
  const [reading, setReading] = useState<Reading>();
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [attempt, setAttempt] = useState(0);
  const current = useRef<AbortController>(undefined);

  const read = useCallback(
    async (into: LogBuffer, span: { startMs: number; endMs: number }, nowMs: number) => {
      current.current?.abort();
      const abort = new AbortController();
      current.current = abort;
      setLoading(true);
      setProblem(undefined);
      try {
        const page = await readEvents(
          { logGroup, functionName },
          { ...wholeMs(span), pattern, limit: eventsPerRead },
          abort.signal,
        );
        into.add(page.events);
        setReading({ coveredFromMs: page.coveredFromMs, readMs: nowMs, complete: page.complete });
        setChanges((count) => count + 1);
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

  const append = useCallback(
    (events: readonly LogEvent[]) => {
      const added = buffer.add(events);
      if (added > 0) setChanges((count) => count + 1);
      return added;
    },
    [buffer],
  );
  const loadOlder = () => {
    if (!reading || isLoading) return;
    const { startMs } = spanOf(range, reading.readMs);
    void read(buffer, { startMs, endMs: reading.coveredFromMs }, reading.readMs);
  };
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const invocations = useMemo(() => buffer.invocations(), [buffer, changes]);
  return {
    lines: buffer.lines,
    invocations,
    dropped: buffer.dropped,
    reading,
    isLoading,
    problem,
    append,
    loadOlder,
    reload: () => setAttempt(attempt + 1),
  };
}
