"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { functionPath } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson, sendJson } from "@/components/ui/api";
import { problemOf } from "@/components/ui/problem-view";
import type { Problem } from "@/lib/model/problem";
import type { SharedEvent, SharedEvents } from "@/lib/model/shared-event";

type Change =
  | { method: "PUT"; name: string; body: string; type: "RequestResponse" | "Event" }
  | { method: "PATCH"; name: string; newName: string }
  | { method: "DELETE"; name: string };

export interface SharedEventsState {
  events: readonly SharedEvent[];
  /** Why they cannot be read here; the private ones do not need them. */
  problem?: Problem;
  /**
   * Changes them, unless somebody else has since they were read: then it throws that problem, and what they are
   * now is shown.
   */
  change(change: Change): Promise<void>;
  retry(): void;
}

/** The function's shareable test events, where the AWS console keeps them. */
export function useSharedEvents(functionName: string): SharedEventsState {
  const { connectionId } = useSession();
  const queries = useQueryClient();
  const queryKey = ["shared-events", connectionId, functionName];
  const path = functionPath(functionName, "/shared-events");
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => getJson<SharedEvents>(path, {}, signal),
    enabled: connectionId !== undefined,
    // Somebody who may not read them is not asked again and again.
    retry: false,
    staleTime: 60_000,
  });
  return {
    events: data?.events ?? [],
    problem: error ? problemOf(error) : undefined,
    async change({ method, ...change }) {
      try {
        const body = { ...change, version: data?.version ?? null };
        queries.setQueryData(queryKey, await sendJson<SharedEvents>(method, path, body));
      } catch (thrown) {
        if (problemOf(thrown).kind === "conflict") await refetch();
        throw thrown;
      }
    },
    retry: () => void refetch(),
  };
}
