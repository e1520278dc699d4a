"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { apiUrl, getJson } from "@/components/ui/api";
import { readLines } from "@/components/ui/read-lines";
import { type Problem, ProblemError } from "@/lib/model/problem";
import type { AccountTriggersPage, QueueState, Trigger } from "@/lib/model/trigger";
import { triggerKey } from "@/lib/model/trigger-identity";
import { type ListedTrigger, listedTrigger } from "@/lib/model/trigger-filter";

interface AccountTriggers {
  rows: ListedTrigger[];
  complete: boolean;
  problems: Problem[];
  /** Kinds that were not all looked at. */
  partial: string[];
  asOfMs: number;
}

/** A large account is read again less often: a hundred mappings cost a call. */
const msPerTrigger = 60;
/** What did not answer is asked again soon. */
const unreachableMs = 5_000;
/** How often a list that is still coming is drawn. */
const drawEveryMs = 200;

/** All triggers of the connection, as far as they have come; the last list stays while a new one is read. */
export function useAccountTriggers() {
  const { connectionId, refreshMs } = useSession();
  const queries = useQueryClient();
  const queryKey = ["account-triggers", connectionId];
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => readAll(queries, queryKey, signal),
    enabled: connectionId !== undefined,
    refetchInterval: ({ state }) =>
      state.data?.problems.some(({ kind }) => kind === "unreachable")
        ? unreachableMs
        : refreshMs && Math.max(refreshMs, (state.data?.rows.length ?? 0) * msPerTrigger),
  });
}

async function readAll(
  queries: QueryClient,
  queryKey: readonly unknown[],
  signal: AbortSignal,
): Promise<AccountTriggers> {
  const isFirst = !queries.getQueryData<AccountTriggers>(queryKey)?.complete;
  const asOfMs = Date.now();
  const rows: ListedTrigger[] = [];
  const ids = new Set<string>();
  let drawnMs = 0;
  let problems: Problem[] = [];
  let partial: string[] = [];
  for await (const page of readLines<AccountTriggersPage>(apiUrl("/api/triggers"), signal)) {
    if ("problem" in page) throw new ProblemError(page.problem);
    for (const trigger of page.triggers) {
      const id = idOf(trigger);
      // Pages may overlap.
      if (ids.has(id)) continue;
      ids.add(id);
      rows.push(listedTrigger(trigger, id));
    }
    problems = page.problems ?? problems;
    partial = page.partial ?? partial;
    if (!isFirst || performance.now() - drawnMs < drawEveryMs) continue;
    drawnMs = performance.now();
    queries.setQueryData(queryKey, { rows: [...rows], complete: false, problems, partial, asOfMs });
  }
  return { rows, complete: true, problems, partial, asOfMs };
}

function idOf(trigger: Trigger): string {
  return `${trigger.functionName} ${triggerKey(trigger)}`;
}

/** Counts and times of the queues in sight, by ARN. */
export function useQueueStates(arns: readonly string[]) {
  const { connectionId, refreshMs } = useSession();
  const queries = useQueryClient();
  const common = ["queue-states", connectionId];
  const { data } = useQuery({
    queryKey: [...common, arns],
    queryFn: ({ signal }) =>
      getJson<{ queues: Record<string, QueueState>; problems: Problem[] }>(
        "/api/queues/states",
        { arn: [...arns] },
        signal,
      ),
    enabled: connectionId !== undefined && arns.length > 0,
    placeholderData: () => {
      const before = queries.getQueriesData<{ queues: Record<string, QueueState> }>({
        queryKey: common,
      });
      const known = before.flatMap(([, answer]) => (answer ? [answer.queues] : []));
      return { queues: Object.assign({}, ...known) as Record<string, QueueState>, problems: [] };
    },
    refetchInterval: refreshMs === 0 ? false : refreshMs,
  });
  return data;
}
