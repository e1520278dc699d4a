"use client";

import { useQuery } from "@tanstack/react-query";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { Configuration } from "@/lib/model/configuration";
import { isSettling } from "@/lib/model/function-detail";

/** The settings of the open function, or of the version that is looked at; every second while AWS applies some. */
export function useConfiguration() {
  const { connectionId, refreshMs } = useSession();
  const { name, qualifier } = useFunctionAddress();
  return useQuery({
    queryKey: ["configuration", connectionId, name, qualifier ?? ""],
    queryFn: ({ signal }) =>
      getJson<Configuration>(functionPath(name, "/configuration"), { qualifier }, signal),
    enabled: connectionId !== undefined,
    refetchInterval: ({ state }) =>
      state.data && isSettling(state.data) ? 1_000 : refreshMs || false,
  });
}
