"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import { canUndo, titleOf, type Change } from "@/lib/model/change";
import { useUndo } from "./use-activity";

/** After a write: reads the settings anew and says what was done, with its undo. */
export function useChangeDone(): (changes: readonly Change[]) => void {
  const { mutate: undo } = useUndo();
  const refresh = useSettingsRefresh();
  return useCallback(
    (changes) => {
      refresh();
      for (const change of changes)
        toast.done(titleOf(change), {
          action: canUndo(change)
            ? {
                label: "Undo",
                onClick: () =>
                  undo(change, {
                    onSuccess: ({ change: undone }) => toast.done(titleOf(undone)),
                    onError: (error) => toast.problem(problemOf(error)),
                  }),
              }
            : undefined,
        });
    },
    [undo, refresh],
  );
}

/** The same for one change that took several calls: one line, and one undo that takes them back, the last first. */
export function useStepsDone(): (steps: readonly Change[], title?: string) => void {
  const { mutateAsync: undo } = useUndo();
  const refresh = useSettingsRefresh();
  return useCallback(
    (steps, title) => {
      refresh();
      const main = steps.findLast(({ kind }) => kind !== "permission") ?? steps.at(-1);
      if (!main) return;
      const said = title ?? titleOf(main);
      const undoAll = async () => {
        try {
          for (const step of steps.toReversed()) await undo(step);
          toast.done(`Undone: ${said}`);
        } catch (error) {
          toast.problem(problemOf(error));
        }
      };
      toast.done(said, {
        action: steps.every(canUndo) ? { label: "Undo", onClick: () => void undoAll() } : undefined,
      });
    },
    [undo, refresh],
  );
}

/** Reads everything on the page again but metrics and logs, which a setting does not change at once. */
export function useSettingsRefresh(): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => !/metrics|traffic|log|invocations/.test(String(queryKey[0])),
    });
  }, [queries]);
}
