"use client";

import { useMemo } from "react";
import type { ChartMarker } from "@/components/chart/chart-definition";
import { useVersions } from "@/components/functions/qualifier-picker";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import type { MetricGrid } from "@/lib/model/metric-plan";
import { useChangeMarkers } from "./use-change-markers";

const nowhere: MetricGrid = { startMs: 0, stepMs: 1, length: 0 };
/** A change that Lambdeck made and AWS's own time of it are this near to each other. */
const sameChangeMs = 60_000;

/**
 * Deployments and changes of the open function on a grid, the oldest first: versions published, what the journal
 * holds, and the last change that AWS knows of when it was made elsewhere.
 */
export function useMarkers(grid: MetricGrid = nowhere): ChartMarker[] {
  const { name } = useFunctionAddress();
  const { data: published } = useVersions(name);
  const { data: detail } = useFunction();
  const changes = useChangeMarkers(grid, name);
  return useMemo(() => {
    const endMs = grid.startMs + grid.length * grid.stepMs;
    const isWithin = ({ timeMs }: ChartMarker) => timeMs >= grid.startMs && timeMs < endMs;
    const deployments = (published?.versions ?? [])
      .filter(({ version }) => version !== "$LATEST")
      .map(({ version, lastModified }) => ({
        timeMs: Date.parse(lastModified ?? ""),
        label: `v${version} published`,
      }))
      .filter(isWithin);
    const known = [...changes, ...deployments];
    const modifiedMs = Date.parse(detail?.lastModified ?? "");
    const elsewhere = [{ timeMs: modifiedMs, label: "code or configuration changed" }].filter(
      (marker) =>
        isWithin(marker) &&
        known.every(({ timeMs }) => Math.abs(timeMs - modifiedMs) > sameChangeMs),
    );
    return [...known, ...elsewhere].sort((a, b) => a.timeMs - b.timeMs);
  }, [changes, published, detail, grid]);
}
