"use client";

import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { useKeys } from "@/components/ui/use-keys";
import { useFollow } from "./use-follow";
import { useLogBuffer } from "./use-log-buffer";
import type { LogSource } from "./use-log-events";

/** The events of a group over the time range, with live tail on Space; says keys and age in the status bar. */
export function useFollowedLogs(source: LogSource, pattern: string, rowWord: "line" | "row") {
  const { range } = useSession();
  const [isFollowing, setFollowing] = useState(false);
  const logs = useLogBuffer(source, pattern);
  const { lines, reading } = logs;
  const following = useFollow(
    source,
    pattern,
    isFollowing && reading !== undefined && !range.fixed,
    () => lines.at(-1)?.event.timestampMs ?? (reading?.readMs ?? Date.now()) - 15_000,
    logs.append,
  );
  useKeys({ space: () => setFollowing(!isFollowing) });
  useStatus({
    keys: [
      [["1", "\u2026", "4"], "mode"],
      [["/"], "filter"],
      [["J", "K"], rowWord],
      [["Enter"], "lines of this request"],
      [["Space"], isFollowing ? "pause live tail" : "live tail"],
    ],
    source: "CloudWatch Logs",
    updatedAtMs: reading?.readMs,
  });
  return { ...logs, isFollowing, setFollowing, following };
}

export type FollowedLogs = ReturnType<typeof useFollowedLogs>;
