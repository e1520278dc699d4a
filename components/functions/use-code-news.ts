"use client";

import { useEffect, useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { toast } from "@/components/ui/toast";
import { sourceOf } from "@/lib/model/source-tag";

interface DeployedCode {
  name: string;
  codeSha256?: string;
  lastModified?: string;
  tags?: Record<string, string>;
}

/** How often functions that are deployed from a folder are asked for; they may be saved at any moment. */
export const followMs = 2_000;

/**
 * Says so when a function that is deployed from a folder has other code than when it was last read. Gives the time
 * of its change by name, of those that changed while the page was open.
 */
export function useCodeNews(functions: readonly DeployedCode[]): ReadonlyMap<string, number> {
  const { connectionId } = useSession();
  const known = useRef(new Map<string, string>());
  const [changedMs, setChangedMs] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    const changed = functions.filter(({ name, codeSha256, tags }) => {
      if (codeSha256 === undefined || sourceOf(tags) === undefined) return false;
      const key = `${connectionId} ${name}`;
      const before = known.current.get(key);
      known.current.set(key, codeSha256);
      return before !== undefined && before !== codeSha256;
    });
    if (changed.length === 0) return;
    const [first] = changed;
    toast.info(
      changed.length === 1
        ? `New code in ${first?.name}`
        : `New code in ${changed.length} functions`,
      {
        description:
          changed.length === 1
            ? `from ${sourceOf(first?.tags)}`
            : changed.map(({ name }) => name).join(", "),
      },
    );
    setChangedMs((before) => {
      const next = new Map(before);
      for (const { name, lastModified } of changed)
        next.set(name, lastModified === undefined ? Date.now() : Date.parse(lastModified));
      return next;
    });
  }, [functions, connectionId]);
  return changedMs;
}
