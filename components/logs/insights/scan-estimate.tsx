"use client";

import { useQueries } from "@tanstack/react-query";
import { useNow } from "@/components/shell/use-now";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { isBilled } from "@/lib/model/api-use";
import { formatBytes, formatMoney, plain } from "@/lib/model/format";
import { estimateScan, scanCostUsd } from "@/lib/model/insights-query";
import type { LogGroup } from "@/lib/model/log-group";
import { spanOf } from "@/lib/model/time-range";

/** What the query will scan and cost, as far as the sizes of its groups tell. */
export function ScanEstimate({ groups }: { groups: readonly string[] }) {
  const { connection, connectionId, range } = useSession();
  const nowMs = useNow(60_000);
  const sizes = useQueries({
    queries: groups.map((name) => ({
      queryKey: ["log-group", connectionId, name],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await getJson<{ group: LogGroup | null }>("/api/logs/groups", { name }, signal)).group,
      enabled: connectionId !== undefined,
      staleTime: 60_000,
    })),
  });
  const span = spanOf(range, nowMs);
  const estimates = sizes.map(({ data }) => (data ? estimateScan(data, span, nowMs) : undefined));
  if (sizes.some(({ isLoading }) => isLoading) || !connection) return null;
  const known = estimates.flatMap((bytes) => bytes ?? []);
  if (known.length < groups.length)
    return (
      <span className="text-12 text-text-3">How much it will scan is not known beforehand.</span>
    );
  const bytes = known.reduce((sum, one) => sum + one, 0);
  return (
    <span
      className="text-12 text-text-3"
      title="The size of the log groups, shared out evenly over the time they hold. CloudWatch may know their size some hours late."
    >
      Will scan about {plain(formatBytes(bytes))}
      {isBilled(connection) && `, ${formatMoney(scanCostUsd(bytes))}`}
    </span>
  );
}
