import type { Problem } from "./problem";

export const cloudServices = [
  "lambda",
  "cloudwatch",
  "logs",
  "sqs",
  "sts",
  "iam",
  "schemas",
  "events",
  "scheduler",
  "sns",
  "s3",
  "apigateway",
  "apigatewayv2",
  "kinesis",
  "dynamodb",
] as const;
export type CloudService = (typeof cloudServices)[number];

/**
 * One AWS call as data: the service, the SDK command's name without `Command`, and its input. `lambdeck`: one of
 * Lambdeck's own settings is read or saved, and nothing goes to AWS.
 */
export interface CloudCall {
  service: CloudService | "lambdeck";
  command: string;
  input: Record<string, unknown>;
}

/** How a change is taken back: by one call, or not at all and why. */
export type Undo = CloudCall | { impossible: string };

/**
 * `intended`: written, the call is under way. `done`, `failed`: AWS answered. `unknown`: the program
 * ended before the answer was written down.
 */
type ChangeOutcome = "intended" | "done" | "failed" | "unknown";

/** One entry of the journal. Values of environment variables are masked when it leaves the server. */
export interface Change {
  id: number;
  /** ISO times. */
  startedAt: string;
  finishedAt?: string;
  /** The caller's ARN when known, else the profile or the connection's label. */
  who: string;
  connectionId: string;
  connectionLabel: string;
  region: string;
  accountId?: string;
  functionName?: string;
  /** What sort of change, e.g. `memory`, `reserved-concurrency`, `trigger`. */
  kind: string;
  /** One line for people, e.g. `Memory 128 MB -> 256 MB`. */
  title: string;
  before: unknown;
  after: unknown;
  call: CloudCall;
  undo: Undo;
  outcome: ChangeOutcome;
  /** The id AWS gave the call, for its own logs and support. */
  awsRequestId?: string;
  /** What AWS answered. */
  answer?: unknown;
  problem?: Problem;
  /** The change that took this one back. */
  undoneBy?: number;
  /** The change this one took back. */
  undoes?: number;
}

/** A change's line with a real arrow; the journal keeps the plain one. */
export function titleOf(change: Change): string {
  return change.title.replaceAll("->", "\u2192");
}

export function canUndo(change: Change): boolean {
  return (
    change.outcome === "done" && change.undoneBy === undefined && !("impossible" in change.undo)
  );
}
