"use client";

import { useState, type ReactNode } from "react";
import type { Problem } from "@/lib/model/problem";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field, Input } from "./field";
import { ProblemView, problemOf } from "./problem-view";

/** One value of a change: `Memory 128 MB -> 256 MB`. A missing `before` is something new, a missing `after` goes away. */
export interface ChangedValue {
  label: string;
  before?: ReactNode;
  after?: ReactNode;
}

export interface ConfirmChangeProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** A question: `Change the memory of checkout-api?` */
  title: string;
  values: readonly ChangedValue[];
  /** Notes: consequences, who owns the function, what cannot be undone. */
  children?: ReactNode;
  /** Verb first: `Save`, `Delete function`. */
  action: string;
  danger?: boolean;
  /** There is nothing to confirm yet. */
  disabled?: boolean;
  /** The user must type this to go on. */
  typeToConfirm?: string;
  /** Sends the change. The dialog shows progress, stays open with the problem when it fails, closes when done. */
  onConfirm(): Promise<unknown>;
}

/** Shows old -> new before anything is written. */
export function ConfirmChange(props: ConfirmChangeProps) {
  const { open, onOpenChange, title, values, children, action, danger, typeToConfirm, onConfirm } =
    props;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [typed, setTyped] = useState("");
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    setProblem(undefined);
    setTyped("");
  }

  const blocked = props.disabled || (typeToConfirm !== undefined && typed !== typeToConfirm);
  const confirm = async () => {
    if (busy || blocked) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !busy && onOpenChange(next)}
      title={title}
      onSubmit={() => void confirm()}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} disabled={busy} shortcut="Esc">
            Cancel
          </Button>
          <Button type="submit" kind={danger ? "danger" : "primary"} busy={busy} disabled={blocked}>
            {action}
          </Button>
        </>
      }
    >
      {values.length > 0 && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-12">
          {values.map(({ label, before, after }) => (
            <div key={label} className="contents">
              <dt className="text-text-3">{label}</dt>
              <dd className="min-w-0 break-words">
                <OldNew before={before} after={after} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {children}
      {typeToConfirm !== undefined && (
        <Field label={`Type ${typeToConfirm} to confirm`}>
          {(ids) => <Input {...ids} mono value={typed} onChange={setTyped} />}
        </Field>
      )}
      {problem && <ProblemView problem={problem} />}
    </Dialog>
  );
}

/** `120 -> 180`, with words for what is new or goes away. */
export function OldNew({ before, after }: { before?: ReactNode; after?: ReactNode }) {
  const isAbsent = (value: ReactNode) => value === undefined || value === null || value === "";
  return (
    <>
      <span className="text-text-2">{isAbsent(before) ? "not set" : before}</span>
      <span className="text-text-3">
        {" "}
        <span aria-hidden="true">{"\u2192"}</span>
        <span className="sr-only">becomes</span>{" "}
      </span>
      <span className="font-semibold text-pend">{isAbsent(after) ? "not set" : after}</span>
    </>
  );
}
