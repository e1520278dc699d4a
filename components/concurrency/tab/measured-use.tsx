"use client";

import { memo, useMemo, useState } from "react";
import { useFunctionAddress } from "@/components/functions/use-function";
import { ChartGrid } from "@/components/metrics/chart-grid";
import { useMarkers } from "@/components/metrics/use-markers";
import { useFunctionMetrics } from "@/components/metrics/use-function-metrics";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { metricPoints } from "@/lib/model/metric-series";
import type { MetricGroup } from "@/lib/model/metric-specs";
import { measuredCharts } from "./measured-charts";

const ownGroups: { groups: MetricGroup[] } = { groups: ["base", "duration"] };
const withProvisioned: { groups: MetricGroup[] } = {
  groups: ["base", "duration", "provisioned"],
};

/** What CloudWatch measured over the page's time range. It is asked when this is opened, not before. */
export const MeasuredUse = memo(function MeasuredUse(props: {
  reserved: number | null;
  provisioned: number;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="border-t border-border"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="px-4 py-2.5 text-12 font-semibold">
        Measured in the time range above
      </summary>
      {isOpen && <MeasuredCharts {...props} />}
    </details>
  );
});

function MeasuredCharts({
  reserved,
  provisioned,
}: {
  reserved: number | null;
  provisioned: number;
}) {
  const { data, error, refetch } = useFunctionMetrics(
    provisioned > 0 ? withProvisioned : ownGroups,
  );
  const points = useMemo(() => data && metricPoints(data), [data]);
  const { name } = useFunctionAddress();
  const markers = useMarkers(data);
  const stepMs = data?.stepMs ?? 60_000;
  const charts = useMemo(
    () => [{ charts: measuredCharts(reserved, provisioned, stepMs) }],
    [reserved, provisioned, stepMs],
  );
  if (data && points)
    return (
      <ChartGrid
        metrics={data}
        points={points}
        groups={charts}
        markers={markers}
        fileStem={name}
        maxColumns={2}
      />
    );
  return error ? (
    <div className="p-4">
      <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
    </div>
  ) : (
    <SkeletonRows rows={4} />
  );
}
