"use client";

import { createContext, type ReactNode, use, useState } from "react";

const Drafts = createContext<Map<string, unknown> | undefined>(undefined);

/** Keeps what was typed in the drawers of a page and not saved, so that closing one loses nothing. */
export function KeptDrafts({ children }: { children: ReactNode }) {
  const [drafts] = useState(() => new Map<string, unknown>());
  return <Drafts value={drafts}>{children}</Drafts>;
}

/** A state that is still there when its drawer is opened again; one key is always of one type. */
export function useKeptDraft<T>(key: string, first: () => T): [draft: T, set: (draft: T) => void] {
  const drafts = use(Drafts);
  const [draft, setDraft] = useState(() => (drafts?.has(key) ? (drafts.get(key) as T) : first()));
  return [
    draft,
    (next) => {
      drafts?.set(key, next);
      setDraft(next);
    },
  ];
}
