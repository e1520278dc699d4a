import type { OpenWindow } from "./checkpoint-table.ts";

/** A window ends early when its state grows larger (Lambda developer guide, "Kinesis windows"). */
const largestStateBytes = 1024 * 1024;

/** When the window begins that a record belongs to: windows are counted from the epoch. */
export const windowStartMs = (createdMs: number, seconds: number): number =>
  Math.floor(createdMs / (seconds * 1000)) * seconds * 1000;

/** What an event has beside its records when state is carried from one to the next. */
export function windowMembers(
  window: OpenWindow,
  seconds: number,
  source: { shardId: string; streamArn: string },
  ends: { final: boolean; early?: boolean },
) {
  const time = (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z");
  return {
    shardId: source.shardId,
    eventSourceARN: source.streamArn,
    window: { start: time(window.startMs), end: time(window.startMs + seconds * 1000) },
    state: window.state,
    isFinalInvokeForWindow: ends.final,
    isWindowTerminatedEarly: ends.early === true,
  };
}

/** The state in a function's answer; undefined for an answer without one, which AWS takes for a failure. */
export function stateOf(payload: Uint8Array): { state: unknown; isTooLarge: boolean } | undefined {
  try {
    const answer = JSON.parse(Buffer.from(payload).toString("utf8")) as { state?: unknown } | null;
    if (typeof answer !== "object" || answer?.state === undefined || answer.state === null)
      return undefined;
    const bytes = Buffer.byteLength(JSON.stringify(answer.state));
    return { state: answer.state, isTooLarge: bytes > largestStateBytes };
  } catch {
    return undefined;
  }
}
