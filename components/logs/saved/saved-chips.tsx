"use client";

import { useSearchParams } from "next/navigation";
import { viewParams } from "@/lib/model/saved-view";
import type { SavedProps } from "./saved-menu";
import { useSavedViews } from "./use-saved";

/** The saved filters of this mode; one click shows what they show, another one shows all again. */
export function SavedChips({ logGroup, mode, onShow }: SavedProps) {
  const { saved } = useSavedViews(logGroup);
  const params = viewParams(useSearchParams().toString(), mode);
  const ofMode = saved.filter((view) => view.mode === mode);
  if (ofMode.length === 0) return null;
  return (
    <div
      role="group"
      aria-label="Saved filters"
      className="flex flex-none flex-wrap gap-1.5 px-4 pb-1.5"
    >
      {ofMode.map((view) => {
        const isShown = view.params === params;
        return (
          <button
            key={view.id}
            type="button"
            className="chip"
            aria-pressed={isShown}
            title={view.params}
            onClick={() => onShow(isShown ? { mode, params: "" } : view)}
          >
            {view.name}
          </button>
        );
      })}
    </div>
  );
}
