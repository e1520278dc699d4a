import type { MapState, ParallelState, TaskState } from "../language/definition.ts";
import { meansError, retryAfterSeconds } from "../language/retry.ts";
import type { Scope } from "../language/scope.ts";
import { type Exit, exitCaught, exitWithResult } from "../language/state-data.ts";
import { StateError } from "../language/state-error.ts";
import { contextObject } from "./context-object.ts";
import type { HistoryEvent } from "./execution.ts";
import type { Link } from "./history.ts";
import type { Place, Run } from "./run.ts";
import { checkSize } from "./state-values.ts";
import { sleepUntil } from "./waiting.ts";

/** A state that can fail and be tried again. */
interface Guarded {
  name: string;
  state: TaskState | ParallelState | MapState;
  scope: Scope;
  entered: HistoryEvent;
  place: Place;
  link: Link;
}

/** Tries what Retry allows, and goes where Catch says. */
export async function runGuarded(
  run: Run,
  { name, state, scope: given, entered, place, link }: Guarded,
  attempt: (scope: Scope, place: Place) => Promise<unknown>,
): Promise<Exit & { next?: string }> {
  const { execution, deps } = run;
  const { clock } = deps;
  const once: Run["once"] = (key, figure) => run.once(key, figure);
  const attempts = new Map<object, number>();
  let retryCount = 0;
  for (let count = 0; ; count += 1) {
    const key = `${place.key}/${count}`;
    const enteredMs = entered.timestampMs;
    const context = contextObject(execution, { name, enteredMs, retryCount }, place);
    const at = (moment: string) => () => once(`${key}/${moment}`, () => clock.now());
    const scope = { ...given, context, nowMs: at("now") };
    const ended = { ...scope, nowMs: at("ended") };
    try {
      const result = await attempt(scope, { ...place, key });
      checkSize(result, name);
      const { Next: next } = state;
      return { ...exitWithResult(state, result, ended), ...(next !== undefined && { next }) };
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      link.failed(key, error, { name, eventId: entered.id });
      const retrier = state.Retry?.find((one) => meansError(one, error));
      const used = retrier ? (attempts.get(retrier) ?? 0) + 1 : 0;
      const seconds = retrier && retryAfterSeconds(retrier, used, scope.random);
      if (retrier && seconds !== undefined) {
        attempts.set(retrier, used);
        retryCount += 1;
        const untilMs = once(`${key}/again`, () => clock.now() + seconds * 1000);
        await sleepUntil(clock, untilMs, place.signal);
        continue;
      }
      const index = state.Catch?.findIndex((one) => meansError(one, error)) ?? -1;
      const catcher = state.Catch?.[index];
      if (!catcher) {
        if (execution.redrive?.after.includes(key)) {
          attempts.clear();
          retryCount = 0;
          continue;
        }
        error.endedAttempts.push(key);
        throw error;
      }
      const told = { Error: error.error, Cause: error.cause };
      return { ...exitCaught(state, catcher, index, told, ended), next: catcher.Next };
    }
  }
}
