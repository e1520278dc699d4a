"use client";

import type { ChartDefinition } from "@/components/chart/chart-definition";
import type { MenuItem } from "@/components/ui/menu";
import type { FunctionMetrics, MetricPoint } from "@/lib/model/metric-series";
import { durationIds } from "@/lib/model/metric-specs";
import { ChartGrid } from "./chart-grid";
import { durationLabel } from "./function-charts";
import type { metricCharts } from "./metric-charts";
import { ThresholdsButton } from "./metric-remarks";
import { MetricTools, NotShown } from "./metric-tools";
import { useMarkers } from "./use-markers";
import type { MetricView } from "./use-metric-view";

/** The charts of a function with all that can be done with them. */
export function OverviewCharts({
  functionName,
  view,
  metrics,
  points,
  charts,
}: {
  functionName: string;
  view: MetricView;
  metrics: FunctionMetrics;
  points: readonly MetricPoint[];
  charts: ReturnType<typeof metricCharts>;
}) {
  const markers = useMarkers(metrics);
  const actionsOf = (chart: ChartDefinition<MetricPoint>): MenuItem[] =>
    chart.id === "duration" ? durationItems(view) : [];
  return (
    <ChartGrid
      metrics={metrics}
      points={points}
      groups={charts.groups}
      markers={markers}
      fileStem={functionName}
      actionsOf={actionsOf}
      tools={
        <>
          <NotShown absent={charts.absent} view={view} />
          <MetricTools view={view} asOfMs={metrics.asOfMs} />
          <ThresholdsButton />
        </>
      }
    />
  );
}

/** Which statistics of the duration are drawn. */
function durationItems(view: MetricView): MenuItem[] {
  return [
    { heading: "Statistics" },
    ...durationIds.map((id) => ({
      label: durationLabel(id),
      checked: view.durations.includes(id),
      onSelect: () => view.toggleDuration(id),
    })),
  ];
}
