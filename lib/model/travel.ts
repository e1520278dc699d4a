import type { LoggedInvocation } from "./invocation";

/** What a function has made of what was sent, as its log tells. */
export interface Travel {
  running: number;
  done: number;
  failed: number;
  /** The most that ran at a time. */
  mostAtOnce: number;
}

/** Sums up the invocations since something was sent. */
export function travelOf(invocations: readonly LoggedInvocation[]): Travel {
  const count = (outcomes: readonly string[]) =>
    invocations.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const running = count(["running"]);
  const done = count(["ok"]);
  return {
    running,
    done,
    failed: invocations.length - running - done,
    mostAtOnce: mostAtOnce(invocations),
  };
}

/** An invocation that still runs has no end. */
function mostAtOnce(invocations: readonly LoggedInvocation[]): number {
  const turns = invocations.flatMap(({ startMs, endMs, outcome }) => [
    { atMs: startMs, by: 1 },
    { atMs: outcome === "running" ? Infinity : endMs, by: -1 },
  ]);
  // What ends in the millisecond in which another begins is not beside it.
  turns.sort((a, b) => a.atMs - b.atMs || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of turns) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
