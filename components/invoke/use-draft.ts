"use client";

import { useCallback, useState, useEffect } from "react";
import { readStored, writeStored } from "@/components/shell/preferences";
import { useSession } from "@/components/shell/session";

/** The event being written. */
export interface Draft {
  text: string;
  /** Of the template or saved event it came from. */
  name: string;
  /** Id of the template, or `saved:NAME`. */
  origin?: string;
  edited: boolean;
}

const firstDraft: Draft = { text: '{\n  "key": "value"\n}', name: "New event", edited: false };
const largestKept = 512 * 1024;

/** The event of a function's Test page; it outlives a reload and a look at another page. */
export function useDraft(functionName: string): [Draft, (draft: Draft) => void] {
  const { connectionId } = useSession();
  const key = `draft.${connectionId}.${functionName}`;
  const [draft, setDraft] = useState(firstDraft);
  // Read after the first paint: the server does not know it.
  useEffect(() => setDraft(readStored(key, firstDraft)), [key]);
  const change = useCallback(
    (next: Draft) => {
      setDraft(next);
      if (next.text.length <= largestKept) writeStored(key, next);
    },
    [key],
  );
  return [draft, change];
}
