"use client";

import type { KeyboardEvent, ReactNode } from "react";

export interface SegmentedProps<T extends string> {
  value: T;
  onChange(value: T): void;
  options: readonly { value: T; label: ReactNode; disabled?: boolean }[];
  /** What is being chosen. */
  "aria-label": string;
  size?: "default" | "small";
}

/** A choice of a few, all visible; arrow keys move. */
export function Segmented<T extends string>({
  value,
  onChange,
  options,
  size = "default",
  ...rest
}: SegmentedProps<T>) {
  return (
    <div
      {...rest}
      role="radiogroup"
      className={`seg ${size === "small" ? "seg-small" : ""}`}
      onKeyDown={moveFocus}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          disabled={option.disabled}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

/** Left and Right (Home, End) among the enabled buttons of a group; the one reached is also chosen. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button:not(:disabled)")];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const to = {
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    Home: 0,
    End: -1,
  }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const next = buttons.at(to % buttons.length);
  next?.focus();
  next?.click();
}
