"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { Problem } from "@/lib/model/problem";
import type { Traffic } from "@/lib/model/trigger-traffic";

interface TrafficAnswer {
  traffic: Record<string, Traffic>;
  asOf: string;
  problems: Problem[];
}

const nothing: Record<string, Traffic> = {};

/** What came through these triggers over the time range, by subject; what was read before stays until it is read anew. */
export function useTraffic(subjects: readonly string[]) {
  const { connectionId, refreshMs, range } = useSession();
  const queries = useQueryClient();
  const common = ["trigger-traffic", connectionId, range.text];
  const { data, error } = useQuery({
    queryKey: [...common, subjects],
    queryFn: ({ signal }) =>
      getJson<TrafficAnswer>(
        "/api/triggers/traffic",
        { subject: [...subjects], range: range.text },
        signal,
      ),
    enabled: connectionId !== undefined && subjects.length > 0,
    placeholderData: () => {
      const before = queries.getQueriesData<TrafficAnswer>({ queryKey: common });
      const known = before.flatMap(([, answer]) => (answer ? [answer] : []));
      const newest = known.at(-1);
      return (
        newest && { ...newest, traffic: Object.assign({}, ...known.map((one) => one.traffic)) }
      );
    },
    refetchInterval: refreshMs === 0 ? false : refreshMs,
  });
  return { traffic: data?.traffic ?? nothing, problems: data?.problems ?? [], error };
}
