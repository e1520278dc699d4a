"use client";

import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";
import { ApiUse } from "@/components/api-use/api-use";
import { Kbd } from "@/components/ui/kbd";
import { formatClock } from "@/lib/model/format";
import { useSession } from "./session";

/** What a page says in the status bar. */
export interface PageStatus {
  /** Keys of the page and what they do: `[["J", "K"], "move"]`. */
  keys?: readonly (readonly [keys: readonly string[], does: string])[];
  /** Where the numbers come from, e.g. `CloudWatch \u00b7 5 min steps`. */
  source?: string;
  /** When the page's data was read. */
  updatedAtMs?: number;
}

const SetStatusContext = createContext<(status: PageStatus) => void>(() => {});
const StatusContext = createContext<PageStatus>({});

export function StatusProvider({ children }: { children: ReactNode }) {
  const [status, setStatus] = useState<PageStatus>({});
  return (
    <SetStatusContext value={setStatus}>
      <StatusContext value={status}>{children}</StatusContext>
    </SetStatusContext>
  );
}

/** Shows a page's keys and the age of its data in the status bar while the page is there. */
export function useStatus({ keys, source, updatedAtMs }: PageStatus): void {
  const setStatus = use(SetStatusContext);
  const keysText = JSON.stringify(keys);
  const status = useMemo<PageStatus>(
    () => ({
      keys: keysText === undefined ? undefined : JSON.parse(keysText),
      source,
      updatedAtMs,
    }),
    [keysText, source, updatedAtMs],
  );
  useEffect(() => {
    setStatus(status);
    return () => setStatus({});
  }, [setStatus, status]);
}

export function usePageStatus(): PageStatus {
  return use(StatusContext);
}

export function StatusBar() {
  const { keys = [], source, updatedAtMs } = usePageStatus();
  const { zone } = useSession();
  return (
    <footer className="status">
      <div className="status-keys">
        {[...keys, [["?"], "all shortcuts"] as const].map(([names, does]) => (
          <span key={does}>
            {names.map((name) => (
              <Kbd key={name}>{name}</Kbd>
            ))}
            {does}
          </span>
        ))}
      </div>
      <div className="ml-auto flex items-center gap-1 overflow-hidden [&>*+*]:before:mr-1 [&>*+*]:before:content-['·']">
        {source && <span>{source}</span>}
        {updatedAtMs !== undefined && <span>updated {formatClock(updatedAtMs, zone)}</span>}
        <ApiUse />
      </div>
    </footer>
  );
}
