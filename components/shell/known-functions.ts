"use client";

import { usePathname } from "next/navigation";
import { useCallback, useEffect } from "react";
import { readStored, writeStored } from "./preferences";
import { useSession } from "./session";
import { useStored } from "./use-stored";

type NamesByConnection = Record<string, string[]>;

const nothing: NamesByConnection = {};
const recentCount = 6;

/** Functions the user pinned or opened lately on this connection; kept in the browser. */
export function useKnownFunctions() {
  const { connectionId = "" } = useSession();
  const [pinned, setPinned] = useStored("pinned", nothing);
  const [recent, setRecent] = useStored("recent", nothing);
  const names = pinned[connectionId] ?? [];
  const togglePin = useCallback(
    (name: string) => {
      const now = pinned[connectionId] ?? [];
      const next = now.includes(name) ? now.filter((one) => one !== name) : [...now, name];
      setPinned({ ...pinned, [connectionId]: next });
    },
    [pinned, connectionId, setPinned],
  );
  const forget = useCallback(
    (name: string) => {
      const without = (kept: NamesByConnection) => ({
        ...kept,
        [connectionId]: (kept[connectionId] ?? []).filter((one) => one !== name),
      });
      setPinned(without(pinned));
      setRecent(without(recent));
    },
    [pinned, recent, connectionId, setPinned, setRecent],
  );
  return {
    pinned: names,
    recent: (recent[connectionId] ?? []).filter((name) => !names.includes(name)),
    togglePin,
    /** For a function that was deleted. */
    forget,
  };
}

/** Remembers the function whose page is open. Once, in the shell. */
export function useRememberFunction(): void {
  const { connectionId = "" } = useSession();
  const [, encoded] = /^\/functions\/([^/]+)/.exec(usePathname()) ?? [];
  // Only when a page opens: a function that is forgotten while its page is still there stays forgotten.
  useEffect(() => {
    if (encoded === undefined || connectionId === "") return;
    const name = decodeURIComponent(encoded);
    const recent = readStored("recent", nothing);
    const before = recent[connectionId] ?? [];
    if (before[0] === name) return;
    const next = [name, ...before.filter((one) => one !== name)].slice(0, recentCount);
    writeStored("recent", { ...recent, [connectionId]: next });
  }, [encoded, connectionId]);
}
