"use client";

import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { ChartDefinition, ChartMarker } from "@/components/chart/chart-definition";
import { ChartPanel } from "@/components/chart/chart-panel";
import { ChartCursor, useCursorStep } from "@/components/chart/cursor";
import { useWidth } from "@/components/chart/use-width";
import { useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { useKeys } from "@/components/ui/use-keys";
import { formatClock, formatDateTime } from "@/lib/model/format";
import type { FunctionMetrics, MetricPoint } from "@/lib/model/metric-series";
import { absoluteRange, stepLabel } from "@/lib/model/time-range";
import { useChangeMarkers } from "./use-change-markers";

/** Charts over the same steps: one cursor, zoom and markers for all of them. */
export function ChartGrid({
  metrics,
  points,
  charts,
  maxColumns = 3,
}: {
  metrics: FunctionMetrics;
  points: readonly MetricPoint[];
  charts: readonly ChartDefinition<MetricPoint>[];
  maxColumns?: number;
}) {
  const { range, setRange, zone } = useSession();
  const [cursor] = useState(() => new ChartCursor());
  const [ranges, setRanges] = useState<string[]>([]);
  const [showsMarkers, setShowsMarkers] = useState(true);
  const [grid, width] = useWidth<HTMLDivElement>();
  const columns = Math.min(maxColumns, width >= 1040 ? 3 : width >= 620 ? 2 : 1);
  const { name } = useFunctionAddress();
  const markers = useChangeMarkers(metrics, name);
  const zoomBack = () => {
    const before = ranges.at(-1);
    if (before === undefined) return;
    setRanges(ranges.slice(0, -1));
    setRange(before);
  };
  const move = (by: number) => {
    const step = Math.min(points.length - 1, Math.max(0, (cursor.step ?? points.length) + by));
    cursor.set(step);
  };
  useKeys({
    arrowleft: () => move(-1),
    arrowright: () => move(1),
    "shift+arrowleft": () => move(-10),
    "shift+arrowright": () => move(10),
    z: zoomBack,
    m: () => setShowsMarkers(!showsMarkers),
  });
  return (
    <>
      <div className="flex h-9 flex-none items-center gap-2 overflow-hidden border-b border-border px-4 text-11 whitespace-nowrap text-text-3">
        <CursorTime metrics={metrics} cursor={cursor} />
        <span>{stepLabel(metrics.stepMs / 1000)} steps</span>
        {markers.length > 0 && (
          <Button
            size="small"
            kind="ghost"
            pressed={showsMarkers}
            onClick={() => setShowsMarkers(!showsMarkers)}
          >
            {"\u25b2"} {markers.length} {markers.length === 1 ? "change" : "changes"}
          </Button>
        )}
        <span className="flex-1" />
        {ranges.length > 0 ? (
          <Button size="small" shortcut="Z" onClick={zoomBack}>
            Zoom back
          </Button>
        ) : (
          <span className="max-md:hidden">Drag across a chart to zoom</span>
        )}
      </div>
      <div
        ref={grid}
        className="chart-grid grid flex-none"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        {charts.map((definition) => (
          <div key={definition.title} className="min-w-0 border-r border-b border-border pb-0.5">
            <ChartPanel
              definition={definition}
              points={points}
              startMs={metrics.startMs}
              stepMs={metrics.stepMs}
              width={Math.max(0, Math.floor(width / columns) - 1)}
              zone={zone}
              cursor={cursor}
              markers={showsMarkers ? markers : noMarkers}
              onZoom={(span) => {
                setRanges([...ranges, range.text]);
                setRange(absoluteRange(span));
              }}
              onZoomBack={zoomBack}
            />
          </div>
        ))}
      </div>
    </>
  );
}

const noMarkers: readonly ChartMarker[] = [];

function CursorTime({ metrics, cursor }: { metrics: FunctionMetrics; cursor: ChartCursor }) {
  const { zone } = useSession();
  const step = useCursorStep(cursor);
  if (step === undefined) {
    if (metrics.dataUntilMs === undefined)
      return (
        <span className="inline-flex items-center gap-1 text-text-2">
          <TriangleAlert size={12} aria-hidden /> No data in this time
        </span>
      );
    return (
      <span>
        Data until{" "}
        <b className="font-medium text-text">{formatClock(metrics.dataUntilMs, zone, "m")}</b>
      </span>
    );
  }
  return (
    <span>
      Cursor{" "}
      <b className="text-12 font-medium text-text">
        {formatDateTime(metrics.startMs + step * metrics.stepMs, zone, metrics.asOfMs).slice(0, -3)}
      </b>
    </span>
  );
}
