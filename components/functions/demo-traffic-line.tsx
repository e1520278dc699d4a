"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { getJson, sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { StateDot } from "@/components/ui/badge";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import type { DemoTrafficStatus } from "@/lib/model/demo-traffic";
import { formatRate, plain } from "@/lib/model/format";

const path = "/api/demo-traffic";
const queryKey = ["demo-traffic"];

/** Says whether Lambdeck itself calls the samples, and switches that; nothing where there are none. */
export function DemoTrafficLine({
  rows,
}: {
  rows: readonly { tags?: Readonly<Record<string, string>> }[];
}) {
  const { connection, refreshMs } = useSession();
  const queries = useQueryClient();
  const hasSamples =
    connection?.kind === "local" && rows.some(({ tags }) => tags?.["lambdeck:sample"] === "true");
  const { data: status } = useQuery({
    queryKey,
    queryFn: ({ signal }) => getJson<DemoTrafficStatus>(path, {}, signal),
    enabled: hasSamples,
    refetchInterval: refreshMs === 0 ? false : 5_000,
  });
  const { mutate, isPending } = useMutation({
    mutationFn: (enabled: boolean) => sendJson<DemoTrafficStatus>("PUT", path, { enabled }),
    onSuccess: (now) => queries.setQueryData(queryKey, now),
    onError: (error) => toast.problem(problemOf(error)),
  });
  if (!hasSamples || !status?.available) return null;
  return (
    <div className="flex flex-none flex-wrap items-center gap-x-2 px-4 pb-1.5 text-11 text-text-2">
      <span className="flex min-w-0 items-center gap-1.5" role="status">
        <StateDot dot={status.running ? "ok" : "off"} />
        {inWords(status)}
      </span>
      <Button
        size="small"
        kind="ghost"
        busy={isPending}
        aria-label={`${status.enabled ? "Stop" : "Start"} demo traffic`}
        onClick={() => mutate(!status.enabled)}
      >
        {status.enabled ? "Stop" : "Start"}
      </Button>
    </div>
  );
}

function inWords({ enabled, running, callsPerSecond, pausedBecause }: DemoTrafficStatus): string {
  if (!enabled) return "Demo traffic is off.";
  if (!running) return `Demo traffic is paused. ${pausedBecause ?? ""}`;
  return `Demo traffic calls the samples, about ${plain(formatRate(Math.round(callsPerSecond * 10) / 10))} per s.`;
}
