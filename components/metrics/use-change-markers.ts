"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ChartMarker } from "@/components/chart/chart-definition";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { titleOf, type Change } from "@/lib/model/change";
import type { MetricGrid } from "@/lib/model/metric-plan";

/**
 * What was changed through Lambdeck, and taken back, at its time on a grid: of one function, or of all of them with
 * the function's name in front.
 */
export function useChangeMarkers(
  { startMs, stepMs, length }: MetricGrid,
  functionName?: string,
): ChartMarker[] {
  const { connectionId, refreshMs } = useSession();
  const { data } = useQuery({
    queryKey: ["activity-marks", connectionId, functionName],
    queryFn: ({ signal }) =>
      getJson<{ changes: Change[] }>(
        "/api/activity",
        { connection: connectionId, function: functionName, limit: 200 },
        signal,
      ),
    enabled: connectionId !== undefined,
    refetchInterval: refreshMs || false,
  });
  return useMemo(
    () =>
      (data?.changes ?? [])
        .filter(({ outcome }) => outcome === "done")
        .map((change) => ({
          timeMs: Date.parse(change.startedAt),
          label:
            functionName === undefined && change.functionName
              ? `${change.functionName}: ${titleOf(change)}`
              : titleOf(change),
        }))
        .filter(({ timeMs }) => timeMs >= startMs && timeMs < startMs + length * stepMs),
    [data, functionName, startMs, stepMs, length],
  );
}
