"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Note } from "@/components/ui/note";
import type { Problem } from "@/lib/model/problem";
import { eventNamePattern } from "@/lib/model/saved-event";

/** Asks for the name of an event, to save it or to rename it. */
export function SaveEventDialog({
  title,
  name: firstName,
  takenNames,
  taken,
  action,
  onSave,
  onClose,
}: {
  title: string;
  name: string;
  takenNames: readonly string[];
  /** Whether a name in use is replaced or refused. */
  taken: "replace" | "refuse";
  action: string;
  onSave(name: string): Promise<unknown>;
  onClose(): void;
}) {
  const [name, setName] = useState(firstName);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const isTaken = takenNames.includes(name) && (taken === "replace" || name !== firstName);
  const refusal = !eventNamePattern.test(name)
    ? "A name has 1 to 64 characters and does not start or end with a space."
    : isTaken && taken === "refuse"
      ? "Another saved event has this name."
      : undefined;
  const save = async () => {
    if (refusal || busy) return;
    setBusy(true);
    try {
      await onSave(name);
      onClose();
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description="Saved events are kept by Lambdeck on this machine, for this function. They are not sent to AWS."
      onSubmit={() => void save()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy} disabled={refusal !== undefined}>
            {action}
          </Button>
        </>
      }
    >
      <Field label="Name" problem={name === "" ? undefined : refusal}>
        {(ids) => <Input {...ids} autoFocus maxLength={64} value={name} onChange={setName} />}
      </Field>
      {isTaken && taken === "replace" && (
        <Note tone="warn">This replaces the saved event of that name.</Note>
      )}
      {problem && <ProblemView problem={problem} />}
    </Dialog>
  );
}
