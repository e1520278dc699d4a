"use client";

import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { getBytes } from "@/components/ui/api";
import { sinceFirst, type Traffic, type TrafficWindow } from "@/lib/model/traffic";
import { decodeTraffic, joinTraffic } from "@/lib/model/traffic-binary";

/**
 * The traffic as far as it has come; of the local engine it begins with the first minute in which anything came. `use` of it is what all answers together took of AWS.
 */
export interface TrafficSoFar {
  traffic: Traffic | undefined;
  /** Functions read, of how many. */
  done: number;
  total: number;
}

/** So that an answer is a few megabytes. */
const functionsPerAnswer: Record<TrafficWindow, number> = {
  "3h": 200,
  "24h": 150,
  "7d": 24,
  "14d": 12,
};
const oftenMs = 60_000;

/**
 * The recorded traffic of some functions, in several answers: what has come can be drawn while the rest is read.
 * With `init`, the logs are asked for the init times too.
 */
export function useTraffic(
  names: readonly string[],
  window: TrafficWindow,
  { init = false }: { init?: boolean } = {},
) {
  const { connection, connectionId, refreshMs } = useSession();
  const isLocal = connection?.kind === "local";
  const queries = useQueryClient();
  const queryKey = ["traffic", connectionId, window, init, names, isLocal];
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => readChunks(queries, queryKey, names, window, init, isLocal, signal),
    enabled: connectionId !== undefined && names.length > 0,
    staleTime: oftenMs,
    // Minutes of another window stand in, but never those of another connection or other functions.
    placeholderData: (before, query) =>
      query?.queryKey[1] === connectionId &&
      JSON.stringify(query?.queryKey[4]) === JSON.stringify(names)
        ? before
        : undefined,
    refetchInterval: refreshMs === 0 ? false : Math.max(refreshMs, oftenMs),
  });
}

async function readChunks(
  queries: QueryClient,
  queryKey: readonly unknown[],
  names: readonly string[],
  window: TrafficWindow,
  init: boolean,
  isLocal: boolean,
  signal: AbortSignal,
): Promise<TrafficSoFar> {
  const isFirst = queries.getQueryData(queryKey) === undefined;
  const size = functionsPerAnswer[window];
  const parts: Traffic[] = [];
  let soFar: TrafficSoFar = { traffic: undefined, done: 0, total: names.length };
  for (let start = 0; start < names.length; start += size) {
    const name = names.slice(start, start + size);
    const bytes = await getBytes("/api/concurrency/traffic", { window, name, init }, signal);
    parts.push(decodeTraffic(bytes));
    const joined = joinTraffic(parts);
    const traffic = joined && isLocal ? sinceFirst(joined) : joined;
    soFar = { traffic, done: start + name.length, total: names.length };
    if (isFirst && soFar.done < soFar.total) queries.setQueryData(queryKey, soFar);
  }
  return soFar;
}
