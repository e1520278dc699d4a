"use client";

import { useQuery } from "@tanstack/react-query";
import { getJson } from "@/components/ui/api";
import { formatFullCount, formatMoney } from "@/lib/model/format";
import { useSession } from "./session";

/** How many calls Lambdeck itself has made on this connection since it started, and what they cost. */
export function ApiUse() {
  const { connectionId, connection } = useSession();
  const { data } = useQuery({
    queryKey: ["api-use", connectionId],
    queryFn: ({ signal }) =>
      getJson<{ calls: { command: string; calls: number }[]; costUsd: number }>(
        "/api/connections/calls",
        { connection: connectionId },
        signal,
      ),
    enabled: connectionId !== undefined,
    refetchInterval: 15_000,
  });
  if (!data) return null;
  const calls = data.calls.reduce((sum, count) => sum + count.calls, 0);
  const byCommand = data.calls.map((count) => `${count.command} ${formatFullCount(count.calls)}`);
  return (
    <span title={["Since Lambdeck started:", ...byCommand.slice(0, 12)].join("\n")}>
      {formatFullCount(calls)} API calls
      {connection?.kind === "profile" && `, ${formatMoney(data.costUsd)}`}
    </span>
  );
}
