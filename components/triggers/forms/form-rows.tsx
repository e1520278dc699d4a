"use client";

import type { ReactNode } from "react";
import { Switch } from "@/components/ui/checkbox";
import { Field, Input, NumberField, Textarea } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

/** What every form of a trigger gets. */
export interface FormProps<Draft> {
  draft: Draft;
  /** What AWS has; absent for a new trigger. */
  saved: Draft | undefined;
  onChange(draft: Draft): void;
  problems: Record<string, string>;
  locked: string | undefined;
}

/** Whether a field differs from what AWS has. */
export function isChanged<Draft extends object>(
  { draft, saved }: Pick<FormProps<Draft>, "draft" | "saved">,
  field: keyof Draft,
): boolean {
  return saved !== undefined && JSON.stringify(draft[field]) !== JSON.stringify(saved[field]);
}

interface RowProps {
  label: string;
  hint?: ReactNode;
  problem?: string;
  changed?: boolean;
  locked?: string;
}

/** A number at the right of its label. */
export function NumberRow({
  label,
  hint,
  problem,
  value,
  was,
  onChange,
  ...rest
}: RowProps & {
  value: number | undefined;
  /** What AWS has, in words; shown where the value differs. */
  was?: string;
  unit?: string;
  min?: number;
  max?: number;
  onChange(value: number | undefined): void;
}) {
  return (
    <div className="[&>div]:grid [&>div]:grid-cols-[minmax(0,1fr)_auto] [&>div]:gap-x-3 [&>div>.field]:row-span-2 [&>div>.field]:self-center [&_input]:text-right">
      <Field
        label={label}
        hint={rest.changed && was ? `${String(hint)} \u00b7 was ${was}` : hint}
        problem={problem}
      >
        {(ids) => (
          <NumberField
            {...ids}
            {...rest}
            value={value === undefined || Number.isNaN(value) ? undefined : value}
            onChange={onChange}
          />
        )}
      </Field>
    </div>
  );
}

/** A line of text under its label. */
export function TextRow({
  label,
  hint,
  problem,
  ...rest
}: RowProps & {
  value: string;
  placeholder?: string;
  mono?: boolean;
  list?: string;
  onChange(value: string): void;
}) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ids) => <Input {...ids} {...rest} />}
    </Field>
  );
}

/** Several lines of code. */
export function CodeRow({
  label,
  hint,
  problem,
  ...rest
}: RowProps & {
  value: string;
  rows?: number;
  placeholder?: string;
  onChange(value: string): void;
}) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ids) => <Textarea {...ids} {...rest} mono className="w-full" />}
    </Field>
  );
}

export function SelectRow<T extends string>({
  label,
  hint,
  problem,
  ...rest
}: RowProps & {
  value: T;
  options: readonly { value: T; label: string; disabled?: boolean; group?: string }[];
  onChange(value: T): void;
}) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ids) => <Select {...ids} {...rest} />}
    </Field>
  );
}

/** On or off, at the right of its label. */
export function SwitchRow({
  label,
  hint,
  problem,
  locked,
  checked,
  onChange,
}: RowProps & { checked: boolean; onChange(checked: boolean): void }) {
  return (
    <div>
      <div className="flex items-center justify-between gap-3">
        <span>
          <span className="block text-12 font-medium">{label}</span>
          {hint && <span className="block text-11 text-text-3">{hint}</span>}
        </span>
        <Switch aria-label={label} checked={checked} locked={locked} onChange={onChange} />
      </div>
      {problem && (
        <p role="alert" className="text-11 text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

/** What few people set, folded away until it is asked for or wrong. */
export function MoreSettings({
  label = "More settings",
  open,
  children,
}: {
  label?: string;
  open: boolean;
  children: ReactNode;
}) {
  return (
    <details open={open} className="group border-t border-border pt-2.5">
      <summary className="text-12 font-medium text-text-2">{label}</summary>
      <div className="mt-2.5 flex flex-col gap-3">{children}</div>
    </details>
  );
}
