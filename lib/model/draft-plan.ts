import { changeKey, type PlannedChange } from "./concurrency-plan";

/** A plan that is being made, with its way back and forth. */
export interface DraftPlan {
  changes: readonly PlannedChange[];
  past: readonly (readonly PlannedChange[])[];
  future: readonly (readonly PlannedChange[])[];
  /** The newest edit: the next one of the same setting within a second is the same step of undo. */
  lastEdit?: { key: string; atMs: number };
}

export const emptyDraft: DraftPlan = { changes: [], past: [], future: [] };

const oneEditMs = 1_000;
const mostSteps = 100;

/** Puts a change into the plan in the place of an earlier one of the same setting; back to `before` takes it out. */
export function withChange(draft: DraftPlan, change: PlannedChange, nowMs: number): DraftPlan {
  const key = changeKey(change);
  const index = draft.changes.findIndex((other) => changeKey(other) === key);
  if (index === -1 && change.after === change.before) return draft;
  const kept = change.after === change.before ? [] : [change];
  const changes =
    index === -1 ? [...draft.changes, change] : draft.changes.toSpliced(index, 1, ...kept);
  const isSameEdit = draft.lastEdit?.key === key && nowMs - draft.lastEdit.atMs < oneEditMs;
  return {
    ...(isSameEdit ? { ...draft, changes, future: [] } : edited(draft, changes)),
    lastEdit: { key, atMs: nowMs },
  };
}

export function withoutChange(draft: DraftPlan, key: string): DraftPlan {
  const changes = draft.changes.filter((change) => changeKey(change) !== key);
  return changes.length === draft.changes.length ? draft : edited(draft, changes);
}

/** An empty plan that undo fills again. */
export function cleared(draft: DraftPlan): DraftPlan {
  return draft.changes.length === 0 ? draft : edited(draft, []);
}

/** The plan before the newest edit; the same draft when there was none. */
export function undoneEdit(draft: DraftPlan): DraftPlan {
  const { changes, past, future } = draft;
  const before = past.at(-1);
  if (!before) return draft;
  return { changes: before, past: past.slice(0, -1), future: [changes, ...future] };
}

export function redoneEdit(draft: DraftPlan): DraftPlan {
  const { changes, past, future } = draft;
  const [after, ...rest] = future;
  if (!after) return draft;
  return { changes: after, past: [...past, changes], future: rest };
}

function edited(draft: DraftPlan, changes: readonly PlannedChange[]): DraftPlan {
  return { changes, past: [...draft.past, draft.changes].slice(-mostSteps), future: [] };
}
