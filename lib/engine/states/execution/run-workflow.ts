import type { State, Workflow } from "../language/definition.ts";
import type { Scope } from "../language/scope.ts";
import {
  argumentsOf,
  type Exit,
  exitOfChoice,
  exitOfPass,
  exitOfSucceed,
  exitOfWait,
} from "../language/state-data.ts";
import { runtimeError, StateError } from "../language/state-error.ts";
import { Variables } from "../language/variables.ts";
import { contextObject } from "./context-object.ts";
import type { Execution, HistoryEvent } from "./execution.ts";
import type { Recorder } from "./execution-store.ts";
import { History, type Link } from "./history.ts";
import { runBranches } from "./run-branches.ts";
import { runGuarded } from "./run-guarded.ts";
import { runMap } from "./run-map.ts";
import type { Place, Run, RunDeps } from "./run.ts";
import { runTask } from "./run-task.ts";
import { checkSize, failureOf, seeded, waitUntil } from "./state-values.ts";
import { sleepUntil, throwIfStopped } from "./waiting.ts";

/** What a state comes to, and where to go on; without a next state the workflow is over. */
type Left = Exit & { next?: string };

/**
 * Plays an execution. Everything that happens once in it, answers of tasks, times, events of the history, is
 * written down by the recorder before it counts; a run that was interrupted is played again from its
 * beginning and finds there what had happened. A task whose answer was not yet written is called again.
 */
export class WorkflowRun implements Run {
  readonly #history: History;

  constructor(
    readonly execution: Execution,
    readonly recorder: Recorder,
    readonly deps: RunDeps,
  ) {
    this.#history = new History(recorder, deps.clock);
  }

  /** Plays the machine's workflow; throws StateError when it fails, Stopped when `signal` says so. */
  async play(workflow: Workflow, input: unknown, signal: AbortSignal): Promise<unknown> {
    const { machine, versionArn, aliasArn } = this.execution;
    const link = this.#history.begin("ExecutionStarted", {
      input: JSON.stringify(input),
      inputDetails: { truncated: false },
      roleArn: machine.roleArn,
      ...(versionArn !== undefined && { stateMachineVersionArn: versionArn }),
      ...(aliasArn !== undefined && { stateMachineAliasArn: aliasArn }),
    });
    return this.workflow(workflow, input, { key: "", signal, variables: new Variables() }, link);
  }

  /** Plays one state alone, as the first of its execution. */
  single(
    name: string,
    state: State,
    input: unknown,
    place: Pick<Place, "signal" | "variables">,
  ): Promise<Left> {
    const link = this.#history.begin("ExecutionStarted", {});
    return this.#state(name, state, input, { ...place, key: "0" }, link);
  }

  async workflow(
    { StartAt, States }: Workflow,
    input: unknown,
    place: Place,
    link: Link,
  ): Promise<unknown> {
    let left: Left = { output: input, next: StartAt };
    for (let count = 0; left.next !== undefined; count += 1) {
      const name: string = left.next;
      const state = States[name];
      if (!state) throw runtimeError(`There is no state '${name}'`);
      const at = { ...place, key: `${place.key}${count}` };
      left = await this.#state(name, state, left.output, at, link);
      // A workflow of states that wait for nothing must not hold everything else up.
      if (count % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
    }
    return left.output;
  }

  once(key: string, figure: () => number): number {
    const known = this.recorder.step(key);
    if (typeof known === "number") return known;
    const value = figure();
    this.recorder.putStep(key, value);
    return value;
  }

  async #state(
    name: string,
    state: State,
    input: unknown,
    place: Place,
    link: Link,
  ): Promise<Left> {
    throwIfStopped(place.signal);
    const entered = link.add(place.key, `${state.Type}StateEntered`, "stateEntered", {
      name,
      input: JSON.stringify(input),
      inputDetails: { truncated: false },
    });
    try {
      const left = await this.#perform(name, state, input, entered, place, link);
      checkSize(left.output, name);
      const assigned = left.assigned && place.variables.assign(left.assigned);
      link.add(place.key, `${state.Type}StateExited`, "stateExited", {
        name,
        output: JSON.stringify(left.output),
        outputDetails: { truncated: false },
        ...(assigned && {
          assignedVariables: assigned,
          assignedVariablesDetails: { truncated: false },
        }),
      });
      return left;
    } catch (error) {
      if (error instanceof StateError) link.failed(place.key, error, { name, eventId: entered.id });
      throw error;
    }
  }

  async #perform(
    name: string,
    state: State,
    input: unknown,
    entered: HistoryEvent,
    place: Place,
    link: Link,
  ): Promise<Left> {
    const { clock } = this.deps;
    const { key } = place;
    const scope: Scope = {
      input,
      context: contextObject(
        this.execution,
        { name, enteredMs: entered.timestampMs, retryCount: 0 },
        place,
      ),
      variables: place.variables,
      random: seeded(`${this.execution.arn} ${key}`),
      nowMs: () => this.once(`${key}/now`, () => clock.now()),
    };
    switch (state.Type) {
      case "Pass":
        return { ...exitOfPass(state, scope), ...nextOf(state) };
      case "Succeed":
        return exitOfSucceed(state, scope);
      case "Fail":
        throw failureOf(state, scope);
      case "Choice":
        return exitOfChoice(state, scope);
      case "Wait": {
        const untilMs = this.once(`${key}/until`, () => waitUntil(state, scope, clock.now()));
        await sleepUntil(clock, untilMs, place.signal);
        const left = { ...scope, nowMs: () => this.once(`${key}/left`, () => clock.now()) };
        return { ...exitOfWait(state, left), ...nextOf(state) };
      }
      case "Task":
        return runGuarded(this, { name, state, scope, entered, place, link }, (attempt, at) =>
          runTask(this, state, attempt, at, link),
        );
      case "Parallel":
        return runGuarded(this, { name, state, scope, entered, place, link }, (attempt, at) =>
          runBranches(this, state, argumentsOf(state, attempt), at, link),
        );
      case "Map":
        return runGuarded(this, { name, state, scope, entered, place, link }, (attempt, at) =>
          runMap(this, { name, state }, attempt, at, link),
        );
    }
  }
}

const nextOf = ({ Next: next }: { Next?: string }): { next?: string } =>
  next === undefined ? {} : { next };
