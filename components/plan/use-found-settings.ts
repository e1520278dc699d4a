"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { FoundSettings } from "@/lib/model/concurrency-plan";

/** What AWS has now of these functions, to hold a plan against. */
export function useFoundSettings(functionNames: readonly string[]) {
  const { connectionId } = useSession();
  const names = [...new Set(functionNames)].toSorted();
  return useQuery({
    queryKey: ["plan-settings", connectionId, names],
    queryFn: ({ signal }) =>
      getJson<FoundSettings>("/api/plans/settings", { function: names }, signal),
    enabled: connectionId !== undefined && names.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}
