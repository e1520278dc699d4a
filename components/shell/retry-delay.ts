import type { Problem } from "@/lib/model/problem";

/** How long to wait before asking again: twice as long each time, at least as long as was said, at most a minute. */
export function retryDelayMs(failures: number, problem: Problem | undefined): number {
  return Math.min(60_000, Math.max(2 ** failures, problem?.retryAfterSeconds ?? 0) * 1000);
}
