"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useId, useRef, type ReactNode } from "react";
import {
  type ConfigurationField,
  type ConfigurationForm,
  fieldLabels,
  fieldProblem,
  shownValue,
} from "@/lib/model/configuration-form";

/** The form as its parts see it. */
export interface FormState {
  /** What AWS has. */
  saved: ConfigurationForm;
  /** With what the user has typed. */
  form: ConfigurationForm;
  set<F extends ConfigurationField>(field: F, value: ConfigurationForm[F]): void;
  isChanged(field: ConfigurationField): boolean;
  /** Why nothing can be changed now. */
  locked: string | undefined;
}

/** A group of settings under a heading, as a row of the page. */
export function SettingGroup({
  title,
  about,
  aside,
  children,
}: {
  title: string;
  about?: ReactNode;
  /** Actions under the heading. */
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid grid-cols-[220px_minmax(0,640px)] gap-x-8 gap-y-3 border-b border-border px-4 py-5 max-lg:grid-cols-1"
    >
      <div>
        <h2 id={id} className="text-13 font-semibold">
          {title}
        </h2>
        {about && <div className="mt-1 text-12 text-text-3">{about}</div>}
        {aside && <div className="mt-2 flex flex-wrap gap-2">{aside}</div>}
      </div>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}

export interface ControlProps {
  id: string;
  changed: boolean;
  locked: string | undefined;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean;
}

/** One setting: label, control, what it was, its range, and what is wrong with it. */
export function Setting({
  field,
  state,
  hint,
  children,
}: {
  field: ConfigurationField;
  state: FormState;
  hint?: ReactNode;
  /** Gets what every control of the house takes. */
  children(props: ControlProps): ReactNode;
}) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  // A page that advises a change leads to its setting.
  const isWanted = useSearchParams().get("field") === field;
  useEffect(() => {
    if (isWanted) place.current?.querySelector("input")?.focus();
  }, [isWanted]);
  const changed = state.isChanged(field);
  const problem = changed ? fieldProblem(field, state.form) : undefined;
  const describedBy = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div ref={place} className="flex min-w-0 flex-col gap-1">
      <div className="flex items-baseline gap-2">
        <label htmlFor={id} className="text-12 font-medium">
          {fieldLabels[field]}
        </label>
        {changed && (
          <span className="truncate text-11 text-pend">
            was {shownValue(field, state.saved) || "not set"}
          </span>
        )}
      </div>
      {children({
        id,
        changed,
        locked: state.locked,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": problem !== undefined,
      })}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-11 text-danger">
          {problem}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-11 text-text-3">
          {hint}
        </p>
      )}
    </div>
  );
}
