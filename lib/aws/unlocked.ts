import { processWide } from "@/lib/store/process-wide";

const unlockMinutes = 15;

// In memory only: a restart locks everything again.
const unlockedUntilMs = processWide("unlocked", () => new Map<string, number>());

/** Lets changes and invocations through on one connection for a quarter of an hour. Gives the end. */
export function unlock(connectionId: string, nowMs = Date.now()): number {
  const untilMs = nowMs + unlockMinutes * 60_000;
  unlockedUntilMs.set(connectionId, untilMs);
  return untilMs;
}

export function lock(connectionId: string): void {
  unlockedUntilMs.delete(connectionId);
}

/** When the connection locks itself again; undefined when it is locked. */
export function unlockEnd(connectionId: string, nowMs = Date.now()): number | undefined {
  const untilMs = unlockedUntilMs.get(connectionId);
  return untilMs !== undefined && untilMs > nowMs ? untilMs : undefined;
}
