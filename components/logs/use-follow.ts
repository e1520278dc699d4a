"use client";

import { useEffect, useRef, useState } from "react";
import { apiUrl } from "@/components/ui/api";
import type { LogEvent } from "@/lib/model/log-line";
import type { Problem } from "@/lib/model/problem";
import { type LogSource, paramsOf } from "./use-log-events";

export interface Following {
  mode: "connecting" | "live" | "polling" | "reconnecting" | "hidden" | "ended" | "failed";
  /** Why Live Tail is not used, or why following ended. */
  because?: string;
  /** Live Tail left events out. */
  sampled: boolean;
  /** Since when it is in this mode. */
  sinceMs: number;
}

/** What comes again is known by the buffer. */
const overlapMs = 15_000;
const longestBackoffMs = 2_000;

/**
 * Follows a log group while `active` and the tab is visible: one stream of server-sent events, handed on once a frame.
 * A stream that breaks is opened again and goes on from the newest event.
 */
export function useFollow(
  { logGroup, functionName }: LogSource,
  pattern: string,
  active: boolean,
  /** The newest event, or where there is none, since when to look. */
  newestMs: () => number,
  append: (events: readonly LogEvent[]) => void,
  /** Another number opens another stream, after one that has ended. */
  session: number,
): Following | undefined {
  const isVisible = useVisible();
  const [following, setFollowing] = useState<Following>(() => begin("connecting"));
  const latest = useRef({ newestMs, append });
  useEffect(() => {
    latest.current = { newestMs, append };
  });
  useEffect(() => {
    if (!active || !isVisible || logGroup === "") return;
    let waiting: LogEvent[] = [];
    let frame = 0;
    let failures = 0;
    const flush = () => {
      frame = 0;
      latest.current.append(waiting);
      waiting = [];
    };
    let stream: EventSource;
    let retry: ReturnType<typeof setTimeout>;
    const end = (next: Following) => {
      stream.close();
      setFollowing(next);
    };
    const open = () => {
      stream = new EventSource(
        apiUrl("/api/logs/follow", {
          ...paramsOf({ logGroup, functionName }, { pattern }),
          sinceMs: Math.max(0, Math.floor(latest.current.newestMs() - overlapMs)),
        }),
      );
      stream.addEventListener("open", () => setFollowing(begin("connecting")));
      stream.addEventListener("mode", ({ data }) => {
        failures = 0;
        const { mode, because } = JSON.parse(data) as Pick<Following, "mode" | "because">;
        if (mode === "ended") end(begin(mode, because));
        else setFollowing(begin(mode, because));
      });
      stream.addEventListener("events", ({ data }) => {
        const { events, sampled } = JSON.parse(data) as { events: LogEvent[]; sampled: boolean };
        for (const event of events) waiting.push(event);
        if (frame === 0) frame = requestAnimationFrame(flush);
        setFollowing((before) => (before.sampled === sampled ? before : { ...before, sampled }));
      });
      stream.addEventListener("problem", ({ data }) =>
        end(begin("failed", (JSON.parse(data) as Problem).detail)),
      );
      stream.addEventListener("error", () => {
        // The browser would ask again from the old time.
        end(begin("reconnecting", "The connection to Lambdeck's own server broke off."));
        failures += 1;
        retry = setTimeout(open, Math.min(longestBackoffMs, 250 * 2 ** failures));
      });
    };
    open();
    return () => {
      stream.close();
      clearTimeout(retry);
      cancelAnimationFrame(frame);
      if (waiting.length > 0) flush();
    };
  }, [active, isVisible, logGroup, functionName, pattern, session]);
  if (!active) return undefined;
  return isVisible ? following : { ...following, mode: "hidden" };
}

function begin(mode: Following["mode"], because?: string): Following {
  return { mode, because, sampled: false, sinceMs: Date.now() };
}

function useVisible(): boolean {
  const [isVisible, setVisible] = useState(true);
  useEffect(() => {
    const update = () => setVisible(!document.hidden);
    update();
    document.addEventListener("visibilitychange", update);
    return () => document.removeEventListener("visibilitychange", update);
  }, []);
  return isVisible;
}
