"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { FunctionMetrics } from "@/lib/model/metric-series";
import { spanOf } from "@/lib/model/time-range";

/** The series of the open function over the time range; one batch of queries each refresh. */
export function useFunctionMetrics(provisioned: boolean) {
  const { connectionId, range, refreshMs } = useSession();
  const { name, qualifier } = useFunctionAddress();
  return useQuery({
    queryKey: ["metrics", connectionId, name, qualifier ?? "", range.text, provisioned],
    queryFn: ({ signal }) => {
      const { startMs, endMs } = spanOf(range, Date.now());
      return getJson<FunctionMetrics>(
        functionPath(name, "/metrics"),
        { qualifier, startMs: Math.floor(startMs), endMs: Math.ceil(endMs), provisioned },
        signal,
      );
    },
    enabled: connectionId !== undefined,
    placeholderData: (before, query) =>
      query?.queryKey[1] === connectionId && query?.queryKey[2] === name
        ? keepPreviousData(before)
        : undefined,
    refetchInterval: range.fixed ? false : refreshMs || false,
  });
}
