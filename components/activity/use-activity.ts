"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { getJson, sendJson } from "@/components/ui/api";
import type { Change } from "@/lib/model/change";

interface Page {
  changes: Change[];
  nextBeforeId?: number;
}

/** The journal, newest first: of this connection, or of all of them. */
export function useActivity({
  functionName,
  everywhere,
}: {
  functionName: string | undefined;
  everywhere: boolean;
}) {
  const { connectionId, refreshMs } = useSession();
  const connection = everywhere ? undefined : connectionId;
  return useInfiniteQuery({
    queryKey: ["activity", connection, functionName],
    queryFn: ({ pageParam, signal }) =>
      getJson<Page>(
        "/api/activity",
        { connection, function: functionName, before: pageParam, limit: 100 },
        signal,
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.nextBeforeId,
    enabled: connectionId !== undefined,
    refetchInterval: refreshMs === 0 ? false : Math.min(refreshMs, 15_000),
  });
}

/** Takes a change back. The server refuses when anything has changed since. */
export function useUndo() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) =>
      sendJson<{ change: Change }>("POST", `/api/activity/${change.id}/undo`),
    onSettled: () => queries.invalidateQueries(),
  });
}
