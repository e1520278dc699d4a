"use client";

import { ChevronDown } from "lucide-react";

interface SelectOption<T extends string> {
  value: T;
  label: string;
  disabled?: boolean;
  /** Options of one group stand together under its name. */
  group?: string;
}

export interface SelectProps<T extends string> {
  value: T;
  onChange(value: T): void;
  options: readonly SelectOption<T>[];
  size?: "default" | "small";
  changed?: boolean;
  /** Why it cannot be changed now. */
  locked?: string;
  disabled?: boolean;
  className?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

/** The browser's own select, drawn like the other fields. */
export function Select<T extends string>({
  value,
  onChange,
  options,
  size = "default",
  changed,
  locked,
  disabled,
  className = "",
  ...rest
}: SelectProps<T>) {
  const groups = [...new Set(options.map((option) => option.group))];
  return (
    <span
      className={`field field-select ${size === "small" ? "field-small" : ""} ${className}`}
      data-changed={changed || undefined}
      data-invalid={rest["aria-invalid"] || undefined}
      data-locked={locked !== undefined || undefined}
      title={locked}
    >
      <select
        {...rest}
        value={value}
        disabled={disabled || locked !== undefined}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {groups.map((group) => {
          const items = options
            .filter((option) => option.group === group)
            .map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ));
          return group === undefined ? (
            items
          ) : (
            <optgroup key={group} label={group}>
              {items}
            </optgroup>
          );
        })}
      </select>
      <ChevronDown size={13} aria-hidden />
    </span>
  );
}
