"use client";

import { cloneElement, lazy, Suspense, useState, type ReactElement, type ReactNode } from "react";
import type { ButtonProps, Icon } from "./button";

export type MenuItem =
  | {
      label: ReactNode;
      onSelect(): void;
      icon?: Icon;
      /** Said after the label, in grey. */
      detail?: ReactNode;
      shortcut?: string;
      danger?: boolean;
      /** Why it cannot be used now. */
      locked?: string;
      disabled?: boolean;
      /** A check mark; the menu stays open when it is toggled. */
      checked?: boolean;
    }
  | { heading: string }
  | "line";

export interface MenuProps {
  /** A Button or IconButton that opens the menu. */
  trigger: ReactElement<ButtonProps>;
  items: readonly MenuItem[];
  align?: "start" | "end";
}

const MenuView = lazy(() => import("./menu-view"));

/** A menu of actions under a button; its code is loaded when it is first opened. */
export function Menu(props: MenuProps) {
  return (
    <OpensOnDemand
      trigger={props.trigger}
      popup="menu"
      view={(state) => <MenuView {...props} {...state} />}
    />
  );
}

export interface PopoverProps {
  trigger: ReactElement<ButtonProps>;
  /** Name for screen readers. */
  label: string;
  align?: "start" | "end";
  /** Anything; gets a function that closes the popover. */
  children(close: () => void): ReactNode;
  /** For a popover that something else opens as well. */
  open?: boolean;
  onOpenChange?(open: boolean): void;
}

const PopoverView = lazy(() => import("./popover-view"));

/** A small panel under a button, for more than a list of actions. */
export function Popover({ open, onOpenChange, ...props }: PopoverProps) {
  return (
    <OpensOnDemand
      trigger={props.trigger}
      popup="dialog"
      controlled={
        open === undefined ? undefined : { open, onOpenChange: onOpenChange ?? (() => {}) }
      }
      view={(state) => <PopoverView {...props} {...state} />}
    />
  );
}

export interface OpenState {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Draws the bare trigger until it is first used; the drawing code of popups is not part of the first load. */
function OpensOnDemand({
  trigger,
  popup,
  controlled,
  view,
}: {
  trigger: ReactElement<ButtonProps>;
  popup: "menu" | "dialog";
  controlled?: OpenState;
  view(state: OpenState): ReactNode;
}) {
  const [wanted, setWanted] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const state = controlled ?? { open: isOpen, onOpenChange: setOpen };
  if (state.open && !wanted) setWanted(true);
  const bare = cloneElement(trigger, {
    "aria-haspopup": popup,
    "aria-expanded": state.open,
    onClick: () => state.onOpenChange(true),
  });
  return wanted ? <Suspense fallback={bare}>{view(state)}</Suspense> : bare;
}
