"use client";

import { usePathname } from "next/navigation";
import { useCallback, useEffect } from "react";
import { useSession } from "./session";
import { useStored } from "./use-stored";

type NamesByConnection = Record<string, string[]>;

const nothing: NamesByConnection = {};
const recentCount = 6;

/** Functions the user pinned or opened lately on this connection; kept in the browser. */
export function useKnownFunctions() {
  const { connectionId = "" } = useSession();
  const [pinned, setPinned] = useStored("pinned", nothing);
  const [recent] = useStored("recent", nothing);
  const names = pinned[connectionId] ?? [];
  const togglePin = useCallback(
    (name: string) => {
      const now = pinned[connectionId] ?? [];
      const next = now.includes(name) ? now.filter((one) => one !== name) : [...now, name];
      setPinned({ ...pinned, [connectionId]: next });
    },
    [pinned, connectionId, setPinned],
  );
  return {
    pinned: names,
    recent: (recent[connectionId] ?? []).filter((name) => !names.includes(name)),
    togglePin,
  };
}

/** Remembers the function whose page is open. Once, in the shell. */
export function useRememberFunction(): void {
  const { connectionId = "" } = useSession();
  const [recent, setRecent] = useStored("recent", nothing);
  const [, encoded] = /^\/functions\/([^/]+)/.exec(usePathname()) ?? [];
  useEffect(() => {
    if (encoded === undefined || connectionId === "") return;
    const name = decodeURIComponent(encoded);
    const before = recent[connectionId] ?? [];
    if (before[0] === name) return;
    const next = [name, ...before.filter((one) => one !== name)].slice(0, recentCount);
    setRecent({ ...recent, [connectionId]: next });
  }, [encoded, connectionId, recent, setRecent]);
}
