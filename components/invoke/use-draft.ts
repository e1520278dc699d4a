"use client";

import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { useSession } from "@/components/shell/session";
import { readStored, writeStored } from "@/components/shell/preferences";
import { useHref } from "@/components/ui/link";

/** The event being written. */
export interface Draft {
  text: string;
  /** Of the template or saved event it came from. */
  name: string;
  /** Id of the template, or `saved:NAME` or `shared:NAME`. */
  origin?: string;
  edited: boolean;
}

const firstDraft: Draft = { text: '{\n  "key": "value"\n}', name: "New event", edited: false };
const largestKept = 256 * 1024;

/** What was typed or handed over since the page was loaded: it never depends on the browser's store, which may be full. */
const written = new Map<string, Draft>();

/** The event of a function's Test page; up to 256 KB of it outlive a reload and a look at another page. */
export function useDraft(functionName: string): [Draft, (draft: Draft) => void] {
  const { connectionId } = useSession();
  const key = `draft.${connectionId}.${functionName}`;
  const [, setWrites] = useState(0);
  const change = useCallback(
    (next: Draft) => {
      keep(key, next);
      setWrites((count) => count + 1);
    },
    [key],
  );
  return [written.get(key) ?? remembered(key), change];
}

/** Opens an event in the editor of the function's Test page, in place of what stands there. */
export function useOpenInEditor(): (
  functionName: string,
  event: { text: string; name: string },
) => void {
  const { connectionId } = useSession();
  const router = useRouter();
  const hrefTo = useHref();
  return (functionName, event) => {
    keep(`draft.${connectionId}.${functionName}`, { ...event, edited: false });
    router.push(hrefTo(`/functions/${encodeURIComponent(functionName)}/test`));
  };
}

function keep(key: string, draft: Draft): void {
  written.set(key, draft);
  if (draft.text.length <= largestKept) writeStored(key, draft);
}

/** Read once: another tab's typing does not change what is written here. */
function remembered(key: string): Draft {
  if (typeof window === "undefined") return firstDraft;
  const draft = readStored(key, firstDraft);
  written.set(key, draft);
  return draft;
}
