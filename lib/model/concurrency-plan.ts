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

export type PlanStepState =
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
  /** ISO time at which a trial returns by itself. */
  returnsAt?: string;
  steps: PlanStep[];
}
