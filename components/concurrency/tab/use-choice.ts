"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useDraftPlan } from "@/components/plan/use-draft-plan";
import { changesTo } from "@/lib/model/chosen-limits";
import { type ConcurrencyHolder, settingsAfter } from "@/lib/model/settings-after";

/** The limits as they are being chosen, between what AWS has and the plan. */
export interface Choice {
  now: ConcurrencyHolder;
  chosen: ConcurrencyHolder;
  choose(limits: ConcurrencyHolder): void;
  /** What is not in the plan yet. */
  isOpen: boolean;
  /** Something differs from what AWS has. */
  isChanged: boolean;
  addToPlan(): void;
  /** Back to what AWS has, in the plan as well. */
  reset(): void;
}

/** Limits that are chosen on the page; the plan's count as chosen until others are. */
export function useChoice(now: ConcurrencyHolder): Choice {
  const { changes, set } = useDraftPlan();
  const planned = settingsAfter(now, changes);
  // A link may bring a value along: `?reserved=40`.
  const asked = useSearchParams().get("reserved") ?? "";
  const [own, setOwn] = useState<ConcurrencyHolder | undefined>(
    /^\d{1,6}$/.test(asked) ? { ...planned, reserved: Number(asked) } : undefined,
  );
  const chosen = own ?? planned;
  const open = changesTo(now, planned, chosen);
  return {
    now,
    chosen,
    choose: setOwn,
    isOpen: open.length > 0,
    isChanged: changesTo(now, now, chosen).length > 0,
    addToPlan() {
      set(...open);
      setOwn(undefined);
    },
    reset() {
      setOwn(undefined);
      set(...changesTo(now, planned, now));
    },
  };
}
