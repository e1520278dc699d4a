import { setTimeout } from "node:timers/promises";

/** Resolves after so many milliseconds, or at once when the signal is aborted. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
