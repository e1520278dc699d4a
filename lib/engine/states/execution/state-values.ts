import { createHash } from "node:crypto";
import { evaluate, type Scope } from "../language/data-flow.ts";
import type { FailState, WaitState } from "../language/definition.ts";
import { runtimeError, StateError } from "../language/state-error.ts";

/** AWS's limit of a state's input or result, in bytes. */
const largestData = 262_144;

/** A figure of a state: its own, or the one its path leads to. */
export function secondsOf(
  seconds: number | undefined,
  path: string | undefined,
  scope: Scope,
): number | undefined {
  if (path === undefined) return seconds;
  const value = evaluate(path, scope, "Path");
  if (typeof value === "number" && value >= 0) return value;
  throw runtimeError(`The path ${path} has to lead to a number that is not below 0`);
}

/** When a Wait state is over. */
export function waitUntil(state: WaitState, scope: Scope, nowMs: number): number {
  const { Timestamp: time, TimestampPath: timePath } = state;
  if (time !== undefined || timePath !== undefined) {
    const value = timePath === undefined ? time : evaluate(timePath, scope, "TimestampPath");
    const ms = Date.parse(String(value));
    if (Number.isNaN(ms)) throw runtimeError(`${String(value)} is no timestamp`);
    return ms;
  }
  return nowMs + (secondsOf(state.Seconds, state.SecondsPath, scope) ?? 0) * 1000;
}

export function failureOf(state: FailState, scope: Scope): StateError {
  const read = (text: string | undefined, path: string | undefined, field: string) =>
    path === undefined ? (text ?? "") : String(evaluate(path, scope, field));
  return new StateError(
    read(state.Error, state.ErrorPath, "ErrorPath"),
    read(state.Cause, state.CausePath, "CausePath"),
  );
}

/** Throws States.DataLimitExceeded. */
export function checkSize(value: unknown, name: string): void {
  if (Buffer.byteLength(JSON.stringify(value) ?? "") <= largestData) return;
  throw new StateError(
    "States.DataLimitExceeded",
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** Random numbers that are the same when the run is played again. */
export function seeded(seed: string): () => number {
  let count = 0;
  return () =>
    createHash("sha256").update(`${seed} ${count++}`).digest().readUInt32BE(0) / 0x1_0000_0000;
}
