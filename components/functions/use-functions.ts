"use client";

import {
  queryOptions,
  useQueries,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { apiUrl, getJson } from "@/components/ui/api";
import { readLines } from "@/components/ui/read-lines";
import type {
  AccountMetrics,
  FunctionList,
  FunctionRow,
  FunctionRowDetail,
  PartialFunctionList,
  RowMetricsAnswer,
} from "@/lib/model/function-row";
import { ProblemError, type Problem } from "@/lib/model/problem";
import { sourceOf } from "@/lib/model/source-tag";
import { followMs } from "./use-code-news";

/** All functions of the connection, as far as they have come; the last list stays while a new one is read. */
export function useFunctions(initial?: PartialFunctionList) {
  const { connectionId, refreshMs } = useSession();
  const queries = useQueryClient();
  const queryKey = ["functions", connectionId];
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => readPages(queries, queryKey, signal),
    enabled: connectionId !== undefined,
    initialData: initial,
    // The first rows alone are never fresh enough.
    initialDataUpdatedAt: initial && (initial.complete ? Date.parse(initial.asOf) : 0),
    refetchInterval: refreshMs === 0 ? false : refreshMs,
  });
}

/** How often a list that is still coming is drawn. */
const drawEveryMs = 200;

/** Reads the list line by line; the first reading shows the last one, or else what has come so far. */
async function readPages(
  queries: QueryClient,
  queryKey: readonly unknown[],
  signal: AbortSignal,
): Promise<PartialFunctionList> {
  const before = queries.getQueryData<PartialFunctionList>(queryKey);
  let isFirst = !before?.complete;
  let drawnMs = before ? performance.now() : 0;
  const functions: FunctionRow[] = [];
  const problems: Problem[] = [];
  let asOf = new Date().toISOString();
  for await (const page of readLines<FunctionList & { last?: true }>(
    apiUrl("/api/functions", { lastFirst: isFirst || undefined }),
    signal,
  )) {
    if ("problem" in page) throw new ProblemError(page.problem);
    if (page.last) {
      queries.setQueryData(queryKey, { ...page, complete: true });
      isFirst = false;
      continue;
    }
    functions.push(...page.functions);
    problems.push(...(page.problems ?? []));
    asOf = page.asOf;
    if (!isFirst || performance.now() - drawnMs < drawEveryMs) continue;
    drawnMs = performance.now();
    queries.setQueryData(queryKey, { functions: [...functions], asOf, complete: false });
  }
  return { functions, asOf, problems, complete: true };
}

interface RowDetails {
  details: Record<string, FunctionRowDetail>;
  problems: Problem[];
}

/** State, tags and limits of some functions; read again for those in sight and those that are changing. */
export function useRowDetails(names: readonly string[], inSight: readonly string[] = names) {
  const { connectionId, refreshMs } = useSession();
  return useQuery({
    ...rowDetailsQuery(useQueryClient(), connectionId, names, inSight),
    placeholderData: sameConnection(connectionId),
    // A change under way is followed until it has settled.
    refetchInterval: ({ state }) =>
      Object.values(state.data?.details ?? {}).some(isChanging)
        ? 2_000
        : refreshMs === 0
          ? false
          : inSight.some((name) => sourceOf(state.data?.details[name]?.tags))
            ? followMs
            : refreshMs,
  });
}

/** State, tags and limits of many functions, in parts; read again when something was changed. */
export function useManyRowDetails(names: readonly string[]) {
  const { connectionId } = useSession();
  const queries = useQueryClient();
  const parts = Array.from({ length: Math.ceil(names.length / partSize) }, (_, part) =>
    names.slice(part * partSize, (part + 1) * partSize),
  );
  return useQueries({
    queries: parts.map((part) => ({
      ...rowDetailsQuery(queries, connectionId, part, part),
      staleTime: 60_000,
    })),
    combine: combineDetails,
  });
}

const partSize = 100;

function combineDetails(results: UseQueryResult<RowDetails>[]) {
  return {
    details: Object.assign(
      {},
      ...results.map(({ data }) => data?.details),
    ) as RowDetails["details"],
    problems: results.flatMap(({ data }) => data?.problems ?? []),
    error: results.find(({ error }) => error)?.error ?? undefined,
    isReading: results.some(({ isPending }) => isPending),
  };
}

function rowDetailsQuery(
  queries: QueryClient,
  connectionId: string | undefined,
  names: readonly string[],
  inSight: readonly string[],
) {
  const queryKey = ["function-details", connectionId, names] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<RowDetails>(queryKey)?.details;
      const isChanged = queries.getQueryState(queryKey)?.isInvalidated;
      const asked =
        before && !isChanged
          ? names.filter((name) => inSight.includes(name) || isChanging(before[name] ?? {}))
          : names;
      const answer = await getJson<RowDetails>(
        "/api/function-details",
        // After a change what the server has kept is not good enough.
        { name: asked, sinceMs: isChanged ? Date.now() : undefined },
        signal,
      );
      return { ...answer, details: { ...before, ...answer.details } };
    },
    enabled: connectionId !== undefined && names.length > 0,
  });
}

/** Older figures stand in for newer ones, but never those of another connection. */
function sameConnection(connectionId: string | undefined) {
  return <T>(before: T | undefined, query: { queryKey: readonly unknown[] } | undefined) =>
    query?.queryKey[1] === connectionId ? before : undefined;
}

function isChanging({ state, lastUpdateStatus }: Partial<FunctionRowDetail>): boolean {
  return state === "Pending" || lastUpdateStatus === "InProgress";
}

/** Figures and sparklines of some functions over the time range; read again for those in sight. */
export function useRowMetrics(names: readonly string[], inSight: readonly string[]) {
  const { connectionId, refreshMs, range } = useSession();
  const queries = useQueryClient();
  const queryKey = ["function-metrics", connectionId, range.text, names];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<RowMetricsAnswer>(queryKey)?.metrics;
      const asked = before ? names.filter((name) => inSight.includes(name)) : names;
      const answer = await getJson<RowMetricsAnswer>(
        "/api/function-metrics",
        { name: asked, range: range.text },
        signal,
      );
      return { ...answer, metrics: { ...before, ...answer.metrics } };
    },
    enabled: connectionId !== undefined && names.length > 0,
    placeholderData: sameConnection(connectionId),
    refetchInterval: refreshMs === 0 ? false : refreshMs,
  });
}

/** The account's totals over the time range and the one before it. */
export function useAccountMetrics() {
  const { connectionId, refreshMs, range } = useSession();
  return useQuery({
    queryKey: ["account-metrics", connectionId, range.text],
    queryFn: ({ signal }) =>
      getJson<AccountMetrics>("/api/account-metrics", { range: range.text }, signal),
    enabled: connectionId !== undefined,
    placeholderData: sameConnection(connectionId),
    refetchInterval: refreshMs === 0 ? false : refreshMs,
  });
}
