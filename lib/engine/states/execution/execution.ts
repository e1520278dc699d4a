import type { LoggingConfiguration } from "@aws-sdk/client-sfn";

/** A state machine as it is kept. */
export interface StateMachine {
  region: string;
  arn: string;
  name: string;
  type: "STANDARD" | "EXPRESS";
  definition: string;
  roleArn: string;
  createdMs: number;
  updatedMs: number;
  /** Changes with definition and role. */
  revisionId: string;
  tags: Readonly<Record<string, string>>;
  logging?: LoggingConfiguration;
  tracing: boolean;
  /** The highest number a version had; none is given twice. */
  lastVersion?: number;
}

/** A machine as it was when it was published. */
export interface Version {
  arn: string;
  number: number;
  machine: StateMachine;
  createdMs: number;
  description?: string;
}

/** A name for one or two versions of a machine. */
export interface Alias {
  arn: string;
  name: string;
  machineArn: string;
  description?: string;
  /** Weights are percents. */
  routing: readonly { versionArn: string; weight: number }[];
  createdMs: number;
  updatedMs: number;
}

type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface Execution {
  arn: string;
  name: string;
  /** As it was when the execution began, whatever becomes of it. */
  machine: StateMachine;
  status: ExecutionStatus;
  startedMs: number;
  stoppedMs?: number;
  /** JSON. */
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  traceHeader?: string;
  /** Of what it was started by, where that was a version or an alias. */
  versionArn?: string;
  aliasArn?: string;
  /** Of a child execution of a distributed Map. */
  mapRunArn?: string;
  /** The attempts that ended it, when it failed. */
  endedAttempts?: readonly string[];
  redrive?: Redrive;
}

/** What an execution begins with. */
export type Given = Pick<
  Execution,
  "arn" | "name" | "input" | "traceHeader" | "versionArn" | "aliasArn" | "mapRunArn"
>;

/** How often, and when last, an execution that had failed was continued. */
interface Redrive {
  count: number;
  lastMs: number;
  clientToken?: string;
  /** The attempts that had ended it each time; after them its states are tried anew. */
  after: readonly string[];
}

/** The child executions of a distributed Map. */
export interface MapRun {
  arn: string;
  executionArn: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  startedMs: number;
  stoppedMs?: number;
  maxConcurrency: number;
  toleratedFailureCount: number;
  toleratedFailurePercentage: number;
  /** Items, and how many were handed to a child execution that ended so. */
  items: { total: number; succeeded: number; failed: number };
  /** Child executions likewise. */
  children: { total: number; succeeded: number; failed: number };
}

/** Work for workers that ask for it. */
export interface Activity {
  region: string;
  arn: string;
  name: string;
  createdMs: number;
  tags: Readonly<Record<string, string>>;
}

/** One event of an execution's history: `details` under the name that its type has. */
export interface HistoryEvent {
  id: number;
  previousId: number;
  type: string;
  timestampMs: number;
  details?: { member: string; value: Readonly<Record<string, unknown>> };
}
