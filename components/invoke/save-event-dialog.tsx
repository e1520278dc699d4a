"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import type { Problem } from "@/lib/model/problem";
import { eventNamePattern, eventNameWords } from "@/lib/model/saved-event";
import { type SharedEvent, sharedNamePattern, sharedNameWords } from "@/lib/model/shared-event";

export type Keeper = "saved" | "shared";

export interface SaveEventDialogProps {
  /** Save under a name, or give what is kept another one. */
  purpose: "save" | "rename";
  name: string;
  /** Where it is kept; a new event may choose. */
  keeper: Keeper;
  savedNames: readonly string[];
  shared: readonly SharedEvent[];
  /** Why nothing can be kept in AWS. */
  sharedLocked: string | undefined;
  onSave(name: string, keeper: Keeper): Promise<unknown>;
  onClose(): void;
}

/** Asks for the name of an event and where it is kept, to save it or to rename it. */
export function SaveEventDialog(props: SaveEventDialogProps) {
  const { purpose, name: firstName, savedNames, shared, sharedLocked, onSave, onClose } = props;
  const [name, setName] = useState(firstName);
  const [keeper, setKeeper] = useState<Keeper>(props.keeper);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const isShared = keeper === "shared";
  const theirs = shared.find((event) => event.name === name);
  const isTaken =
    (isShared ? theirs !== undefined : savedNames.includes(name)) &&
    (purpose === "save" || name !== firstName);
  const isNamed =
    (isShared ? sharedNamePattern : eventNamePattern).test(name) || (isShared && isTaken);
  const refusal = !isNamed
    ? isShared
      ? sharedNameWords
      : eventNameWords
    : isTaken && purpose === "rename"
      ? "Another event has this name."
      : undefined;
  const save = async () => {
    if (refusal || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await onSave(name, keeper);
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
      title={purpose === "save" ? "Save this event" : `Rename ${firstName}`}
      description={
        isShared
          ? "Kept in AWS, in the registry lambda-testevent-schemas: everybody with access to the account sees it, in the console too. Do not put secrets into it."
          : "Kept by Lambdeck on this machine, for this function. It is not sent to AWS."
      }
      onSubmit={() => void save()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy} disabled={refusal !== undefined}>
            {purpose === "rename"
              ? "Rename"
              : problem?.kind === "conflict" && theirs
                ? "Save over theirs"
                : "Save"}
          </Button>
        </>
      }
    >
      {purpose === "save" && (
        <div className="flex flex-col gap-1">
          <Segmented<Keeper>
            aria-label="Where to keep it"
            value={keeper}
            onChange={setKeeper}
            options={[
              { value: "saved", label: "Only here" },
              { value: "shared", label: "Shareable, in AWS", disabled: sharedLocked !== undefined },
            ]}
          />
          {sharedLocked && <p className="text-11 text-text-3">Shareable: {sharedLocked}</p>}
        </div>
      )}
      <Field label="Name" problem={name === "" ? undefined : refusal}>
        {(ids) => <Input {...ids} autoFocus maxLength={64} value={name} onChange={setName} />}
      </Field>
      {isTaken && purpose === "save" && !problem && (
        <Note tone="warn">This replaces the event of that name.</Note>
      )}
      {problem && <ProblemView problem={problem} />}
      {problem?.kind === "conflict" && isShared && theirs && (
        <div className="text-12">
          <p className="mb-1 text-text-2">What stands there as {name} now:</p>
          <pre className="code max-h-48 text-11">{theirs.body}</pre>
        </div>
      )}
    </Dialog>
  );
}
