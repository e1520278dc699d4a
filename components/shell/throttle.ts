"use client";

import { useSyncExternalStore } from "react";
import type { Problem } from "@/lib/model/problem";

/** What AWS throttled last and when it is asked again. */
interface Throttle {
  problem: Problem;
  untilMs: number;
}

let current: Throttle | undefined;
let ending: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function change(next: Throttle | undefined): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Several things may be throttled at once: the strip stays until the last of them is asked for again. */
export function noteThrottle(problem: Problem, untilMs: number): void {
  if (current && current.untilMs > untilMs) return;
  clearTimeout(ending);
  change({ problem, untilMs });
  ending = setTimeout(() => change(undefined), untilMs - Date.now() + lingerMs);
}

/** So that the strip does not blink while the answer is on its way. */
const lingerMs = 1_500;

/** undefined while nothing waits. */
export function useThrottle(): Throttle | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
    () => undefined,
  );
}
