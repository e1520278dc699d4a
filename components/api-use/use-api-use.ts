"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useChangeDone } from "@/components/activity/use-change-done";
import { useSession } from "@/components/shell/session";
import { getJson, sendJson } from "@/components/ui/api";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import type { ApiUse } from "@/lib/model/api-use";
import type { Change } from "@/lib/model/change";

const keyOf = (connectionId: string | undefined) => ["api-use", connectionId];

/** What Lambdeck itself asked of the connection; read from Lambdeck's own store, so it costs nothing. */
export function useApiUse() {
  const { connectionId } = useSession();
  return useQuery({
    queryKey: keyOf(connectionId),
    queryFn: ({ signal }) =>
      getJson<ApiUse>("/api/connections/use", { connection: connectionId }, signal),
    enabled: connectionId !== undefined,
    refetchInterval: 15_000,
  });
}

/** Sets the daily budget; what waited for it is read at once. */
export function useSetBudget() {
  const { connectionId } = useSession();
  const queries = useQueryClient();
  const done = useChangeDone();
  return useMutation({
    mutationFn: (budgetUsd: number | null) =>
      sendJson<{ change: Change; use: ApiUse }>(
        "PUT",
        "/api/connections/use",
        { budgetUsd },
        { params: { connection: connectionId } },
      ),
    onSuccess: ({ change, use }) => {
      queries.setQueryData(keyOf(connectionId), use);
      done([change]);
      void queries.invalidateQueries();
    },
    onError: (error) => toast.problem(problemOf(error)),
  });
}
