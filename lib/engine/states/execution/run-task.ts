import type { TaskState } from "../language/definition.ts";
import type { Scope } from "../language/scope.ts";
import { argumentsOf } from "../language/state-data.ts";
import { runtimeError, StateError } from "../language/state-error.ts";
import { callTask, readResource, type Resource } from "./call-task.ts";
import type { Link } from "./history.ts";
import type { Place, Run } from "./run.ts";
import { figureOf } from "./state-values.ts";
import type { TaskAnswer } from "./task-tokens.ts";
import { within } from "./waiting.ts";

/** One attempt of a Task. Its answer is written down before anything follows from it. */
export async function runTask(
  run: Run,
  state: TaskState,
  scope: Scope,
  place: Place,
  link: Link,
): Promise<unknown> {
  const { execution, recorder, deps } = run;
  const resource = readResource(state.Resource);
  const token = deps.tokens.make(execution.arn, place.key);
  const context = waits(resource)
    ? { ...(scope.context as object), Task: { Token: token } }
    : scope.context;
  const input = argumentsOf(state, { ...scope, context });
  const limits = {
    timeoutSeconds: figureOf(state, "TimeoutSeconds", scope),
    heartbeatSeconds: figureOf(state, "HeartbeatSeconds", scope),
  };
  if (resource.kind === "activity" && !deps.activities.has(resource.arn)) {
    const missing = runtimeError(`Activity Does Not Exist: '${resource.arn}'`);
    const { error, cause } = missing;
    link.add(place.key, "ActivityScheduleFailed", "activityScheduleFailed", { error, cause });
    throw missing;
  }
  const { region } = execution.machine;
  const events = link.task(place.key, { resource, arn: state.Resource, input, region, limits });
  const attempt: Attempt = { run, token, input, place, events, ...limits };
  let answer = recorder.step(place.key) as TaskAnswer | undefined;
  if (answer === undefined) {
    try {
      answer = { output: await perform(attempt, resource) };
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

interface Attempt {
  run: Run;
  token: string;
  input: unknown;
  place: Place;
  events: ReturnType<Link["task"]>;
  timeoutSeconds: number | undefined;
  heartbeatSeconds: number | undefined;
}

const waits = (resource: Resource): boolean =>
  resource.kind === "service" && resource.pattern === "waitForTaskToken";

function perform(attempt: Attempt, resource: Resource): Promise<unknown> {
  if (resource.kind === "activity") return untilWorked(attempt, resource.arn);
  const { run, events } = attempt;
  events.started();
  const beganMs = Math.max(events.scheduledMs, run.execution.redrive?.lastMs ?? 0);
  return inTime(attempt, beganMs, () =>
    waits(resource) ? untilToken(attempt, resource) : call(attempt, resource),
  );
}

/** Throws States.Timeout when what was begun then takes too long. */
function inTime(
  { run, place: { signal }, timeoutSeconds }: Attempt,
  beganMs: number,
  act: () => Promise<unknown>,
): Promise<unknown> {
  const untilMs = timeoutSeconds === undefined ? undefined : beganMs + timeoutSeconds * 1000;
  return within(run.deps.clock, { untilMs, signal }, act);
}

type Called = Exclude<Resource, { kind: "activity" }>;

function call({ run: { execution, deps }, input }: Attempt, resource: Called): Promise<unknown> {
  return callTask(resource, input, deps.callContext(execution.machine.region), deps);
}

/** Waits for the token to be sent. Whoever has it may send it before the call that told it has returned. */
async function untilToken(attempt: Attempt, resource: Called): Promise<unknown> {
  const { run, place, events } = attempt;
  const sent = awaitToken(attempt, true);
  if (run.recorder.step(`${place.key}/submitted`) === undefined) {
    const output = await call(attempt, resource);
    run.recorder.putStep(`${place.key}/submitted`, true);
    events.submitted(output);
  }
  return sent;
}

/** Waits for a worker to take the task of an activity, and then for its answer; time counts from there. */
async function untilWorked(attempt: Attempt, arn: string): Promise<unknown> {
  const { run, token, input, place, events } = attempt;
  const { clock, activities, tokens } = run.deps;
  const step = `${place.key}/started`;
  let startedMs = run.recorder.step(step) as number | undefined;
  const sent = awaitToken(attempt, startedMs !== undefined);
  if (startedMs === undefined) {
    const taken = new Promise<number>((resolve) => {
      const take = (workerName: string | undefined) => {
        const nowMs = clock.now();
        // The worker is told only what is on disk.
        run.recorder.putStep(step, nowMs);
        events.started(workerName === undefined ? {} : { workerName });
        tokens.find(token)?.heartbeat();
        resolve(nowMs);
      };
      activities.schedule(arn, { token, input: JSON.stringify(input), take }, place.signal);
    });
    const { signal } = place;
    startedMs = (await within(clock, { untilMs: undefined, signal }, () => taken)) as number;
  }
  return inTime(attempt, startedMs, () => sent);
}

function awaitToken(
  { run, token, place: { key, signal }, heartbeatSeconds }: Attempt,
  isTaken: boolean,
): Promise<unknown> {
  const keep = (answer: TaskAnswer) => run.recorder.putStep(key, answer);
  const sent = run.deps.tokens.wait(token, { heartbeatSeconds, isTaken, signal, keep });
  sent.catch(() => undefined);
  return sent;
}
