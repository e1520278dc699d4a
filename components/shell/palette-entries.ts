"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FileText, LockOpen, Monitor, Moon, Plug, RefreshCw, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ComponentType } from "react";
import { useFunctions } from "@/components/functions/use-functions";
import { useHref } from "@/components/ui/link";
import { formatMemory, plain } from "@/lib/model/format";
import { bestMatches, wordsIn } from "@/lib/model/match-words";
import { FunctionsIcon } from "./nav-icons";
import { navItems } from "./nav-items";
import { applyTheme } from "./preferences";
import { useSession } from "./session";

export interface PaletteEntry {
  id: string;
  group: "Functions" | "Go to" | "Commands" | "Connections";
  label: string;
  detail?: string;
  keys?: readonly string[];
  icon: ComponentType<{ size?: number }>;
  run(): void;
  /** Opens one of a function's pages. */
  goToPage?(page: string): void;
}

/** Everything the palette can find on this connection. */
export function usePaletteEntries(openLock: () => void): PaletteEntry[] {
  const router = useRouter();
  const hrefTo = useHref();
  const queries = useQueryClient();
  const { connection, connections, switchConnection } = useSession();
  const { data } = useFunctions();
  const go = (path: string) => () => router.push(hrefTo(path));
  const isLocked = connection && !connection.writable;
  return [
    ...(data?.functions ?? []).map(({ name, runtime, memoryMb, description }): PaletteEntry => ({
      id: `function ${name}`,
      group: "Functions",
      label: name,
      detail: [runtime ?? "container image", plain(formatMemory(memoryMb)), description]
        .filter(Boolean)
        .join(" \u00b7 "),
      icon: FunctionsIcon,
      run: go(`/functions/${encodeURIComponent(name)}`),
      goToPage: (page) => go(`/functions/${encodeURIComponent(name)}/${page}`)(),
    })),
    ...navItems.map(({ href, label, keys, icon }): PaletteEntry => ({
      id: href,
      group: "Go to",
      label,
      keys: ["G", keys],
      icon,
      run: go(href),
    })),
    ...(connection && (isLocked || connection.unlockedUntil)
      ? [
          {
            id: "lock",
            group: "Commands",
            label: isLocked
              ? `Allow changes on ${connection.label}…`
              : `Allow changes on ${connection.label} for another 15 min…`,
            detail: isLocked ? "read-only now" : "changes on",
            icon: LockOpen,
            run: openLock,
          } as const,
        ]
      : []),
    {
      id: "refresh",
      group: "Commands",
      label: "Refresh now",
      keys: ["Shift", "R"],
      icon: RefreshCw,
      run: () => void queries.invalidateQueries(),
    },
    {
      id: "light",
      group: "Commands",
      label: "Light theme",
      icon: Sun,
      run: () => applyTheme("light"),
    },
    {
      id: "dark",
      group: "Commands",
      label: "Dark theme",
      icon: Moon,
      run: () => applyTheme("dark"),
    },
    {
      id: "system",
      group: "Commands",
      label: "Theme as the system",
      icon: Monitor,
      run: () => applyTheme("system"),
    },
    ...connections.map(({ id, label, region, accountId }): PaletteEntry => ({
      id: `connection ${id}`,
      group: "Connections",
      label,
      detail: [accountId, region, id === connection?.id && "current"]
        .filter(Boolean)
        .join(" \u00b7 "),
      icon: Plug,
      run: () => switchConnection(id),
    })),
  ];
}

const groups = ["Functions", "Go to", "Commands", "Connections"] as const;
const limits = { Functions: 50, "Go to": 10, Commands: 10, Connections: 20 };

/** The entries that match, by group. `>` asks for commands only, `@` for connections only. */
export function choosePaletteEntries(
  entries: readonly PaletteEntry[],
  text: string,
): { groups: (readonly [group: string, members: PaletteEntry[]])[]; query: string } {
  const only = text.startsWith(">") ? "Commands" : text.startsWith("@") ? "Connections" : undefined;
  const query = only ? text.slice(1) : text;
  const found = groups
    .filter((group) => only === undefined || group === only)
    .map((group) => {
      const members = entries.filter((entry) => entry.group === group);
      // Before anything is typed a few functions are enough.
      const limit = group === "Functions" && query === "" ? 6 : limits[group];
      const best = bestMatches(members, query, (entry) => entry.label, limit);
      return [
        group,
        group === "Go to" ? [...functionPages(entries, query), ...best] : best,
      ] as const;
    })
    .filter(([, members]) => members.length > 0);
  return { groups: found, query };
}

const pages = ["test", "logs", "configuration", "concurrency", "triggers", "code", "versions"];

/** `check lo`: the logs of checkout-api. Without a page's name: test and logs of the best function. */
function functionPages(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const words = wordsIn(query);
  const named = pages.filter((page) =>
    words.some((word) => word.length > 1 && page.startsWith(word)),
  );
  const rest = words.filter((word) => !named.some((page) => page.startsWith(word)));
  if (rest.length === 0) return [];
  const functions = entries.filter(({ goToPage }) => goToPage);
  return bestMatches(
    functions,
    rest.join(" "),
    ({ label }) => label,
    named.length > 0 ? 3 : 1,
  ).flatMap((entry) =>
    (named.length > 0 ? named : ["test", "logs"]).map((page) => ({
      id: `${entry.id} ${page}`,
      group: "Go to" as const,
      label: `${entry.label} ${page}`,
      icon: FileText,
      run: () => entry.goToPage?.(page),
    })),
  );
}
