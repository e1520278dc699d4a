"use client";

import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { useKeys } from "@/components/ui/use-keys";
import type { LogEvent } from "@/lib/model/log-line";
import { useFollow } from "./use-follow";
import type { LogSource } from "./use-log-events";

/** Live tail of a mode: Space starts it, then pauses and resumes what is shown. */
export function useLiveTail(
  source: LogSource,
  pattern: string,
  {
    isReady,
    newestMs,
    append,
  }: {
    /** Whether the newest events have been read. */
    isReady: boolean;
    newestMs(): number;
    append(events: readonly LogEvent[]): void;
  },
) {
  const { range } = useSession();
  const [isOn, setOn] = useState(false);
  const [isPaused, setPaused] = useState(false);
  const [session, setSession] = useState(0);
  const canFollow = !range.fixed;
  const following = useFollow(
    source,
    pattern,
    isOn && isReady && canFollow,
    newestMs,
    append,
    session,
  );
  const turn = (on: boolean) => {
    setOn(on);
    setPaused(false);
  };
  useKeys({
    space: ({ target }) => {
      // There Space presses the button.
      if (target instanceof Element && target.closest("button, a, summary")) return false;
      return isOn ? setPaused(!isPaused) : canFollow && turn(true);
    },
  });
  return {
    following,
    isOn: isOn && canFollow,
    isPaused: isOn && isPaused,
    canFollow,
    turn,
    setPaused,
    /** Opens a session again after it has ended. */
    goOn: () => setSession(session + 1),
  };
}

export type LiveTail = ReturnType<typeof useLiveTail>;
