"use client";

import { useCallback, useSyncExternalStore } from "react";
import { useSession } from "./session";

/** The time in steps of `everyMs`. Server and first paint see the server's time, so that they draw the same. */
export function useNow(everyMs = 10_000): number {
  const { serverNowMs } = useSession();
  const subscribe = useCallback(
    (changed: () => void) => {
      const timer = setInterval(changed, everyMs);
      return () => clearInterval(timer);
    },
    [everyMs],
  );
  return useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / everyMs) * everyMs,
    () => serverNowMs,
  );
}
