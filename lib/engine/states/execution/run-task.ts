import { effectiveInput, type Scope } from "../language/data-flow.ts";
import type { TaskState } from "../language/definition.ts";
import { StateError } from "../language/state-error.ts";
import { callTask, readResource, type Resource, type TaskDeps } from "./call-task.ts";
import type { Execution } from "./execution.ts";
import type { Recorder } from "./execution-store.ts";
import type { Link } from "./history.ts";
import { secondsOf } from "./state-values.ts";
import type { TaskAnswer, TaskTokens } from "./task-tokens.ts";
import { within } from "./waiting.ts";
import type { Clock } from "../../clock.ts";
import type { CallContext } from "../../http/service.ts";

export interface RunDeps extends TaskDeps {
  clock: Clock;
  tokens: TaskTokens;
  /** A context for the calls of tasks. */
  callContext(region: string): CallContext;
}

/** Where in an execution something happens: what its steps are remembered by, and what stops it. */
export interface Place {
  key: string;
  signal: AbortSignal;
}

/** The run that a Task belongs to. */
interface TaskRun {
  execution: Execution;
  recorder: Recorder;
  deps: RunDeps;
}

/** One attempt of a Task. Its answer is written down before anything follows from it. */
export async function runTask(
  run: TaskRun,
  state: TaskState,
  scope: Scope,
  place: Place,
  link: Link,
): Promise<unknown> {
  const { execution, recorder, deps } = run;
  const resource = readResource(state.Resource);
  const waits = resource.kind === "service" && resource.pattern === "waitForTaskToken";
  const token = deps.tokens.make(execution.arn, place.key);
  const context = waits ? { ...(scope.context as object), Task: { Token: token } } : scope.context;
  const input = effectiveInput(state, { ...scope, context });
  const events = link.task(place.key, resource, state.Resource, input, execution.machine.region);
  let answer = recorder.step(place.key) as TaskAnswer | undefined;
  if (answer === undefined) {
    const timeoutSeconds = secondsOf(state.TimeoutSeconds, state.TimeoutSecondsPath, scope);
    const heartbeatSeconds = secondsOf(state.HeartbeatSeconds, state.HeartbeatSecondsPath, scope);
    try {
      const untilMs =
        timeoutSeconds === undefined ? undefined : events.scheduledMs + timeoutSeconds * 1000;
      const { signal } = place;
      const output = await within(deps.clock, { untilMs, signal }, () =>
        waits
          ? untilToken(run, token, resource, input, place, events.submitted, heartbeatSeconds)
          : call(run, resource, input),
      );
      answer = { output };
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      answer = { error: error.error, cause: error.cause };
    }
    recorder.putStep(place.key, answer);
  }
  if ("output" in answer) {
    events.succeeded(answer.output);
    return answer.output;
  }
  events.failed(answer.error, answer.cause);
  throw new StateError(answer.error, answer.cause);
}

function call({ execution, deps }: TaskRun, resource: Resource, input: unknown): Promise<unknown> {
  return callTask(resource, input, deps.callContext(execution.machine.region), deps);
}

async function untilToken(
  run: TaskRun,
  token: string,
  resource: Resource,
  input: unknown,
  { key, signal }: Place,
  submitted: (output: unknown) => void,
  heartbeatSeconds: number | undefined,
): Promise<unknown> {
  // Whoever has the token may send it before the call that told it has returned.
  const keep = (answer: TaskAnswer) => run.recorder.putStep(key, answer);
  const sent = run.deps.tokens.wait(token, { heartbeatSeconds, signal, keep });
  sent.catch(() => undefined);
  if (run.recorder.step(`${key}/submitted`) === undefined) {
    const output = await call(run, resource, input);
    run.recorder.putStep(`${key}/submitted`, true);
    submitted(output);
  }
  return sent;
}
