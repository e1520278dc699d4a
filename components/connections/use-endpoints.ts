"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sendJson } from "@/components/ui/api";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import type { Connection } from "@/lib/model/connection";

export interface NewEndpoint {
  name: string;
  url: string;
  region: string;
  /** The profile whose credentials sign the calls; absent: any. */
  profile?: string;
}

export function useAddEndpoint() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (endpoint: NewEndpoint) =>
      sendJson<{ connection: Connection }>("POST", "/api/connections", endpoint),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["connections"] }),
  });
}

export function useRemoveEndpoint() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Connection) =>
      sendJson("DELETE", `/api/connections/${encodeURIComponent(id)}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["connections"] }),
    onError: (error) => toast.problem(problemOf(error)),
  });
}
