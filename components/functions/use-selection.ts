"use client";

import { useMemo, useState } from "react";

/** The rows marked, and the row the keyboard is on. */
export interface Selection {
  names: ReadonlySet<string>;
  cursor: number;
  has(name: string): boolean;
  set(names: readonly string[]): void;
  toggle(name: string, index: number): void;
  moveTo(index: number): void;
  /** Marks everything between the last toggled row and the cursor. */
  extendTo(index: number): void;
}

export function useSelection(shown: readonly { name: string }[]): Selection {
  const [names, setNames] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState(0);
  const [anchor, setAnchor] = useState(0);
  return useMemo(() => {
    const clamp = (index: number) => Math.max(0, Math.min(index, shown.length - 1));
    return {
      names,
      cursor: clamp(cursor),
      has: (name) => names.has(name),
      set: (next) => setNames(new Set(next)),
      toggle: (name, index) => {
        const next = new Set(names);
        if (!next.delete(name)) next.add(name);
        setNames(next);
        setCursor(index);
        setAnchor(index);
      },
      moveTo: (index) => setCursor(clamp(index)),
      extendTo: (index) => {
        const [from, to] = [Math.min(anchor, index), Math.max(anchor, index)];
        setNames(new Set([...names, ...shown.slice(from, to + 1).map(({ name }) => name)]));
      },
    };
  }, [names, cursor, anchor, shown]);
}
