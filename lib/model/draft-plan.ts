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

/**
 * Puts changes into the plan, as one step of undo, each in the place of an earlier one of the same setting; one that
 * is back at its `before` leaves the plan.
 */
export function withChanges(
  draft: DraftPlan,
  given: readonly PlannedChange[],
  nowMs: number,
): DraftPlan {
  const changes = given.reduce(merged, draft.changes);
  if (changes === draft.changes) return draft;
  const key = given.map(changeKey).join();
  const isSameEdit = draft.lastEdit?.key === key && nowMs - draft.lastEdit.atMs < oneEditMs;
  return {
    ...(isSameEdit ? { ...draft, changes, future: [] } : edited(draft, changes)),
    lastEdit: { key, atMs: nowMs },
  };
}

function merged(
  changes: readonly PlannedChange[],
  change: PlannedChange,
): readonly PlannedChange[] {
  const index = changes.findIndex((other) => changeKey(other) === changeKey(change));
  const isBack = change.after === change.before;
  if (index === -1) return isBack ? changes : [...changes, change];
  return changes.toSpliced(index, 1, ...(isBack ? [] : [change]));
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
