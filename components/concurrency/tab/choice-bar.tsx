"use client";

import { useDraftPlan } from "@/components/plan/use-draft-plan";
import { changeCount } from "@/components/plan/plan-words";
import { Button } from "@/components/ui/button";
import type { Choice } from "./use-choice";

/** What becomes of the choice: into the plan, or back to what AWS has. */
export function ChoiceBar({
  choice,
  isRefused,
  onAdd,
  onOpenPlan,
}: {
  choice: Choice;
  /** AWS would not accept what is chosen. */
  isRefused: boolean;
  onAdd(): void;
  onOpenPlan(): void;
}) {
  const { changes } = useDraftPlan();
  const hasPlan = changes.length > 0;
  const isOpening = !choice.isOpen && hasPlan;
  return (
    <div className="flex flex-none gap-2 border-t border-border bg-surface px-4 py-2.5 max-lg:sticky max-lg:bottom-0 max-lg:z-10 max-lg:order-last">
      {isOpening ? (
        <Button className="h-8 flex-1 justify-center max-md:h-11" shortcut="P" onClick={onOpenPlan}>
          Plan: {changeCount(changes.length)}
        </Button>
      ) : (
        <Button
          kind="primary"
          className="h-8 flex-1 justify-center max-md:h-11"
          shortcut="P"
          disabled={!choice.isOpen || isRefused}
          onClick={onAdd}
        >
          Add to plan
        </Button>
      )}
      <Button
        className="h-8 max-md:h-11"
        shortcut="0"
        disabled={!choice.isChanged && !choice.isOpen}
        onClick={choice.reset}
      >
        Reset
      </Button>
    </div>
  );
}
