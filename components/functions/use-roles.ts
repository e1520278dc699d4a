"use client";

import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";

/** The account's roles, where they may be listed. */
export function useRoles() {
  const { connectionId } = useSession();
  return useQuery({
    queryKey: ["roles", connectionId],
    queryFn: ({ signal }) =>
      getJson<{ roles: { name: string; arn: string }[] }>("/api/roles", {}, signal),
    enabled: connectionId !== undefined,
    staleTime: 300_000,
    retry: false,
  });
}
