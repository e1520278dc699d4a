"use client";

import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useState, type ReactNode } from "react";
import { BudgetBanner } from "@/components/api-use/budget-banner";
import { ConnectionBanner } from "@/components/connections/connection-banner";
import { PlanBanner } from "@/components/plan/plan-banner";
import { useHref } from "@/components/ui/link";
import { Toaster } from "@/components/ui/toaster";
import { allowSingleKeys, useKeys, type KeyMap } from "@/components/ui/use-keys";
import { useRememberFunction } from "./known-functions";
import { Nav, TabBar } from "./nav";
import { navItems } from "./nav-items";
import type { Theme } from "./preferences";
import { useSession } from "./session";
import { ShortcutSheet } from "./shortcut-sheet";
import { StatusBar, StatusProvider } from "./status";
import { ThrottleBanner } from "./throttle-banner";
import { TopBar } from "./top-bar";
import { useStored } from "./use-stored";

const CommandPalette = dynamic(() => import("./command-palette"), { ssr: false });

/** The frame around every page. */
export function Shell({ theme, children }: { theme: Theme; children: ReactNode }) {
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isLockOpen, setLockOpen] = useState(false);
  const isBoard = usePathname() === "/concurrency";
  // The board needs the width; which of the two is remembered apart from the other pages.
  const [isRail, setRail] = useStored(isBoard ? "rail.board" : "rail", isBoard);
  const [singleKeys] = useStored("singleKeys", true);
  useEffect(() => allowSingleKeys(singleKeys), [singleKeys]);
  useRememberFunction();
  useKeys({
    ...useNavigationKeys(),
    "mod+k": () => setPaletteOpen(true),
    "?": () => setSheetOpen(true),
    "\\": () => setRail(!isRail),
  });
  return (
    <StatusProvider>
      <a href="#main" className="btn skip-link">
        Skip to content
      </a>
      <div className="app" data-rail={isRail || undefined}>
        <TopBar
          theme={theme}
          openPalette={() => setPaletteOpen(true)}
          openShortcuts={() => setSheetOpen(true)}
          isLockOpen={isLockOpen}
          setLockOpen={setLockOpen}
        />
        <div className="banners">
          <ConnectionBanner />
          <ThrottleBanner />
          <BudgetBanner />
          <PlanBanner />
        </div>
        <Nav />
        <main className="main" id="main" tabIndex={-1}>
          {children}
        </main>
        <StatusBar />
        <TabBar />
      </div>
      {isPaletteOpen && (
        <CommandPalette onClose={() => setPaletteOpen(false)} openLock={() => setLockOpen(true)} />
      )}
      <ShortcutSheet open={isSheetOpen} onOpenChange={setSheetOpen} />
      <Toaster />
    </StatusProvider>
  );
}

function useNavigationKeys(): KeyMap {
  const router = useRouter();
  const hrefTo = useHref();
  const queries = useQueryClient();
  const { zone, setZone } = useSession();
  return {
    ...Object.fromEntries(
      navItems.map(({ href, keys }) => [
        `g ${keys.toLowerCase()}`,
        () => router.push(hrefTo(href)),
      ]),
    ),
    t: () => setZone(zone === "utc" ? "local" : "utc"),
    "shift+r": () => void queries.invalidateQueries(),
  };
}
