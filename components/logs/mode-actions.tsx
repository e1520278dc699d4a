"use client";

import { createContext, use, type ReactNode } from "react";
import { createPortal } from "react-dom";

const Slot = createContext<HTMLElement | null>(null);

/** The place in the view's head for the actions of its mode. */
export const ModeActionsSlot = Slot.Provider;

/**
 * Puts a mode's own actions into the head of the log view. The head stays while modes change, so that the switch
 * keeps the focus.
 */
export function ModeActions({ children }: { children: ReactNode }) {
  const slot = use(Slot);
  return slot && createPortal(children, slot);
}
