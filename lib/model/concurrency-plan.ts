import type { AccountConcurrency } from "./concurrency-limits";
import type { Owner } from "./owner";
import type { Problem } from "./problem";

/** One setting of the plan. null: none. */
export type PlannedChange =
  | { kind: "reserved"; functionName: string; before: number | null; after: number | null }
  | {
      kind: "provisioned";
      functionName: string;
      /** An alias or a published version. */
      qualifier: string;
      before: number | null;
      after: number | null;
    }
  | {
      kind: "queue-maximum";
      functionName: string;
      /** The event source mapping, and its queue's name for people. */
      mappingId: string;
      queueName: string;
      before: number | null;
      after: number | null;
    };

/** Names the setting a change is about: two changes of one setting have the same key. */
export function changeKey(change: PlannedChange): string {
  const { kind, functionName } = change;
  if (kind === "reserved") return `${kind} ${functionName}`;
  return `${kind} ${functionName} ${kind === "provisioned" ? change.qualifier : change.mappingId}`;
}

/** What is changed, without its function: `Reserved`, `Provisioned of live`, `Maximum of orders`. */
export function settingLabel(change: PlannedChange): string {
  if (change.kind === "reserved") return "Reserved";
  if (change.kind === "provisioned") return `Provisioned of ${change.qualifier}`;
  return `Maximum of ${change.queueName}`;
}

/** A function's settings as a plan finds them. */
export interface FoundFunction {
  name: string;
  reserved: number | null;
  provisioned: { qualifier: string; requested: number }[];
  /** Its event source mappings that are for queues. */
  queues: {
    mappingId: string;
    queueName: string;
    maximum: number | null;
    /** The alias or version it calls; absent: $LATEST. */
    qualifier?: string;
  }[];
  aliases: { name: string; version: string; isWeighted: boolean }[];
  owner?: Owner;
}

/** What AWS has now, of the functions of a plan. */
export interface FoundSettings {
  /** Absent where it cannot be read: then AWS alone decides. */
  account?: AccountConcurrency;
  functions: FoundFunction[];
  /** What could not be read, and why. */
  problems: Problem[];
}

type PlanStepState =
  | "waiting"
  | "acting"
  | "settling"
  | "done"
  | "failed"
  | "undoing"
  | "undone"
  | "undo-failed";

export interface PlanStep {
  change: PlannedChange;
  state: PlanStepState;
  /** What AWS says meanwhile, e.g. `27 of 40 ready`. */
  progress?: string;
  /** The journal's entries of the change and of its undo. */
  changeId?: number;
  undoId?: number;
  /** The journal's newest entry before the step was sent, which tells its own from what was there. */
  sinceChangeId?: number;
  problem?: Problem;
}

/**
 * `applying`, `undoing`: under way in this process. `interrupted`: the program ended in the middle, to be finished
 * or undone. `trying`: applied, and it returns by itself. `rolled-back`: a step was refused, the others were taken
 * back. `stuck`: something could not be taken back.
 */
export type AppliedPlanState =
  | "applying"
  | "trying"
  | "done"
  | "undoing"
  | "undone"
  | "rolled-back"
  | "interrupted"
  | "stuck";

/** A plan that was sent off; its steps are in the order in which they are carried out. */
export interface AppliedPlan {
  id: number;
  connectionId: string;
  /** ISO times. */
  createdAt: string;
  finishedAt?: string;
  state: AppliedPlanState;
  /** It is a trial, and returns by itself this long after it was applied. */
  tryMinutes?: number;
  /** ISO time at which a trial returns by itself. */
  returnsAt?: string;
  steps: PlanStep[];
}

/** Whether this process is at work on the plan. */
export function isUnderWay({ state }: Pick<AppliedPlan, "state">): boolean {
  return state === "applying" || state === "undoing";
}
