"use client";

import { X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { IconButton } from "./button";
import { useKeys } from "./use-keys";

export interface DrawerProps {
  title: ReactNode;
  /** Name for screen readers. */
  label: string;
  onClose(): void;
  children: ReactNode;
  /** Docked under the scrolling part. */
  footer?: ReactNode;
}

/** A column at the right, beside the data and never over it from 1024 px; below that it covers the page. Esc closes. */
export function Drawer({ title, label, onClose, children, footer }: DrawerProps) {
  const drawer = useRef<HTMLElement>(null);
  // Read before a field inside takes the focus for itself.
  const [before] = useState(findOpener);
  useEffect(() => {
    opener = before;
    openDrawers += 1;
    if (!drawer.current?.contains(document.activeElement))
      drawer.current?.focus({ preventScroll: true });
    return () => {
      openDrawers -= 1;
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
  }, [before]);
  useKeys({ escape: onClose });
  return (
    <aside
      ref={drawer}
      tabIndex={-1}
      aria-label={label}
      className="drawer max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-30 max-lg:shadow-3 max-md:w-full"
    >
      <div className="drawer-head">
        <div className="min-w-0 flex-1 truncate">{title}</div>
        <IconButton size="small" icon={X} label="Close" onClick={onClose} />
      </div>
      <div className="drawer-body">{children}</div>
      {footer !== undefined && (
        <div className="flex flex-none items-center gap-2 border-t border-border px-3.5 py-2.5">
          {footer}
        </div>
      )}
    </aside>
  );
}

let opener: HTMLElement | undefined;
let openDrawers = 0;

/** What had the focus before; of drawers that take each other's place, before the first of them. */
function findOpener(): HTMLElement | undefined {
  const active = globalThis.document?.activeElement;
  const isOutside =
    active instanceof HTMLElement &&
    active !== document.body &&
    !active.closest(".drawer, [role=dialog]");
  if (isOutside) return active;
  return openDrawers > 0 ? opener : undefined;
}
