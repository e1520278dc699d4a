import type { Clock } from "../../clock.ts";
import type { CallContext } from "../../http/service.ts";
import type { Workflow } from "../language/definition.ts";
import type { Variables } from "../language/variables.ts";
import type { ActivityQueue } from "./activity-queue.ts";
import type { TaskDeps } from "./call-task.ts";
import type { Execution, Given, StateMachine } from "./execution.ts";
import type { ExecutionStore, Recorder } from "./execution-store.ts";
import type { Link } from "./history.ts";
import type { TaskTokens } from "./task-tokens.ts";

export interface RunDeps extends TaskDeps {
  clock: Clock;
  tokens: TaskTokens;
  activities: ActivityQueue;
  mapRuns: Pick<ExecutionStore["mapRuns"], "get" | "set">;
  /** Runs a child execution of a distributed Map to its end; `signal` stops it. */
  runChild(machine: StateMachine, given: Given, signal: AbortSignal): Promise<Execution>;
  /** A context for the calls of tasks. */
  callContext(region: string): CallContext;
}

/** The item that a Map works on, as the context object tells it. */
export interface MapItem {
  Index: number;
  Value: unknown;
  /** Of an object's member. */
  Key?: string;
}

/** Where in an execution something happens: what its steps are remembered by, and what stops it. */
export interface Place {
  key: string;
  signal: AbortSignal;
  variables: Variables;
  map?: MapItem;
}

/** The execution that is played, for what states are made of. */
export interface Run {
  execution: Execution;
  recorder: Recorder;
  deps: RunDeps;
  /** Plays the states of a workflow; what the last one left. Throws StateError. */
  workflow(workflow: Workflow, input: unknown, place: Place, link: Link): Promise<unknown>;
  /** A figure that stays the same when the run is played again. */
  once(key: string, figure: () => number): number;
}
