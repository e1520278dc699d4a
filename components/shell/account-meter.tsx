"use client";

import { useQuery } from "@tanstack/react-query";
import { getJson } from "@/components/ui/api";
import { useInSight } from "@/components/ui/use-in-sight";
import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import { formatFullCount } from "@/lib/model/format";
import { useSession } from "./session";

interface Account extends Partial<AccountConcurrency> {
  currentConcurrency?: number;
  peakConcurrency?: number;
}

/** The account's concurrency now and its peak of the day, from `GET /api/account`. */
export function useAccount({ isWanted = true }: { isWanted?: boolean } = {}) {
  const { connectionId, refreshMs } = useSession();
  return useQuery({
    queryKey: ["account", connectionId],
    queryFn: ({ signal }) => getJson<Account>("/api/account", { connection: connectionId }, signal),
    enabled: connectionId !== undefined && isWanted,
    refetchInterval: refreshMs === 0 ? false : Math.max(60_000, refreshMs),
  });
}

/** The foot of the navigation: how much of the account's concurrency is in use. */
export function AccountMeter() {
  const [element, isInSight] = useInSight<HTMLDivElement>();
  const { data } = useAccount({ isWanted: isInSight });
  return (
    <div className="nav-foot" ref={element}>
      {data?.limit !== undefined && <Meter {...data} limit={data.limit} />}
    </div>
  );
}

function Meter({ limit, currentConcurrency, peakConcurrency }: Account & { limit: number }) {
  const percent = (count: number) => `${Math.min(100, (count / limit) * 100)}%`;
  return (
    <>
      <div className="flex justify-between">
        <span className="text-text-2">Concurrency now</span>
        <span>
          <b>{formatFullCount(currentConcurrency)}</b>{" "}
          <span className="text-text-3">/ {formatFullCount(limit)}</span>
        </span>
      </div>
      <svg width="100%" height="8" className="mt-1.5 block" aria-hidden="true">
        <rect width="100%" height="5" y="1" rx="1" fill="var(--surface-3)" />
        <rect
          width={percent(currentConcurrency ?? 0)}
          height="5"
          y="1"
          rx="1"
          fill="var(--c-observed)"
        />
        {peakConcurrency !== undefined && (
          <rect x={percent(peakConcurrency)} width="1.5" height="7" fill="var(--text)" />
        )}
      </svg>
      <div className="mt-1 text-text-3">
        {peakConcurrency === undefined
          ? "its use cannot be read here"
          : `peak ${formatFullCount(peakConcurrency)} in the last 24 h`}
      </div>
    </>
  );
}
