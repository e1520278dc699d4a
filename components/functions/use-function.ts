"use client";

import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useParams, useSearchParams } from "next/navigation";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { type FunctionDetail, isSettling } from "@/lib/model/function-detail";
import { sourceOf } from "@/lib/model/source-tag";
import { followMs } from "./use-code-news";

/** The function whose page is open, and the version or alias that governs it (absent: all of it). */
export function useFunctionAddress(): { name: string; qualifier: string | undefined } {
  const { name } = useParams<{ name: string }>();
  const qualifier = useSearchParams().get("qualifier") || undefined;
  return { name: decodeURIComponent(name), qualifier };
}

/** The API's path of a function, and of what belongs to it: `functionPath("f", "/metrics")`. */
export function functionPath(name: string, rest = ""): string {
  return `/api/functions/${encodeURIComponent(name)}${rest}`;
}

/** `GET /api/functions/NAME`, shared by all parts of the function's page and asked every second while AWS is at work. */
export function useFunction(): UseQueryResult<FunctionDetail> {
  const { connectionId, refreshMs } = useSession();
  const { name, qualifier } = useFunctionAddress();
  return useQuery({
    queryKey: ["function", connectionId, name, qualifier ?? ""],
    queryFn: ({ signal }) => getJson<FunctionDetail>(functionPath(name), { qualifier }, signal),
    enabled: connectionId !== undefined && name !== "",
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data && isSettling(state.data)
        ? 1_000
        : sourceOf(state.data?.tags) && refreshMs
          ? followMs
          : refreshMs || false,
  });
}
