"use client";

import type { ReactNode } from "react";

export interface CheckboxProps {
  checked: boolean | "mixed";
  onChange(checked: boolean): void;
  /** Drawn beside the box; without it give `aria-label`. */
  label?: ReactNode;
  disabled?: boolean;
  "aria-label"?: string;
  tabIndex?: number;
}

export function Checkbox({ checked, onChange, label, ...rest }: CheckboxProps) {
  const box = (
    <input
      {...rest}
      type="checkbox"
      className="cb"
      checked={checked === true}
      ref={(element) => {
        if (element) element.indeterminate = checked === "mixed";
      }}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
  if (label === undefined) return box;
  return (
    <label className="inline-flex items-center gap-2">
      {box}
      {label}
    </label>
  );
}

export interface SwitchProps {
  checked: boolean;
  onChange(checked: boolean): void;
  /** Drawn beside the switch; without it give `aria-label`. */
  label?: ReactNode;
  disabled?: boolean;
  /** Why it cannot be changed now. */
  locked?: string;
  "aria-label"?: string;
}

export function Switch({ checked, onChange, label, disabled, locked, ...rest }: SwitchProps) {
  const toggle = (
    <button
      {...rest}
      type="button"
      role="switch"
      aria-checked={checked}
      className="tog"
      disabled={disabled || locked !== undefined}
      title={locked}
      onClick={() => onChange(!checked)}
    />
  );
  if (label === undefined) return toggle;
  return (
    <label className="inline-flex items-center gap-2">
      {toggle}
      {label}
    </label>
  );
}
