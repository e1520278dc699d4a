"use client";

import { useCallback, useState } from "react";
import { useSession } from "@/components/shell/session";
import { useStored } from "@/components/shell/use-stored";

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
const largestKept = 256 * 1024;

/** The event of a function's Test page; up to 256 KB of it outlive a reload and a look at another page. */
export function useDraft(functionName: string): [Draft, (draft: Draft) => void] {
  const { connectionId } = useSession();
  const [stored, setStored] = useStored(`draft.${connectionId}.${functionName}`, firstDraft);
  // What is typed never depends on the browser's store, which may be full or switched off.
  const [typed, setTyped] = useState<Draft>();
  const change = useCallback(
    (next: Draft) => {
      setTyped(next);
      if (next.text.length <= largestKept) setStored(next);
    },
    [setStored],
  );
  return [typed ?? stored, change];
}
