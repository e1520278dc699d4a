"use client";

import { Bell } from "lucide-react";
import { useMemo, useState } from "react";
import { AlarmDialog, type AskedAlarm } from "@/components/alarms/alarm-dialog";
import { AlarmList } from "@/components/alarms/alarm-list";
import { alarmLimits, subjectsOfChart } from "@/components/alarms/alarm-subjects";
import { useAlarms } from "@/components/alarms/use-alarms";
import type { ChartDefinition } from "@/components/chart/chart-definition";
import { useFunctionAddress } from "@/components/functions/use-function";
import { useKnownTriggers } from "@/components/triggers/use-triggers";
import type { MenuItem } from "@/components/ui/menu";
import type { FunctionMetrics, MetricPoint } from "@/lib/model/metric-series";
import { durationIds } from "@/lib/model/metric-specs";
import { mappingsIn } from "@/lib/model/trigger-identity";
import { ChartGrid } from "./chart-grid";
import { durationLabel } from "./function-charts";
import type { ChartGroup, metricCharts } from "./metric-charts";
import { ThresholdsButton } from "./metric-remarks";
import { MetricTools, NotShown } from "./metric-tools";
import { useMarkers } from "./use-markers";
import type { MetricView } from "./use-metric-view";

/** The charts of a function with all that can be done with them, and the alarms that watch it. */
export function OverviewCharts({
  view,
  metrics,
  points,
  charts,
}: {
  view: MetricView;
  metrics: FunctionMetrics;
  points: readonly MetricPoint[];
  charts: ReturnType<typeof metricCharts>;
}) {
  const { name, qualifier } = useFunctionAddress();
  const markers = useMarkers(metrics);
  const { data: triggers } = useKnownTriggers();
  const mappings = useMemo(
    () =>
      mappingsIn(triggers?.triggers ?? [])
        .map(({ uuid }) => uuid)
        .filter((uuid) => uuid !== ""),
    [triggers],
  );
  const alarms = useAlarms(mappings);
  const [asked, setAsked] = useState<AskedAlarm>();
  const { stepMs } = metrics;
  const groups = useMemo((): ChartGroup[] => {
    const known = alarms.data?.alarms ?? [];
    return charts.groups.map((group) => ({
      ...group,
      charts: group.charts.map((chart) => {
        const limits = alarmLimits(known, chart.id, name, qualifier, stepMs);
        return limits.length === 0
          ? chart
          : { ...chart, fitsLimits: true, limits: [...chart.limits, ...limits] };
      }),
    }));
  }, [charts, alarms.data, name, qualifier, stepMs]);
  const actionsOf = (chart: ChartDefinition<MetricPoint>): MenuItem[] => {
    const subjects = subjectsOfChart[chart.id ?? ""] ?? [];
    return [
      ...(subjects.length > 0
        ? [{ label: "Set alarm…", icon: Bell, onSelect: () => setAsked({ subjects }) }]
        : []),
      ...(chart.id === "duration" ? durationItems(view) : []),
    ];
  };
  return (
    <>
      <ChartGrid
        metrics={metrics}
        points={points}
        groups={groups}
        markers={markers}
        fileStem={name}
        actionsOf={actionsOf}
        tools={
          <>
            <NotShown absent={charts.absent} view={view} />
            <MetricTools view={view} asOfMs={metrics.asOfMs} />
            <ThresholdsButton />
          </>
        }
      />
      <AlarmList
        data={alarms.data}
        error={alarms.error}
        retry={() => void alarms.refetch()}
        onEdit={(alarm) => setAsked({ alarm })}
      />
      {asked && <AlarmDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </>
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
