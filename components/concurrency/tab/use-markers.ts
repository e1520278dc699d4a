"use client";

import { useMemo } from "react";
import type { ChartMarker } from "@/components/chart/chart-definition";
import { useVersions } from "@/components/functions/qualifier-picker";
import { useFunctionAddress } from "@/components/functions/use-function";
import { useChangeMarkers } from "@/components/metrics/use-change-markers";
import type { MetricGrid } from "@/lib/model/metric-plan";

const nowhere: MetricGrid = { startMs: 0, stepMs: 1, length: 0 };

/** Deployments and changes of the open function on the traffic's grid, the oldest first. */
export function useMarkers(grid: MetricGrid = nowhere): ChartMarker[] {
  const { name } = useFunctionAddress();
  const { data: published } = useVersions(name);
  const changes = useChangeMarkers(grid, name);
  return useMemo(() => {
    const endMs = grid.startMs + grid.length * grid.stepMs;
    const deployments = (published?.versions ?? [])
      .filter(({ version }) => version !== "$LATEST")
      .map(({ version, lastModified }) => ({
        timeMs: Date.parse(lastModified ?? ""),
        label: `v${version} published`,
      }))
      .filter(({ timeMs }) => timeMs >= grid.startMs && timeMs < endMs);
    return [...changes, ...deployments].sort((a, b) => a.timeMs - b.timeMs);
  }, [changes, published, grid]);
}
