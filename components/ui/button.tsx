"use client";

import { Lock, RotateCw } from "lucide-react";
import type { ComponentType, MouseEvent, ReactNode, Ref } from "react";
import { Kbd } from "./kbd";
import { Tooltip } from "./tooltip";

export type Icon = ComponentType<{ size?: number; className?: string; "aria-hidden"?: boolean }>;

export interface ButtonProps {
  children?: ReactNode;
  onClick?(event: MouseEvent<HTMLButtonElement>): void;
  kind?: "default" | "primary" | "ghost" | "danger";
  size?: "default" | "small";
  icon?: Icon;
  /** The key that does the same. */
  shortcut?: string;
  /** Work under way: the icon turns and further clicks do nothing. */
  busy?: boolean;
  /** Why it cannot be used now: shows a lock and the reason; stays focusable so that the reason can be read. */
  locked?: string;
  disabled?: boolean;
  type?: "button" | "submit";
  /** A toggle's state. */
  pressed?: boolean;
  title?: string;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
  "aria-label"?: string;
  "aria-haspopup"?: "menu" | "dialog" | "listbox";
  "aria-expanded"?: boolean;
}

export function Button({
  children,
  onClick,
  kind = "default",
  size = "default",
  icon: Given,
  shortcut,
  busy = false,
  locked,
  disabled = false,
  type = "button",
  pressed,
  title,
  className = "",
  ref,
  ...rest
}: ButtonProps) {
  const inert = locked !== undefined || busy;
  const Shown = locked !== undefined ? Lock : busy ? RotateCw : Given;
  const names = ["btn", kindClass[kind], size === "small" && "btn-small", className];
  return (
    <Tooltip text={locked ?? title}>
      <button
        ref={ref}
        type={type}
        className={names.filter(Boolean).join(" ")}
        disabled={disabled}
        aria-disabled={locked !== undefined || undefined}
        aria-busy={busy || undefined}
        aria-pressed={pressed}
        onClick={(event) => (inert ? event.preventDefault() : onClick?.(event))}
        {...rest}
      >
        {Shown && <Shown size={13} aria-hidden className={busy ? "spin" : undefined} />}
        {children}
        {shortcut && <Kbd>{shortcut}</Kbd>}
      </button>
    </Tooltip>
  );
}

const kindClass = { default: "", primary: "btn-primary", ghost: "btn-ghost", danger: "btn-danger" };

/** A square button with only an icon; `label` is its name and tooltip. */
export function IconButton({
  label,
  icon,
  kind = "ghost",
  className = "",
  ...rest
}: Omit<ButtonProps, "children" | "title" | "icon"> & { label: string; icon: Icon }) {
  return (
    <Button
      {...rest}
      kind={kind}
      icon={icon}
      className={`btn-icon ${className}`}
      title={label}
      aria-label={label}
    />
  );
}
