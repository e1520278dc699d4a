"use client";

import { useEffect, useRef } from "react";
import { useSession } from "@/components/shell/session";
import type { TimeSpan } from "@/lib/model/time-range";

/** Lines come up to this much after their time. */
const lateMs = 15_000;
const whileEmptyMs = 3_000;

/**
 * Keeps looking for what is new: at the page's refresh interval, and every three seconds while there is nothing yet,
 * since the lines of an invocation can come seconds after it. Not for a fixed range nor in a hidden tab.
 */
export function useNewest(
  read: (span: TimeSpan, signal: AbortSignal) => Promise<void>,
  { isActive, isEmpty, sinceMs }: { isActive: boolean; isEmpty: boolean; sinceMs: number },
): void {
  const { range, refreshMs } = useSession();
  const everyMs = range.fixed ? 0 : isEmpty ? whileEmptyMs : refreshMs;
  const latest = useRef({ read, sinceMs });
  useEffect(() => {
    latest.current = { read, sinceMs };
  });
  useEffect(() => {
    if (!isActive || !everyMs) return;
    const abort = new AbortController();
    const timer = setInterval(() => {
      if (document.hidden) return;
      const endMs = Date.now();
      // What could not be read is read the next time, and the page's own read says why.
      latest.current
        .read({ startMs: latest.current.sinceMs - lateMs, endMs }, abort.signal)
        .catch(() => {});
    }, everyMs);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [isActive, everyMs]);
}
