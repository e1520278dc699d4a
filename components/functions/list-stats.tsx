"use client";

import { memo } from "react";
import { useAccount } from "@/components/shell/account-meter";
import { useSession } from "@/components/shell/session";
import { Stat, StatStrip } from "@/components/ui/panel";
import { Quantity } from "@/components/ui/quantity";
import { Skeleton } from "@/components/ui/skeleton";
import {
  formatCount,
  formatFullCount,
  formatMoney,
  formatMonthlyMoney,
  formatPercent,
  plain,
} from "@/lib/model/format";
import type { ListedFunction } from "@/lib/model/function-filter";
import { presetLabel } from "@/lib/model/time-range";
import { useAccountMetrics } from "./use-functions";

const dayMs = 86_400_000;

/** The account's figures of the time range above the list. */
export const ListStats = memo(function ListStats({
  rows,
  metricsRead,
}: {
  rows: readonly ListedFunction[];
  metricsRead: number;
}) {
  const { range } = useSession();
  const { data, isLoading } = useAccountMetrics();
  const { data: account } = useAccount();
  const now = data?.now;
  const errorShare =
    now?.invocations && now.errors !== undefined ? now.errors / now.invocations : undefined;
  const throttled = rows.filter(({ metrics }) => (metrics?.throttles ?? 0) > 0).length;
  const perDay = rows.reduce((sum, { usdPerDay = 0 }) => sum + usdPerDay, 0);
  const rangeLabel = range.fixed ? "this time" : presetLabel(range.text).replace("Last", "last");
  const value = (count: number | undefined) =>
    isLoading ? <Skeleton className="my-1.5 h-3 w-14" /> : <Quantity of={formatCount(count)} />;
  return (
    <StatStrip>
      <Stat
        label="Invocations"
        minor
        detail={
          data && (
            <Trend
              now={data.now.invocations}
              before={data.before.invocations}
              than={rangeLabel.replace("last ", "")}
            />
          )
        }
      >
        {value(now?.invocations)}
      </Stat>
      <Stat
        label="Errors"
        detail={
          errorShare !== undefined && (
            <>
              <Quantity of={formatPercent(errorShare)} /> of invocations
            </>
          )
        }
      >
        {value(now?.errors)}
      </Stat>
      <Stat
        label="Throttles"
        tone={now?.throttles ? "limit" : undefined}
        detail={throttled > 0 && `${throttled} ${throttled === 1 ? "function" : "functions"}`}
      >
        {value(now?.throttles)}
      </Stat>
      <Stat
        label="Peak concurrency"
        minor
        detail={
          account?.limit !== undefined && `of ${formatFullCount(account.limit)} account limit`
        }
      >
        {value(now?.concurrencyMax)}
      </Stat>
      <Stat
        label={`Cost, ${rangeLabel}`}
        detail={
          metricsRead === 0
            ? undefined
            : metricsRead < rows.length
              ? `${formatFullCount(metricsRead)} of ${formatFullCount(rows.length)} functions read`
              : `\u2248 ${formatMonthlyMoney(perDay * 30)} per 30 days, list price`
        }
      >
        {metricsRead === 0 ? value(undefined) : formatMoney(perDay * (range.lengthMs / dayMs))}
      </Stat>
    </StatStrip>
  );
});

/** Change against the previous equal period. */
function Trend({ now, before, than }: { now?: number; before?: number; than: string }) {
  if (now === undefined || !before) return null;
  const change = now / before - 1;
  if (Math.abs(change) < 0.0005) return <>as in the previous {than}</>;
  return (
    <>
      <span aria-hidden="true">{change > 0 ? "\u25b2" : "\u25bc"}</span>
      <span className="sr-only">{change > 0 ? "up" : "down"}</span>{" "}
      {plain(formatPercent(Math.abs(change)))} vs previous {than}
    </>
  );
}
