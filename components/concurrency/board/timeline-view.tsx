"use client";

import { useMemo, useState } from "react";
import type { ChartDefinition, ChartPoint } from "@/components/chart/chart-definition";
import { ChartPanel } from "@/components/chart/chart-panel";
import { ChartCursor } from "@/components/chart/cursor";
import { useWidth } from "@/components/chart/use-width";
import { useChangeMarkers } from "@/components/metrics/use-change-markers";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useKeys } from "@/components/ui/use-keys";
import { formatCount, formatFullCount } from "@/lib/model/format";
import type { MetricGrid } from "@/lib/model/metric-plan";
import type { TimeSpan } from "@/lib/model/time-range";
import type { BoardLane } from "./board-lane";
import { HolderTable } from "./holder-table";
import { type Timeline, timelineOf, type TimelineSeries } from "./timeline";

/** A functions' band in the stack; beyond these one band has all others. */
const bands = 7;
const mostColumns = 240;

interface TimelinePoint extends ChartPoint {
  /** The minute of the window the column stands for. */
  step: number;
  running: readonly number[];
  throttled: number;
}

/**
 * Who starved whom: the concurrency of all functions stacked under the account's limit, what was throttled below,
 * and for a chosen minute who held the concurrency.
 */
export function TimelineView({
  lanes,
  grid,
  limit,
  isRecorded,
}: {
  lanes: readonly BoardLane[];
  grid: MetricGrid;
  limit: number | undefined;
  /** What was recorded, as nothing is asked otherwise; else what the plan and the chosen traffic would give. */
  isRecorded: boolean;
}) {
  const { zone } = useSession();
  const [cursor] = useState(() => new ChartCursor());
  const [spans, setSpans] = useState<readonly { from: number; to: number }[]>([]);
  const [chosen, setChosen] = useState<number>();
  const [ref, width] = useWidth<HTMLDivElement>();
  const series = useMemo(
    () => lanes.flatMap((lane) => seriesOf(lane, isRecorded)),
    [lanes, isRecorded],
  );
  const { from, to } = spans.at(-1) ?? { from: 0, to: grid.length };
  const columns = Math.min(mostColumns, Math.max(1, Math.floor((width - 66) / 3)));
  const timeline = useMemo(
    () =>
      timelineOf(
        series.map((one) => cut(one, from, to)),
        to - from,
        columns,
        bands,
      ),
    [series, from, to, columns],
  );
  const points = useMemo(
    () => pointsOf(timeline, { ...grid, startMs: grid.startMs + from * grid.stepMs }, from, to),
    [timeline, grid, from, to],
  );
  const running = useMemo(() => runningChart(timeline.names, limit), [timeline.names, limit]);
  const stepMs = ((to - from) / Math.max(1, points.length)) * grid.stepMs;
  const zoom = ({ startMs, endMs }: TimeSpan) => {
    const first = Math.floor((startMs - grid.startMs) / grid.stepMs);
    const last = Math.ceil((endMs - grid.startMs) / grid.stepMs);
    // Fewer minutes than a handful have nothing more to show.
    if (last - first >= 5)
      setSpans([...spans, { from: Math.max(0, first), to: Math.min(grid.length, last) }]);
  };
  const zoomBack = () => (spans.length === 0 ? false : setSpans(spans.slice(0, -1)));
  const choose = () => {
    const point = cursor.step === undefined ? undefined : points[cursor.step];
    if (point) setChosen(point.step);
  };
  useKeys({
    z: zoomBack,
    // A button keeps its Enter.
    enter: ({ target }) =>
      target instanceof Element && target.closest("[role=slider]") ? choose() : false,
  });
  const startMs = grid.startMs + from * grid.stepMs;
  const markers = useChangeMarkers({ startMs, stepMs: grid.stepMs, length: to - from });
  const chart = { points, startMs, stepMs, width, zone, cursor };
  if (series.length === 0)
    return (
      <EmptyState title="Nothing ran in this time">
        Choose a longer replay, or send some calls from a function's Test tab.
      </EmptyState>
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="flex h-9 flex-none items-center gap-2 px-4 text-11 text-text-3">
        <span className="min-w-0 flex-1 truncate">
          {isRecorded
            ? "As it was recorded. Each column is its most throttled, else its busiest minute."
            : "As the plan and the chosen traffic would have it. Each column is its most throttled, else its busiest minute."}
        </span>
        {spans.length > 0 && (
          <Button size="small" shortcut="Z" onClick={zoomBack}>
            Zoom back
          </Button>
        )}
      </div>
      {/* A key does the same: Enter on a chart's cursor. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        ref={ref}
        className="flex-none"
        onClick={(event) => !(event.target as Element).closest("button") && choose()}
      >
        <ChartPanel
          {...chart}
          definition={running}
          markers={markers}
          onZoom={zoom}
          onZoomBack={zoomBack}
        />
        <ChartPanel
          {...chart}
          definition={throttledChart}
          markers={markers}
          onZoom={zoom}
          onZoomBack={zoomBack}
        />
      </div>
      <HolderTable
        lanes={lanes}
        series={series}
        step={chosen}
        startMs={grid.startMs}
        stepMs={grid.stepMs}
        limit={limit}
        colours={new Map(timeline.names.map((name, index) => [name, bandColour(index)]))}
      />
    </div>
  );
}

/** Recorded values; or what would have run: the demand, but no more than the reservation lets through. */
function seriesOf(lane: BoardLane, isRecorded: boolean): TimelineSeries[] {
  const { now, traffic, predicted, after } = lane;
  if (isRecorded)
    return traffic
      ? [{ name: now.name, running: traffic.concurrency, throttled: traffic.throttles }]
      : [];
  if (!predicted) return [];
  const { demand, throttled } = predicted.after;
  const most = after.reserved ?? Infinity;
  return [{ name: now.name, running: demand.map((value) => Math.min(value, most)), throttled }];
}

function cut({ name, running, throttled }: TimelineSeries, from: number, to: number) {
  return { name, running: running.subarray(from, to), throttled: throttled.subarray(from, to) };
}

function pointsOf(
  { columns }: Timeline,
  { startMs, stepMs }: MetricGrid,
  from: number,
  to: number,
): TimelinePoint[] {
  const columnMs = ((to - from) / Math.max(1, columns.length)) * stepMs;
  return columns.map(({ step, running, throttled }, column) => ({
    timeMs: startMs + column * columnMs,
    incomplete: false,
    step: from + step,
    running,
    throttled,
  }));
}

function bandColour(index: number): string {
  return index < bands ? `var(--cat-${index + 1})` : "var(--c-observed-soft)";
}

function runningChart(
  names: readonly string[],
  limit: number | undefined,
): ChartDefinition<TimelinePoint> {
  return {
    title:
      limit === undefined ? "Running at once" : `Running at once, of ${formatFullCount(limit)}`,
    height: 240,
    integers: true,
    limits:
      limit === undefined
        ? []
        : [{ label: "account limit", value: limit, colour: "var(--c-throttle)" }],
    format: (value) => formatCount(value === null ? null : Math.round(value)),
    series: [...names, "others"].map((label, index) => ({
      label,
      value: (point) =>
        point.running[index === names.length ? point.running.length - 1 : index] ?? 0,
      colour: index === names.length ? bandColour(bands) : bandColour(index),
      draw: "bar",
      isLevel: true,
    })),
  };
}

const throttledChart: ChartDefinition<TimelinePoint> = {
  title: "Throttled",
  height: 110,
  integers: true,
  limits: [],
  format: (value) => formatCount(value === null ? null : Math.round(value)),
  series: [
    {
      label: "throttled",
      value: ({ throttled }) => throttled,
      colour: "var(--c-throttle)",
      draw: "bar",
    },
  ],
};
