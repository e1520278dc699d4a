"use client";

import { useState, type ReactNode } from "react";
import {
  useChangeDone,
  useSettingsRefresh,
  useStepsDone,
} from "@/components/activity/use-change-done";
import { ConfirmChange, type ChangedValue } from "@/components/ui/confirm-change";
import type { Change } from "@/lib/model/change";
import { OwnerNote } from "./owner-note";
import { useFunction } from "./use-function";

export interface Confirmation {
  /** A question: `Change the memory of checkout-api?` */
  title: string;
  values: readonly ChangedValue[];
  /** Verb first. */
  action: string;
  danger?: boolean;
  typeToConfirm?: string;
  /** Consequences, and what cannot be undone. */
  note?: ReactNode;
  /** Sends the change. What it throws is shown, and nothing of the form is lost. */
  act(): Promise<{ change: Change } | { changes: Change[] } | { steps: Change[] }>;
  /** What is said of several steps; absent: the title of the main one. */
  done?: string;
  /** After it went well. */
  onDone?(): void;
}

/** A write to the open function: old -> new first, who owns the function, then the outcome with its undo. */
export function useConfirm(): { dialog: ReactNode; ask(confirmation: Confirmation): void } {
  const [asked, setAsked] = useState<Confirmation>();
  const [open, setOpen] = useState(false);
  const { data: detail } = useFunction();
  const announce = useChangeDone();
  const announceSteps = useStepsDone();
  const refresh = useSettingsRefresh();
  const confirm = async (confirmation: Confirmation) => {
    try {
      const done = await confirmation.act();
      if ("steps" in done) announceSteps(done.steps, confirmation.done);
      else announce("change" in done ? [done.change] : done.changes);
    } catch (error) {
      // What AWS has now may be the reason.
      refresh();
      throw error;
    }
    confirmation.onDone?.();
  };
  const dialog = asked && (
    <ConfirmChange
      open={open}
      onOpenChange={setOpen}
      title={asked.title}
      values={asked.values}
      action={asked.action}
      danger={asked.danger}
      typeToConfirm={asked.typeToConfirm}
      onConfirm={() => confirm(asked)}
    >
      {asked.note}
      <OwnerNote owner={detail?.owner} />
    </ConfirmChange>
  );
  return {
    dialog,
    ask(confirmation) {
      setAsked(confirmation);
      setOpen(true);
    },
  };
}
