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
}

/** One event of an execution's history: `details` under the name that its type has. */
export interface HistoryEvent {
  id: number;
  previousId: number;
  type: string;
  timestampMs: number;
  details?: { member: string; value: Readonly<Record<string, unknown>> };
}
