"use client";

import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { EngineLimits } from "@/lib/model/engine-limits";

/** By what means the local engine keeps limits; undefined for other connections and until it is known. */
export function useEngineLimits(): EngineLimits | undefined {
  const { connectionId } = useSession();
  const { data } = useQuery({
    queryKey: ["engine-limits", connectionId],
    queryFn: ({ signal }) =>
      getJson<{ limits: EngineLimits | null }>(
        "/api/engine-limits",
        { connection: connectionId },
        signal,
      ),
    enabled: connectionId !== undefined,
    staleTime: 60_000,
  });
  return data?.limits ?? undefined;
}
