"use client";

import { useQuery } from "@tanstack/react-query";
import { getJson } from "@/components/ui/api";
import type { ApiUse as Use } from "@/lib/model/api-use";
import { formatFullCount, formatMoney } from "@/lib/model/format";
import { useSession } from "./session";

/** What Lambdeck itself asked of this connection today, and what that costs. */
export function ApiUse() {
  const { connectionId } = useSession();
  const { data } = useQuery({
    queryKey: ["api-use", connectionId],
    queryFn: ({ signal }) =>
      getJson<Use>("/api/connections/use", { connection: connectionId }, signal),
    enabled: connectionId !== undefined,
    refetchInterval: 15_000,
  });
  if (!data) return null;
  const calls = data.today.lines
    .filter(({ item }) => item.includes(":"))
    .reduce((sum, { amount }) => sum + amount, 0);
  return (
    <span>
      {formatFullCount(calls)} API calls today
      {data.isBilled && `, ${formatMoney(data.today.costUsd)}`}
    </span>
  );
}
