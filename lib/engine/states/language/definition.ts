import type { ChoiceRule } from "./choice-rules.ts";
import type { DataFields } from "./data-flow.ts";
import type { Catcher, Retrier } from "./retry.ts";

/** States that follow each other: a whole machine, a branch or what a Map does with each item. */
export interface Workflow {
  StartAt: string;
  States: Record<string, State>;
  Comment?: string;
  TimeoutSeconds?: number;
}

interface Common extends DataFields {
  Comment?: string;
  Next?: string;
  End?: boolean;
}

interface Guarded extends Common {
  Retry?: Retrier[];
  Catch?: Catcher[];
}

export interface TaskState extends Guarded {
  Type: "Task";
  Resource: string;
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  HeartbeatSeconds?: number;
  HeartbeatSecondsPath?: string;
}

interface PassState extends Common {
  Type: "Pass";
  Result?: unknown;
}

export interface WaitState extends Common {
  Type: "Wait";
  Seconds?: number;
  SecondsPath?: string;
  Timestamp?: string;
  TimestampPath?: string;
}

interface ChoiceState extends Common {
  Type: "Choice";
  Choices: (ChoiceRule & { Next: string })[];
  Default?: string;
}

export interface ParallelState extends Guarded {
  Type: "Parallel";
  Branches: Workflow[];
}

export interface MapState extends Guarded {
  Type: "Map";
  ItemProcessor?: Workflow;
  /** The older name of ItemProcessor. */
  Iterator?: Workflow;
  ItemsPath?: string;
  ItemSelector?: unknown;
  MaxConcurrency?: number;
  MaxConcurrencyPath?: string;
}

interface SucceedState extends Common {
  Type: "Succeed";
}

export interface FailState extends Common {
  Type: "Fail";
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
}

export type State =
  | TaskState
  | PassState
  | WaitState
  | ChoiceState
  | ParallelState
  | MapState
  | SucceedState
  | FailState;
