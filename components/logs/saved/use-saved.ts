"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useChangeDone } from "@/components/activity/use-change-done";
import { useSession } from "@/components/shell/session";
import { getJson, sendJson } from "@/components/ui/api";
import type { Change } from "@/lib/model/change";
import type { QueryDefinition } from "@/lib/model/insights-query";
import type { SavedView } from "@/lib/model/saved-view";

/** The views that Lambdeck keeps for a log group, and how to keep and forget one. */
export function useSavedViews(logGroup: string) {
  const queries = useQueryClient();
  const queryKey = ["saved-views", logGroup];
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      getJson<{ saved: SavedView[] }>("/api/logs/saved", { group: logGroup }, signal),
    staleTime: 60_000,
  });
  const onSuccess = () => queries.invalidateQueries({ queryKey: ["saved-views"] });
  const save = useMutation({
    mutationFn: (view: Omit<SavedView, "id" | "savedMs">) =>
      sendJson("PUT", "/api/logs/saved", view),
    onSuccess,
  });
  const forget = useMutation({
    mutationFn: (id: number) => sendJson("DELETE", "/api/logs/saved", { id }),
    onSuccess,
  });
  return {
    saved: data?.saved ?? none,
    error: error ?? undefined,
    save: save.mutateAsync,
    forget: forget.mutateAsync,
  };
}

const none: readonly SavedView[] = [];

/** The Logs Insights queries that the account keeps, read when they are first wanted. */
export function useAccountQueries(wanted: boolean) {
  const { connectionId } = useSession();
  const queries = useQueryClient();
  const announce = useChangeDone();
  const queryKey = ["saved-queries", connectionId];
  const { data, error, isLoading } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      getJson<{ queries: QueryDefinition[] }>("/api/logs/queries", {}, signal),
    enabled: wanted && connectionId !== undefined,
    staleTime: 60_000,
    retry: false,
  });
  const write = async (method: "PUT" | "DELETE", body: unknown) => {
    const { change } = await sendJson<{ change: Change }>(method, "/api/logs/queries", body);
    await queries.invalidateQueries({ queryKey });
    announce([change]);
  };
  return {
    queries: data?.queries,
    error: error ?? undefined,
    isLoading,
    save: (query: Omit<QueryDefinition, "id" | "modifiedMs"> & { id?: string }) =>
      write("PUT", query),
    remove: (id: string) => write("DELETE", { id }),
  };
}
