import type { State } from "../language/definition.ts";
import {
  effectiveInput,
  fillTemplate,
  placeResult,
  selectInput,
} from "../language/jsonpath/data-flow.ts";
import { meansError, retryAfterSeconds } from "../language/retry.ts";
import type { Scope } from "../language/scope.ts";
import { argumentsOf, type Exit, exitCaught, exitWithResult } from "../language/state-data.ts";
import { StateError } from "../language/state-error.ts";
import { Variables } from "../language/variables.ts";
import { contextObject } from "./context-object.ts";
import type { Execution } from "./execution.ts";
import { recorderInMemory } from "./execution-store.ts";
import type { RunDeps } from "./run.ts";
import { WorkflowRun } from "./run-workflow.ts";
import { stopWith, within } from "./waiting.ts";
import { seeded } from "./state-values.ts";
import type { TaskAnswer } from "./task-tokens.ts";

/** A state that is tried alone. */
export interface StateTest {
  name: string;
  state: State;
  execution: Execution;
  input: unknown;
  variables: Readonly<Record<string, unknown>>;
  /** Stands in place of the context object. */
  context?: object;
  /** What a Task, Parallel or Map comes to, without doing anything. */
  mock?: TaskAnswer;
}

/** What came of it, in TestState's words. */
export interface StateTested {
  status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR";
  exit?: Exit;
  next?: string;
  error?: string;
  cause?: string;
  errorDetails?: { retryIndex?: number; retryBackoffIntervalSeconds?: number; catchIndex?: number };
  /** What the state's fields made of its data, one after another. */
  steps: DataSteps;
}

interface DataSteps {
  afterInputPath?: unknown;
  afterParameters?: unknown;
  afterArguments?: unknown;
  result?: unknown;
  afterResultSelector?: unknown;
  afterResultPath?: unknown;
}

/** Tries one state: a failure is told by what Retry and Catch would do. */
export async function testState(test: StateTest, deps: RunDeps): Promise<StateTested> {
  const { name, state, execution, input } = test;
  const variables = new Variables();
  variables.assign(test.variables);
  const nowMs = deps.clock.now();
  const scope: Scope = {
    input,
    context:
      test.context ?? contextObject(execution, { name, enteredMs: nowMs, retryCount: 0 }, {}),
    variables,
    random: seeded(execution.arn),
    nowMs: () => nowMs,
  };
  const steps: DataSteps = {};
  try {
    noteInput(steps, state, scope);
    const left = await perform(test, { ...scope, variables }, steps, deps);
    return { status: "SUCCEEDED", exit: left, ...nextOf(left), steps };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return { ...afterFailure(state, error, scope), steps };
  }
}

/** Source: Developer Guide, "Using TestState API to test a state". */
const longestTestMs = 300_000;

type Left = Exit & { next?: string };

const nextOf = ({ next }: { next?: string }): { next?: string } =>
  next === undefined ? {} : { next };

async function perform(
  { name, state, execution, input, mock }: StateTest,
  scope: Scope & { variables: Variables },
  steps: DataSteps,
  deps: RunDeps,
): Promise<Left> {
  const isGuarded = state.Type === "Task" || state.Type === "Parallel" || state.Type === "Map";
  if (isGuarded && mock) {
    if (state.Type !== "Map") argumentsOf(state, scope);
    if ("error" in mock) throw new StateError(mock.error, mock.cause);
    noteResult(steps, state, mock.output, scope);
    const { Next: next } = state;
    return { ...exitWithResult(state, mock.output, scope), ...(next !== undefined && { next }) };
  }
  const recorder = recorderInMemory();
  const run = new WorkflowRun(execution, recorder, deps);
  const bare = isGuarded ? { ...state, Retry: [], Catch: [] } : state;
  const { signal, stop } = stopWith();
  const place = { variables: scope.variables, signal };
  const untilMs = deps.clock.now() + longestTestMs;
  const left = (await within(deps.clock, { untilMs, signal }, () =>
    run.single(name, bare, input, place),
  ).finally(stop)) as Left;
  const answer = recorder.step("0/0") as TaskAnswer | undefined;
  if (answer && "output" in answer) noteResult(steps, state, answer.output, scope);
  return left;
}

function afterFailure(state: State, error: StateError, scope: Scope): Omit<StateTested, "steps"> {
  const told = { error: error.error, cause: error.cause };
  if (state.Type !== "Task" && state.Type !== "Parallel" && state.Type !== "Map")
    return { status: "FAILED", ...told };
  const retryIndex = (state.Retry ?? []).findIndex((one) => meansError(one, error));
  const retrier = state.Retry?.[retryIndex];
  const seconds = retrier && retryAfterSeconds(retrier, 1, scope.random);
  if (seconds !== undefined) {
    const errorDetails = { retryIndex, retryBackoffIntervalSeconds: Math.round(seconds) };
    return { status: "RETRIABLE", ...told, errorDetails };
  }
  const catchIndex = (state.Catch ?? []).findIndex((one) => meansError(one, error));
  const catcher = state.Catch?.[catchIndex];
  if (!catcher) return { status: "FAILED", ...told };
  const output = { Error: error.error, Cause: error.cause };
  const exit = exitCaught(state, catcher, catchIndex, output, scope);
  return {
    status: "CAUGHT_ERROR",
    exit,
    next: catcher.Next,
    ...told,
    errorDetails: { catchIndex },
  };
}

function noteInput(steps: DataSteps, state: State, scope: Scope): void {
  if (state.QueryLanguage === "JSONata") {
    if (state.Type === "Task" || state.Type === "Parallel")
      steps.afterArguments = argumentsOf(state, scope);
    return;
  }
  steps.afterInputPath = selectInput(state, scope);
  // Of a Map, Parameters are for each item.
  if (state.Type !== "Map") steps.afterParameters = effectiveInput(state, scope);
}

function noteResult(steps: DataSteps, state: State, result: unknown, scope: Scope): void {
  steps.result = result;
  if (state.QueryLanguage === "JSONata") return;
  const { ResultSelector: selector, ResultPath: path } = state;
  steps.afterResultSelector =
    selector === undefined ? result : fillTemplate(selector, { ...scope, input: result });
  steps.afterResultPath = placeResult(path, steps.afterResultSelector, scope.input);
}
