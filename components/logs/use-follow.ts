"use client";

import { useEffect, useRef, useState } from "react";
import { apiUrl } from "@/components/ui/api";
import type { LogEvent } from "@/lib/model/log-line";
import type { Problem } from "@/lib/model/problem";
import type { LogSource } from "./use-log-events";

export interface Following {
  mode: "connecting" | "live" | "polling" | "hidden" | "failed";
  /** Why Live Tail is not used, or why following ended. */
  because?: string;
  /** Live Tail left events out. */
  sampled: boolean;
}

const connecting: Following = { mode: "connecting", sampled: false };

/**
 * Follows a log group while `active` and the tab is visible: one stream of server-sent events, handed on once a frame.
 * The browser opens the stream again by itself when it breaks.
 */
export function useFollow(
  { logGroup, functionName }: LogSource,
  pattern: string,
  active: boolean,
  /** Events from here on are asked for. */
  sinceMs: () => number,
  append: (events: readonly LogEvent[]) => void,
): Following | undefined {
  const isVisible = useVisible();
  const [following, setFollowing] = useState(connecting);
  const latest = useRef({ sinceMs, append });
  useEffect(() => {
    latest.current = { sinceMs, append };
  });
  useEffect(() => {
    if (!active || !isVisible || logGroup === "") return;
    let waiting: LogEvent[] = [];
    let frame = 0;
    const flush = () => {
      frame = 0;
      latest.current.append(waiting);
      waiting = [];
    };
    let source: EventSource;
    let retry: ReturnType<typeof setTimeout>;
    const open = () => {
      source = new EventSource(
        apiUrl("/api/logs/follow", {
          group: logGroup,
          function: functionName,
          pattern: pattern || undefined,
          sinceMs: latest.current.sinceMs(),
        }),
      );
      source.addEventListener("open", () => setFollowing(connecting));
      source.addEventListener("mode", ({ data }) => {
        const { mode, because } = JSON.parse(data) as Pick<Following, "mode" | "because">;
        setFollowing((before) => ({ ...before, mode, because }));
      });
      source.addEventListener("events", ({ data }) => {
        const { events, sampled } = JSON.parse(data) as { events: LogEvent[]; sampled: boolean };
        for (const event of events) waiting.push(event);
        if (frame === 0) frame = requestAnimationFrame(flush);
        if (sampled) setFollowing((before) => ({ ...before, sampled }));
      });
      source.addEventListener("problem", ({ data }) => {
        const problem = JSON.parse(data) as Problem;
        source.close();
        setFollowing((before) => ({ ...before, mode: "failed", because: problem.detail }));
      });
      source.addEventListener("error", () => {
        // The browser would ask again from the old time; a new stream goes on from the newest event.
        source.close();
        setFollowing((before) => ({ ...before, mode: "connecting" }));
        retry = setTimeout(open, 2_000);
      });
    };
    open();
    return () => {
      source.close();
      clearTimeout(retry);
      cancelAnimationFrame(frame);
    };
  }, [active, isVisible, logGroup, functionName, pattern]);
  if (!active) return undefined;
  return isVisible ? following : { ...following, mode: "hidden" };
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
