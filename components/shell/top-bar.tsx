"use client";

import { CircleQuestionMark, Search } from "lucide-react";
import { ConnectionSwitcher } from "@/components/connections/connection-switcher";
import { isProduction } from "@/components/connections/is-production";
import { WriteLock } from "@/components/connections/write-lock";
import { IconButton } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { Mark } from "./nav-icons";
import type { Theme } from "./preferences";
import { RefreshMenu } from "./refresh-menu";
import { useSession } from "./session";
import { ThemeMenu } from "./theme-menu";
import { TimeRangePicker } from "./time-range-picker";

export interface TopBarProps {
  theme: Theme;
  openPalette(): void;
  openShortcuts(): void;
  isLockOpen: boolean;
  setLockOpen(open: boolean): void;
}

export function TopBar({
  theme,
  openPalette,
  openShortcuts,
  isLockOpen,
  setLockOpen,
}: TopBarProps) {
  const { connection } = useSession();
  return (
    <header className="top" data-production={(connection && isProduction(connection)) || undefined}>
      <Link href="/functions" className="brand" aria-label="Lambdeck, functions">
        <Mark />
        <span>Lambdeck</span>
      </Link>
      <ConnectionSwitcher />
      <WriteLock isOpen={isLockOpen} setOpen={setLockOpen} />
      <button
        type="button"
        className="search-button"
        onClick={openPalette}
        aria-label="Search functions, run a command"
      >
        <Search size={16} aria-hidden />
        <span>Search functions, run a command…</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <TimeRangePicker />
      <span className="max-md:hidden flex gap-2">
        <RefreshMenu />
        <ThemeMenu initial={theme} />
        <IconButton icon={CircleQuestionMark} label="Shortcuts (?)" onClick={openShortcuts} />
      </span>
    </header>
  );
}
