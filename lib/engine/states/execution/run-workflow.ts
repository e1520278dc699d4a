import { ruleApplies } from "../language/choice-rules.ts";
import {
  effectiveInput,
  evaluate,
  fillTemplate,
  outputOf,
  placeResult,
  type Scope,
  selectInput,
  selectOutput,
} from "../language/data-flow.ts";
import type {
  MapState,
  ParallelState,
  State,
  TaskState,
  Workflow,
} from "../language/definition.ts";
import { meansError, retryAfterSeconds } from "../language/retry.ts";
import { runtimeError, StateError } from "../language/state-error.ts";
import type { Execution } from "./execution.ts";
import type { Recorder } from "./execution-store.ts";
import { History, type Link } from "./history.ts";
import { type Place, type RunDeps, runTask } from "./run-task.ts";
import { checkSize, failureOf, secondsOf, seeded, waitUntil } from "./state-values.ts";
import { sleepUntil, throwIfStopped } from "./waiting.ts";

/** How many items of an inline Map AWS works on at once when nothing is said. */
const mapsAtOnce = 40;

interface ItemPlace extends Place {
  /** The item a Map works on. */
  map?: { Index: number; Value: unknown };
}

/** What a state comes to: its output, and where to go on; without a next state the workflow is over. */
interface Left {
  output: unknown;
  next?: string;
}

/**
 * Plays an execution. Everything that happens once in it, answers of tasks, times, events of the history, is
 * written down by the recorder before it counts; a run that was interrupted is played again from its
 * beginning and finds there what had happened. A task whose answer was not yet written is called again.
 */
export class WorkflowRun {
  readonly #history: History;

  constructor(
    private readonly execution: Execution,
    private readonly recorder: Recorder,
    private readonly deps: RunDeps,
  ) {
    this.#history = new History(recorder, deps.clock);
  }

  /** Plays the machine's workflow; throws StateError when it fails, Stopped when `signal` says so. */
  async play(workflow: Workflow, input: unknown, signal: AbortSignal): Promise<unknown> {
    const link = this.#history.begin("ExecutionStarted", {
      input: JSON.stringify(input),
      inputDetails: { truncated: false },
      roleArn: this.execution.machine.roleArn,
    });
    return this.#workflow(workflow, input, { key: "", signal }, link);
  }

  async #workflow(
    { StartAt, States }: Workflow,
    input: unknown,
    place: ItemPlace,
    link: Link,
  ): Promise<unknown> {
    let left: Left = { output: input, next: StartAt };
    for (let count = 0; left.next !== undefined; count += 1) {
      const name: string = left.next;
      const state = States[name];
      if (!state) throw runtimeError(`There is no state '${name}'`);
      left = await this.#state(
        name,
        state,
        left.output,
        { ...place, key: `${place.key}${count}` },
        link,
      );
      // A workflow of states that wait for nothing must not hold everything else up.
      if (count % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
    }
    return left.output;
  }

  async #state(
    name: string,
    state: State,
    input: unknown,
    place: ItemPlace,
    link: Link,
  ): Promise<Left> {
    throwIfStopped(place.signal);
    const entered = link.add(place.key, `${state.Type}StateEntered`, "stateEntered", {
      name,
      input: JSON.stringify(input),
      inputDetails: { truncated: false },
    });
    const scope: Scope = {
      input,
      context: this.#context(name, entered.timestampMs, 0, place),
      random: seeded(`${this.execution.arn} ${place.key}`),
    };
    const left = await this.#perform(name, state, scope, place, link);
    checkSize(left.output, name);
    if (state.Type !== "Fail")
      link.add(place.key, `${state.Type}StateExited`, "stateExited", {
        name,
        output: JSON.stringify(left.output),
        outputDetails: { truncated: false },
      });
    return left;
  }

  async #perform(
    name: string,
    state: State,
    scope: Scope,
    place: ItemPlace,
    link: Link,
  ): Promise<Left> {
    const { input } = scope;
    switch (state.Type) {
      case "Pass": {
        const given = effectiveInput(state, scope);
        const result = state.Result === undefined ? given : state.Result;
        return { output: outputOf(state, result, scope), ...nextOf(state) };
      }
      case "Succeed":
        return { output: selectOutput(state, selectInput(state, scope), scope) };
      case "Fail":
        throw failureOf(state, scope);
      case "Choice": {
        const given = { ...scope, input: selectInput(state, scope) };
        const rule = state.Choices.find((one) => ruleApplies(one, given));
        const next = rule?.Next ?? state.Default;
        if (next === undefined)
          throw new StateError(
            "States.NoChoiceMatched",
            `No choice rule matched in the state '${name}' and no default was provided`,
          );
        return { output: selectOutput(state, given.input, scope), next };
      }
      case "Wait": {
        const given = selectInput(state, scope);
        const untilMs = this.#once(`${place.key}/until`, () =>
          waitUntil(state, { ...scope, input: given }, this.deps.clock.now()),
        );
        await sleepUntil(this.deps.clock, untilMs, place.signal);
        return { output: selectOutput(state, given, scope), ...nextOf(state) };
      }
      case "Task":
        return this.#guarded(name, state, scope, place, link, (attempt, at) =>
          runTask(
            { execution: this.execution, recorder: this.recorder, deps: this.deps },
            state,
            attempt,
            at,
            link,
          ),
        );
      case "Parallel":
        return this.#guarded(name, state, scope, place, link, (attempt, at) =>
          this.#parallel(state, effectiveInput(state, attempt), at, link),
        );
      case "Map":
        return this.#guarded(name, state, { ...scope, input }, place, link, (attempt, at) =>
          this.#map(name, state, attempt, at, link),
        );
    }
  }

  /** Tries what Retry allows, and goes where Catch says. */
  async #guarded(
    name: string,
    state: TaskState | ParallelState | MapState,
    scope: Scope,
    place: ItemPlace,
    link: Link,
    attempt: (scope: Scope, place: ItemPlace) => Promise<unknown>,
  ): Promise<Left> {
    const attempts = new Map<object, number>();
    for (let count = 0; ; count += 1) {
      const at = { ...place, key: `${place.key}/${count}` };
      const entered = link.enteredMs(place.key);
      const context = this.#context(name, entered, count, place);
      try {
        const result = await attempt({ ...scope, context }, at);
        checkSize(result, name);
        return { output: outputOf(state, result, { ...scope, context }), ...nextOf(state) };
      } catch (error) {
        if (!(error instanceof StateError)) throw error;
        const retrier = state.Retry?.find((one) => meansError(one, error));
        const used = retrier ? (attempts.get(retrier) ?? 0) + 1 : 0;
        const seconds = retrier && retryAfterSeconds(retrier, used, scope.random);
        if (retrier && seconds !== undefined) {
          attempts.set(retrier, used);
          const untilMs = this.#once(
            `${at.key}/again`,
            () => this.deps.clock.now() + seconds * 1000,
          );
          await sleepUntil(this.deps.clock, untilMs, place.signal);
          continue;
        }
        const catcher = state.Catch?.find((one) => meansError(one, error));
        if (!catcher) throw error;
        const told = { Error: error.error, Cause: error.cause };
        return { output: placeResult(catcher.ResultPath, told, scope.input), next: catcher.Next };
      }
    }
  }

  async #parallel(
    state: ParallelState,
    input: unknown,
    place: ItemPlace,
    link: Link,
  ): Promise<unknown> {
    link.add(place.key, "ParallelStateStarted");
    return this.#together(
      place,
      link,
      "Parallel",
      state.Branches.length,
      Infinity,
      (index, inner) =>
        this.#workflow(
          state.Branches[index] as Workflow,
          input,
          { ...inner, key: `${place.key}/b${index}/` },
          link.branch(),
        ),
    );
  }

  async #map(
    name: string,
    state: MapState,
    scope: Scope,
    place: ItemPlace,
    link: Link,
  ): Promise<unknown> {
    const input = selectInput(state, scope);
    const inner = { ...scope, input };
    const items = evaluate(state.ItemsPath ?? "$", inner, "ItemsPath");
    if (!Array.isArray(items))
      throw runtimeError(
        `Reference path "${state.ItemsPath ?? "$"}" must point to array in the state '${name}'.`,
      );
    const processor = state.ItemProcessor ?? state.Iterator;
    if (!processor) throw runtimeError(`The state '${name}' has no ItemProcessor`);
    const selector = state.ItemSelector ?? state.Parameters;
    const limit = secondsOf(state.MaxConcurrency, state.MaxConcurrencyPath, inner);
    link.add(place.key, "MapStateStarted", "mapStateStarted", { length: items.length });
    return this.#together(
      place,
      link,
      "Map",
      items.length,
      limit || mapsAtOnce,
      async (index, at) => {
        const map = { Index: index, Value: items[index] as unknown };
        const context = { ...(scope.context as object), Map: { Item: map } };
        const given =
          selector === undefined ? map.Value : fillTemplate(selector, { ...inner, context });
        const own = link.branch();
        const key = `${place.key}/i${index}/`;
        own.add(key, "MapIterationStarted", "mapIterationStarted", { name, index });
        try {
          const output = await this.#workflow(processor, given, { ...at, key, map }, own);
          own.add(key, "MapIterationSucceeded", "mapIterationSucceeded", { name, index });
          return output;
        } catch (error) {
          if (error instanceof StateError)
            own.add(key, "MapIterationFailed", "mapIterationFailed", { name, index });
          throw error;
        }
      },
    );
  }

  /** Runs `count` parts, some at once; the first that fails stops all others and fails the whole. */
  async #together(
    place: ItemPlace,
    link: Link,
    kind: "Parallel" | "Map",
    count: number,
    atOnce: number,
    part: (index: number, place: ItemPlace) => Promise<unknown>,
  ): Promise<unknown[]> {
    const own = new AbortController();
    const signal = AbortSignal.any([place.signal, own.signal]);
    const outputs: unknown[] = Array.from({ length: count });
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const index = next++;
        outputs[index] = await part(index, { ...place, signal });
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(count, atOnce) }, worker));
    } catch (error) {
      own.abort();
      if (error instanceof StateError) link.add(place.key, `${kind}StateFailed`);
      throw error;
    }
    link.add(place.key, `${kind}StateSucceeded`);
    return outputs;
  }

  /** A figure that stays the same when the run is played again. */
  #once(key: string, figure: () => number): number {
    const known = this.recorder.step(key);
    if (typeof known === "number") return known;
    const value = figure();
    this.recorder.putStep(key, value);
    return value;
  }

  #context(name: string, enteredMs: number, retryCount: number, { map }: ItemPlace): object {
    const { arn, name: executionName, input, startedMs, machine } = this.execution;
    return {
      Execution: {
        Id: arn,
        Input: JSON.parse(input) as unknown,
        Name: executionName,
        RoleArn: machine.roleArn,
        StartTime: new Date(startedMs).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: { Id: machine.arn, Name: machine.name },
      State: { Name: name, EnteredTime: new Date(enteredMs).toISOString(), RetryCount: retryCount },
      ...(map && { Map: { Item: map } }),
    };
  }
}

const nextOf = ({ Next: next }: { Next?: string }): { next?: string } =>
  next === undefined ? {} : { next };
