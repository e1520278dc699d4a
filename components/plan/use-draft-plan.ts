"use client";

import { useCallback, useMemo } from "react";
import { useSession } from "@/components/shell/session";
import { readStored, writeStored } from "@/components/shell/preferences";
import { useStored } from "@/components/shell/use-stored";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import {
  cleared,
  type DraftPlan,
  emptyDraft,
  redoneEdit,
  undoneEdit,
  withChanges,
  withoutChange,
} from "@/lib/model/draft-plan";

/**
 * The plan that is being made on the open connection: kept over a reload, and the same on every page and in every
 * tab. `set` takes changes from what AWS has (`before`) to what is wanted; each call is a step of undo, so a drag
 * sets when it ends, and what it has changed together.
 */
export function useDraftPlan() {
  const { connectionId = "" } = useSession();
  const storedAs = `plan.${connectionId}`;
  const [draft] = useStored<DraftPlan>(storedAs, emptyDraft);
  const edit = useCallback(
    // What is stored counts, not what was drawn: two edits may come before the next drawing.
    (act: (draft: DraftPlan) => DraftPlan) =>
      writeStored(storedAs, act(readStored<DraftPlan>(storedAs, emptyDraft))),
    [storedAs],
  );
  return useMemo(
    () => ({
      changes: draft.changes,
      canUndo: draft.past.length > 0,
      canRedo: draft.future.length > 0,
      set: (...changes: PlannedChange[]) =>
        edit((before) => withChanges(before, changes, Date.now())),
      /** Takes one change out; the key is `changeKey(change)`. */
      remove: (key: string) => edit((before) => withoutChange(before, key)),
      clear: () => edit(cleared),
      /** After applying: there is nothing to go back to. */
      forget: () => edit(() => emptyDraft),
      undo: () => edit(undoneEdit),
      redo: () => edit(redoneEdit),
    }),
    [draft, edit],
  );
}
