"use client";

import { useQuery } from "@tanstack/react-query";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";

/** The open function's limits; asked every second while provisioned concurrency is being made ready. */
export function useConcurrency() {
  const { connectionId, refreshMs } = useSession();
  const { name } = useFunctionAddress();
  return useQuery({
    queryKey: ["concurrency", connectionId, name],
    queryFn: ({ signal }) =>
      getJson<FunctionConcurrency>(functionPath(name, "/concurrency"), {}, signal),
    enabled: connectionId !== undefined,
    refetchInterval: ({ state }) =>
      state.data?.provisioned.some(({ status }) => status === "IN_PROGRESS")
        ? 1_000
        : refreshMs || false,
  });
}
