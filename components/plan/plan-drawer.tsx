"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useSession } from "@/components/shell/session";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useKeys } from "@/components/ui/use-keys";
import { checkPlan } from "@/lib/model/check-plan";
import { isUnderWay } from "@/lib/model/concurrency-plan";
import { ApplyDialog } from "./apply-dialog";
import { PlanCopy } from "./plan-copy";
import { PlanRemarks } from "./plan-remarks";
import { PlanResult } from "./plan-result";
import { PlannedChanges } from "./planned-changes";
import { changeCount } from "./plan-words";
import { useDraftPlan } from "./use-draft-plan";
import { useFoundSettings } from "./use-found-settings";
import { usePlans } from "./use-plans";

export interface PlanDrawerProps {
  onClose(): void;
  /** What the plan would do to one function, e.g. `Throttles 14,210 -> 0 per day`. */
  effectOf?(functionName: string): ReactNode;
  /** The account's summary, and notes of the page's own, under the changes. */
  children?: ReactNode;
}

/**
 * The plan: its changes with their effect, what is wrong with it, the same as text, and applying it. While one is
 * being applied it shows the steps, and after that what came of it until a new plan is begun.
 * Beside the page from 1280 px, over it below that, and at the foot of a phone.
 */
export function PlanDrawer({ onClose, effectOf, children }: PlanDrawerProps) {
  const { connection } = useSession();
  const draft = useDraftPlan();
  const { changes } = draft;
  const { data: plans } = usePlans();
  const locked = useLocked();
  const [isAsking, setAsking] = useState(false);
  const [isExpanded, setExpanded] = useState(false);
  const found = useFoundSettings(changes.map(({ functionName }) => functionName));
  const remarks = found.data ? checkPlan(changes, found.data) : [];
  const [newest] = plans ?? [];
  const underWay = plans?.find(isUnderWay);
  const shown = underWay ?? (changes.length === 0 ? newest : undefined);
  const blocked = remarks.some(({ tone }) => tone === "refused");
  const canApply = !shown && changes.length > 0 && !blocked && locked === undefined;
  useKeys({
    escape: onClose,
    "mod+enter": () => canApply && setAsking(true),
    ...editKeys(draft),
  });
  return (
    <aside
      aria-label="Plan"
      className="drawer max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:z-30 max-xl:shadow-3 max-md:top-auto max-md:max-h-[80%] max-md:w-full max-md:border-t max-md:border-l-0"
    >
      <div className="drawer-head">
        <h2 className="text-14">Plan</h2>
        {changes.length > 0 && <Badge tone="accent">{changeCount(changes.length)}</Badge>}
        <span className="flex-1" />
        {changes.length > 0 && (
          <Button kind="ghost" size="small" onClick={draft.clear}>
            Discard all
          </Button>
        )}
        <span className="md:hidden">
          <IconButton
            size="small"
            icon={isExpanded ? ChevronDown : ChevronUp}
            label={isExpanded ? "Show less" : "Show the plan"}
            aria-expanded={isExpanded}
            onClick={() => setExpanded(!isExpanded)}
          />
        </span>
        <IconButton size="small" icon={X} label="Close the plan" onClick={onClose} />
      </div>
      <div
        className={`min-h-0 flex-1 overflow-y-auto ${isExpanded || shown ? "" : "max-md:hidden"}`}
      >
        {shown ? (
          <PlanResult plan={shown} />
        ) : changes.length === 0 ? (
          <EmptyState title="No changes planned">
            Drag a limit or type a number. Nothing reaches AWS before you apply the plan.
          </EmptyState>
        ) : (
          <>
            <PlannedChanges changes={changes} onRemove={draft.remove} effectOf={effectOf} />
            {children}
            <PlanRemarks
              remarks={remarks}
              error={found.error}
              problems={found.data?.problems}
              onFix={(change) => draft.set(change)}
            />
          </>
        )}
      </div>
      {!shown && changes.length > 0 && (
        <div className="flex flex-none flex-col gap-2 border-t border-border px-3.5 py-2.5">
          <div className={isExpanded ? "" : "max-md:hidden"}>
            <PlanCopy changes={changes} />
          </div>
          <Button
            kind="primary"
            className="h-8 justify-center max-md:h-11"
            shortcut={"Ctrl \u21b5"}
            locked={locked}
            disabled={blocked}
            onClick={() => setAsking(true)}
          >
            Apply {changeCount(changes.length)} to {connection?.label ?? "\u2026"}…
          </Button>
          <p className="text-11 text-text-3">
            {blocked
              ? "Put right what AWS would refuse first."
              : "When a step is refused, the steps before it are taken back."}
          </p>
        </div>
      )}
      <ApplyDialog
        open={isAsking}
        onOpenChange={setAsking}
        changes={changes}
        found={found.data}
        onApplied={draft.forget}
      />
    </aside>
  );
}

/** Undo and redo of the plan's edits; a text field keeps its own. */
function editKeys({ undo, redo }: ReturnType<typeof useDraftPlan>) {
  const unlessTyping = (act: () => void) => (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.matches("input, textarea")) return false;
    act();
    return true;
  };
  return { "mod+z": unlessTyping(undo), "mod+shift+z": unlessTyping(redo) };
}
