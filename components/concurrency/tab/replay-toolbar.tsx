"use client";

import { ChartLine, Table as TableIcon } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { type TrafficWindow, trafficWindows } from "@/lib/model/traffic";
import { factors, type ReplayView, windowLabel } from "./replay-view";

/** Which traffic is replayed, how much of it, and how it is shown. */
export function ReplayToolbar({
  view,
  onView,
  markerCount,
  showsMarkers,
  onMarkers,
  isTable,
  onTable,
  isZoomed,
  onZoomBack,
}: {
  view: ReplayView;
  onView(view: ReplayView): void;
  markerCount: number;
  showsMarkers: boolean;
  onMarkers(shows: boolean): void;
  isTable: boolean;
  onTable(isTable: boolean): void;
  isZoomed: boolean;
  onZoomBack(): void;
}) {
  const offered = [...new Set([...factors, view.factor])].sort((a, b) => a - b);
  return (
    <div className="flex min-h-10 flex-none flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-1.5 text-11 text-text-3">
      <span className="max-md:hidden">Replay</span>
      <Segmented<TrafficWindow>
        size="small"
        aria-label="Replay"
        value={view.window}
        onChange={(window) => onView({ ...view, window })}
        options={trafficWindows.map((window) => ({ value: window, label: windowLabel(window) }))}
      />
      <span className="max-md:hidden">Traffic</span>
      <Select
        size="small"
        aria-label="Traffic, times as much as was recorded"
        value={String(view.factor)}
        onChange={(factor) => onView({ ...view, factor: Number(factor) })}
        options={offered.map((factor) => ({ value: String(factor), label: `\u00d7${factor}` }))}
      />
      {markerCount > 0 && (
        <Button
          size="small"
          kind="ghost"
          pressed={showsMarkers}
          onClick={() => onMarkers(!showsMarkers)}
        >
          {"\u25b2"} {markerCount}
          <span className="sr-only"> {markerCount === 1 ? "change" : "changes"}</span>
        </Button>
      )}
      {isZoomed && (
        <Button size="small" shortcut="Z" onClick={onZoomBack}>
          Zoom back
        </Button>
      )}
      <span className="flex-1" />
      <Legend />
      <IconButton
        size="small"
        icon={isTable ? ChartLine : TableIcon}
        label={isTable ? "View as chart" : "View as table"}
        onClick={() => onTable(!isTable)}
      />
    </div>
  );
}

function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-3 max-xl:hidden" aria-label="Legend">
      <li className="flex items-center gap-1.25">
        <i aria-hidden className="h-0.75 w-2.5 rounded-1 bg-observed" /> demand
      </li>
      <li className="flex items-center gap-1.25">
        <i aria-hidden className="size-2.5 rounded-1 bg-[var(--c-provisioned-soft)]" /> served warm
      </li>
      <li className="flex items-center gap-1.25">
        <i aria-hidden className="size-2.5 rounded-1 bg-[var(--c-reserved-soft)]" /> throttled now,
        served after
      </li>
      <li className="flex items-center gap-1.25">
        <i
          aria-hidden
          className="size-2.5 rounded-1 bg-[repeating-linear-gradient(135deg,var(--c-throttle)_0_1.5px,var(--c-throttle-soft)_1.5px_4px)]"
        />{" "}
        throttled
      </li>
    </ul>
  );
}
