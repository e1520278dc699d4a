"use client";

import { Download, TriangleAlert } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { ChartDefinition, ChartMarker, ChartPoint } from "@/components/chart/chart-definition";
import { chartsAsCsv, fileName } from "@/components/chart/chart-csv";
import { ChartPanel } from "@/components/chart/chart-panel";
import { ChartCursor, useCursorStep } from "@/components/chart/cursor";
import { useWidth } from "@/components/chart/use-width";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { download } from "@/components/ui/download";
import type { MenuItem } from "@/components/ui/menu";
import { useKeys } from "@/components/ui/use-keys";
import { formatClock, formatDateTime } from "@/lib/model/format";
import type { MetricReading } from "@/lib/model/metric-series";
import { absoluteRange, stepLabel } from "@/lib/model/time-range";

export interface ChartGridProps<Point extends ChartPoint> {
  metrics: MetricReading;
  points: readonly Point[];
  groups: readonly { title?: string; charts: readonly ChartDefinition<Point>[] }[];
  markers: readonly ChartMarker[];
  /** Names files made from the charts. */
  fileStem: string;
  /** Controls of the toolbar: step, comparison. */
  tools?: ReactNode;
  /** What can be done with one chart beside what can be done with any. */
  actionsOf?(chart: ChartDefinition<Point>): readonly MenuItem[];
  maxColumns?: number;
}

/** Charts over the same steps: one cursor, zoom and markers for all of them. */
export function ChartGrid<Point extends ChartPoint>(props: ChartGridProps<Point>) {
  const { metrics, points, groups, markers, fileStem, tools, actionsOf, maxColumns = 3 } = props;
  const { range, setRange, zone } = useSession();
  const [cursor] = useState(() => new ChartCursor());
  const [ranges, setRanges] = useState<string[]>([]);
  const [showsMarkers, setShowsMarkers] = useState(true);
  const [grid, width] = useWidth<HTMLDivElement>();
  const columns = Math.min(maxColumns, width >= 1040 ? 3 : width >= 620 ? 2 : 1);
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
      <div className="flex min-h-9 flex-none flex-wrap items-center gap-x-2 gap-y-1 border-b border-border px-4 py-1 text-11 whitespace-nowrap text-text-3">
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
          <span className="max-lg:hidden">Drag across a chart to zoom</span>
        )}
        {tools}
        <Button
          size="small"
          icon={Download}
          title="All charts in one table"
          onClick={() =>
            download(
              `${fileName(fileStem, "metrics")}.csv`,
              "text/csv",
              chartsAsCsv(
                groups.flatMap(({ charts }) => charts),
                points,
              ),
            )
          }
        >
          CSV
        </Button>
      </div>
      <div
        ref={grid}
        className="chart-grid grid flex-none"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        {groups.map(({ title, charts }) => [
          title !== undefined && (
            <div
              key={title}
              className="col-span-full border-b border-border bg-surface-2 px-3.5 py-1 text-11 font-medium text-text-2"
            >
              {title}
            </div>
          ),
          ...charts.map((definition) => (
            <div
              key={`${title}/${definition.title}`}
              className="min-w-0 border-r border-b border-border pb-0.5"
            >
              <ChartPanel
                definition={definition}
                points={points}
                startMs={metrics.startMs}
                stepMs={metrics.stepMs}
                width={Math.max(0, Math.floor(width / columns) - 1)}
                zone={zone}
                cursor={cursor}
                markers={showsMarkers ? markers : noMarkers}
                fileStem={fileStem}
                actions={actionsOf?.(definition)}
                onZoom={(span) => {
                  setRanges([...ranges, range.text]);
                  setRange(absoluteRange(span));
                }}
                onZoomBack={zoomBack}
              />
            </div>
          )),
        ])}
      </div>
    </>
  );
}

const noMarkers: readonly ChartMarker[] = [];

function CursorTime({ metrics, cursor }: { metrics: MetricReading; cursor: ChartCursor }) {
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
  const timeMs = metrics.startMs + step * metrics.stepMs;
  return (
    <span title={new Date(timeMs).toISOString()}>
      Cursor{" "}
      <b className="text-12 font-medium text-text">
        {formatDateTime(timeMs, zone, metrics.asOfMs).slice(0, -3)}
      </b>
    </span>
  );
}
