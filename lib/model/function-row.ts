import type { Architecture } from "./lambda-price";
import type { Problem } from "./problem";

/** One function as ListFunctions tells it; with `FunctionRowDetail` what only GetFunction tells. */
export interface FunctionRow extends FunctionRowDetail {
  name: string;
  arn: string;
  /** Absent for container images. */
  runtime?: string;
  packageType: "Zip" | "Image";
  architecture: Architecture;
  memoryMb: number;
  timeoutSeconds: number;
  ephemeralStorageMb: number;
  description: string;
  /** Absent where the endpoint does not say. */
  codeSizeBytes?: number;
}

/** Absent fields have not been read yet; AWS gives them one function at a time. */
export interface FunctionRowDetail {
  state?: string;
  stateReason?: string;
  lastUpdateStatus?: string;
  lastUpdateStatusReason?: string;
  tags?: Record<string, string>;
  codeSha256?: string;
  /** ISO time. */
  lastModified?: string;
  /** null: none reserved. */
  reservedConcurrency?: number | null;
  /** Requested on all versions and aliases together; 0: none. */
  provisionedConcurrency?: number;
  /** What of it stands on which alias or version. */
  provisioned?: ProvisionedShare[];
  /** Sum of the maximum concurrency of its queue triggers; null: at least one has none, or no queue. */
  sqsMaximumConcurrency?: number | null;
  /** Its enabled queue triggers. */
  queues?: QueueTrigger[];
}

export interface ProvisionedShare {
  /** An alias or a version. */
  qualifier: string;
  requested: number;
}

export interface QueueTrigger {
  /** The event source mapping. */
  mappingId: string;
  queueName: string;
  /** Its maximum concurrency; null: as much as Lambda's scaling gives. */
  maximum: number | null;
}

/** The answer of `GET /api/functions`. */
export interface FunctionList {
  functions: FunctionRow[];
  /** ISO time at which AWS was asked. */
  asOf: string;
  /** Why the list may lack something; absent when it is whole. */
  problems?: Problem[];
}

/** The list while it is still coming. */
export interface PartialFunctionList extends FunctionList {
  complete: boolean;
  /** How many functions there are, when these are only the first rows of a view. */
  count?: number;
}

/**
 * What the metrics of one function came to over a range; absent numbers have no datapoint, absent counts were
 * not answered.
 */
export interface RowMetrics {
  invocations?: number;
  errors?: number;
  throttles?: number;
  /** Highest p99 of the steps the range is read in. */
  durationP99Ms?: number;
  /** Run time of all invocations: what is billed, without init and rounding. */
  totalDurationMs?: number;
  /** Concurrent executions that 99 % of the busy minutes stay under, and the most there were. */
  concurrencyP99?: number;
  concurrencyMax?: number;
  /** Invocations on an even grid, for the sparkline. */
  sparkline: number[];
}

export interface RowMetricsAnswer {
  metrics: Record<string, RowMetrics>;
  asOf: string;
  /** What CloudWatch said beside the data. */
  messages: string[];
  /** What it did not answer. */
  problems: Problem[];
}

/** The account's own metrics over a range, and over the one before it. */
export interface AccountMetrics {
  now: AccountTotals;
  before: AccountTotals;
  asOf: string;
  /** What CloudWatch did not answer. */
  problems: Problem[];
}

/** Absent counts were not answered. */
export interface AccountTotals {
  invocations?: number;
  errors?: number;
  throttles?: number;
  concurrencyMax?: number;
}

export type RowState = "active" | "inactive" | "busy" | "failed" | "unknown";

/** State and last update as one word and what it means. A function is usable only as "active". */
export function rowState(row: FunctionRowDetail): { word: string; kind: RowState } {
  if (row.state === undefined) return { word: "\u2013", kind: "unknown" };
  if (row.state === "Failed") return { word: "Failed", kind: "failed" };
  if (row.state === "Inactive") return { word: "Inactive", kind: "inactive" };
  if (row.state === "Pending") return { word: "Creating", kind: "busy" };
  if (row.lastUpdateStatus === "InProgress") return { word: "Updating", kind: "busy" };
  if (row.lastUpdateStatus === "Failed") return { word: "Update failed", kind: "failed" };
  return { word: row.state, kind: row.state === "Active" ? "active" : "busy" };
}

/** What the queues may run at once together; null: one of them has no maximum, or there is none. */
export function queueMaximumOf(queues: readonly QueueTrigger[]): number | null {
  return queues.reduce<number | null>(
    (sum, { maximum }) => (sum === null || maximum === null ? null : sum + maximum),
    queues.length === 0 ? null : 0,
  );
}

/** What limits a function: the smaller of reserved and queue maximum; undefined for the shared pool or not read. */
export function effectiveLimit(
  row: FunctionRowDetail,
): { limit: number; by: "reserved" | "queue" } | undefined {
  const reserved = row.reservedConcurrency ?? undefined;
  const queue = row.sqsMaximumConcurrency ?? undefined;
  if (queue !== undefined && (reserved === undefined || queue < reserved))
    return { limit: queue, by: "queue" };
  return reserved === undefined ? undefined : { limit: reserved, by: "reserved" };
}
