"use client";

import { useAccount } from "@/components/shell/account-meter";
import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import { formatFullCount } from "@/lib/model/format";

/** The account's pool to scale: this function's part, the others', what is free, what AWS keeps. */
export function AccountPool({
  account,
  reserved,
}: {
  account: AccountConcurrency | undefined;
  reserved: number | null;
}) {
  const { data: use } = useAccount();
  if (!account) return null;
  const { limit, unreserved, floor } = account;
  const own = reserved ?? 0;
  const others = Math.max(0, limit - unreserved - own);
  const free = Math.max(0, unreserved - floor);
  const share = (count: number) => `${limit > 0 ? (count / limit) * 100 : 0}%`;
  const parts = [
    { label: "Reserved by this function", count: own, colour: "var(--c-reserved)" },
    { label: "Reserved by others", count: others, colour: "var(--c-observed)" },
    { label: "Can still be reserved", count: free, colour: "var(--surface-3)" },
    {
      label: "AWS keeps unreserved",
      count: Math.min(floor, unreserved),
      colour:
        "repeating-linear-gradient(135deg, var(--border-strong) 0 1px, var(--surface-3) 1px 4px)",
    },
  ];
  return (
    <section className="flex flex-col gap-2 p-4" aria-label="Account pool">
      <div className="flex items-baseline justify-between">
        <h2 className="text-12 font-semibold">Account pool</h2>
        <span className="text-11 text-text-3">limit {formatFullCount(limit)}</span>
      </div>
      <div className="flex h-3 overflow-hidden rounded-1" aria-hidden>
        {parts.map(({ label, count, colour }) => (
          <i key={label} style={{ width: share(count), background: colour }} />
        ))}
      </div>
      <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 text-12">
        {parts.map(({ label, count, colour }) => (
          <div key={label} className="contents">
            <dt className="flex items-center gap-1.5 text-text-2">
              <i aria-hidden className="size-2 rounded-1" style={{ background: colour }} />
              {label}
            </dt>
            <dd className="text-right">{formatFullCount(count)}</dd>
          </div>
        ))}
        <dt className="mt-1 text-text-2">In use now, all functions</dt>
        <dd className="mt-1 text-right">{formatFullCount(use?.currentConcurrency)}</dd>
        <dt className="text-text-2">Peak of the last 24 h</dt>
        <dd className="text-right">{formatFullCount(use?.peakConcurrency)}</dd>
      </dl>
    </section>
  );
}
