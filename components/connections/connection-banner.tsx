"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { problemOf, WithCode } from "@/components/ui/problem-view";
import type { Problem } from "@/lib/model/problem";

/**
 * One banner for what stops everything: credentials that ended, an engine or network that does not answer.
 * Asks again every five seconds while there is one, so that it goes away by itself.
 */
export function ConnectionBanner() {
  const { connectionId } = useSession();
  const queries = useQueryClient();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["identity", connectionId],
    queryFn: ({ signal }) =>
      getJson<{ problem?: Problem }>("/api/identity", { connection: connectionId }, signal),
    enabled: connectionId !== undefined,
    retry: false,
    staleTime: 0,
    refetchInterval: ({ state }) => ((state.error ?? state.data?.problem) ? 5_000 : 60_000),
  });
  const problem = error ? problemOf(error) : data?.problem;
  const isStopped = problem !== undefined && stopsEverything(problem);
  const wasStopped = useRef(false);
  useEffect(() => {
    if (wasStopped.current && !isStopped) void queries.invalidateQueries();
    wasStopped.current = isStopped;
  }, [isStopped, queries]);
  if (!isStopped) return null;
  const [, command] = /`([^`]+)`/.exec(problem.action ?? "") ?? [];
  return (
    <Banner
      urgent
      actions={
        <>
          {command && <CopyButton wide label="Copy command" text={command} />}
          <Button size="small" busy={isFetching} onClick={() => void refetch()}>
            Try now
          </Button>
        </>
      }
    >
      <b>{problem.title}.</b> {problem.detail}{" "}
      {problem.action && <WithCode text={problem.action} />}
    </Banner>
  );
}

function stopsEverything({ kind }: Problem): boolean {
  return kind === "credentials" || kind === "unreachable" || kind === "not-found";
}
