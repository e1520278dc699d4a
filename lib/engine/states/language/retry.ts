import type { ExitFields } from "./definition.ts";
import type { StateError } from "./state-error.ts";

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: "FULL" | "NONE";
}

export interface Catcher extends ExitFields {
  ErrorEquals: string[];
  ResultPath?: string | null;
  Next: string;
}

/** What States.ALL does not stand for. */
const never = ["States.Runtime", "States.DataLimitExceeded"];

/** Whether Retry or Catch means this error. Source: Developer Guide, "Handling errors in Step Functions workflows". */
export function meansError(
  { ErrorEquals: names }: { ErrorEquals: string[] },
  { error }: StateError,
): boolean {
  if (names.includes(error)) return error !== "States.Runtime";
  if (never.includes(error)) return false;
  if (names.includes("States.ALL")) return true;
  const isTimeout = error === "States.Timeout" || error === "States.HeartbeatTimeout";
  if (isTimeout) return names.includes("States.Timeout");
  return names.includes("States.TaskFailed");
}

/** How long to wait before the attempt with this number, counted from 1; undefined: there are no more. */
export function retryAfterSeconds(
  retrier: Retrier,
  attempt: number,
  random: () => number,
): number | undefined {
  const { IntervalSeconds: first = 1, MaxAttempts: most = 3, BackoffRate: rate = 2 } = retrier;
  if (attempt > most) return undefined;
  const grown = Math.min(first * rate ** (attempt - 1), retrier.MaxDelaySeconds ?? Infinity);
  return retrier.JitterStrategy === "FULL" ? grown * random() : grown;
}
