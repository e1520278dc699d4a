"use client";

import { Lock } from "lucide-react";
import {
  useId,
  type ChangeEvent,
  type HTMLInputTypeAttribute,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from "react";

export interface FieldProps {
  label: string;
  /** Under the label: range, unit, what it does. */
  hint?: ReactNode;
  /** What is wrong with the value; announced. */
  problem?: string;
  /** Gets the ids that connect label, hint and problem with the control. */
  children(ids: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean;
  }): ReactNode;
}

/** A label above a control, with hint and problem: `<Field label="Name">{(ids) => <Input {...ids} … />}</Field>`. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-12 font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": describedBy || undefined, "aria-invalid": !!problem })}
      {hint && (
        <div id={`${id}-hint`} className="text-11 text-text-3">
          {hint}
        </div>
      )}
      {problem && (
        <div id={`${id}-problem`} role="alert" className="text-11 text-danger">
          {problem}
        </div>
      )}
    </div>
  );
}

interface Connected {
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

export interface InputProps extends Connected {
  value: string;
  onChange(value: string): void;
  type?: HTMLInputTypeAttribute;
  placeholder?: string;
  size?: "default" | "small";
  /** The value differs from what AWS has. */
  changed?: boolean;
  /** Why it cannot be changed now. */
  locked?: string;
  disabled?: boolean;
  autoFocus?: boolean;
  spellCheck?: boolean;
  maxLength?: number;
  /** Id of a datalist with suggestions. */
  list?: string;
  /** Drawn inside, before and after the text. */
  before?: ReactNode;
  after?: ReactNode;
  /** Code font. */
  mono?: boolean;
  className?: string;
  ref?: Ref<HTMLInputElement>;
  /** Of a field that chooses from a list of the page. */
  role?: "combobox";
  "aria-expanded"?: boolean;
  "aria-controls"?: string;
  "aria-activedescendant"?: string;
  onEnter?(): void;
  onKeyDown?(event: KeyboardEvent<HTMLInputElement>): void;
  onBlur?(): void;
}

export function Input({
  value,
  onChange,
  size = "default",
  changed,
  locked,
  before,
  after,
  mono,
  className = "",
  onEnter,
  onKeyDown,
  disabled,
  type = "text",
  spellCheck = false,
  ...rest
}: InputProps) {
  return (
    <span
      className={`field ${size === "small" ? "field-small" : ""} ${className}`}
      data-changed={changed || undefined}
      data-invalid={rest["aria-invalid"] || undefined}
      data-locked={locked !== undefined || disabled || undefined}
      title={locked}
    >
      {before}
      <input
        {...rest}
        type={type}
        spellCheck={spellCheck}
        autoComplete="off"
        className={mono ? "code-text" : undefined}
        value={value}
        readOnly={locked !== undefined}
        disabled={disabled}
        onChange={(event: ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
        onKeyDown={(event) => {
          onKeyDown?.(event);
          if (event.key === "Enter") onEnter?.();
        }}
      />
      {after}
      {locked !== undefined && <Lock size={13} aria-hidden />}
    </span>
  );
}

export interface TextareaProps extends Connected {
  value: string;
  onChange(value: string): void;
  rows?: number;
  placeholder?: string;
  changed?: boolean;
  locked?: string;
  mono?: boolean;
  className?: string;
}

export function Textarea({
  value,
  onChange,
  changed,
  locked,
  mono,
  className = "",
  rows = 3,
  ...rest
}: TextareaProps) {
  return (
    <span
      className={`field field-area ${className}`}
      data-changed={changed || undefined}
      data-invalid={rest["aria-invalid"] || undefined}
      data-locked={locked !== undefined || undefined}
    >
      <textarea
        {...rest}
        rows={rows}
        spellCheck={false}
        className={mono ? "code-text" : undefined}
        value={value}
        readOnly={locked !== undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}

export interface NumberFieldProps extends Connected {
  /** undefined: empty. */
  value: number | undefined;
  onChange(value: number | undefined): void;
  min?: number;
  max?: number;
  /** What the buttons and arrow keys add; Shift adds ten times as much. */
  step?: number;
  /** Shown after the number when there are no buttons. */
  unit?: string;
  /** Minus and plus buttons at the sides. */
  stepper?: boolean;
  /** A number the page is about. */
  large?: boolean;
  changed?: boolean;
  locked?: string;
  disabled?: boolean;
  autoFocus?: boolean;
  className?: string;
  onEnter?(): void;
}

/** Whole numbers. Typing is never corrected; the caller says what is wrong (see `numberProblem`). */
export function NumberField({
  value,
  onChange,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  step = 1,
  unit,
  stepper = false,
  large = false,
  changed,
  locked,
  disabled,
  className = large ? "" : "w-24",
  onEnter,
  ...rest
}: NumberFieldProps) {
  const frozen = locked !== undefined || disabled;
  const move = (by: number) => onChange(Math.min(max, Math.max(min, (value ?? min) + by)));
  return (
    <span
      className={`field ${stepper ? "field-stepper" : ""} ${large ? "field-large" : ""} ${className}`}
      data-changed={changed || undefined}
      data-invalid={rest["aria-invalid"] || undefined}
      data-locked={frozen || undefined}
      title={locked}
    >
      {stepper && (
        <button
          type="button"
          tabIndex={-1}
          className="step"
          aria-label="Less"
          disabled={frozen || (value ?? min) <= min}
          onClick={() => move(-step)}
        >
          {"\u2212"}
        </button>
      )}
      <input
        {...rest}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={value === undefined ? "" : Number.isNaN(value) ? "" : String(value)}
        readOnly={locked !== undefined}
        disabled={disabled}
        onChange={(event) => {
          const digits = event.target.value.replace(/[^0-9]/g, "");
          onChange(digits === "" ? undefined : Number(digits));
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") onEnter?.();
          if (frozen || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
          event.preventDefault();
          move((event.key === "ArrowUp" ? step : -step) * (event.shiftKey ? 10 : 1));
        }}
      />
      {unit && <span className="text-text-3">{unit}</span>}
      {stepper && (
        <button
          type="button"
          tabIndex={-1}
          className="step"
          aria-label="More"
          disabled={frozen || (value ?? min) >= max}
          onClick={() => move(step)}
        >
          +
        </button>
      )}
    </span>
  );
}
