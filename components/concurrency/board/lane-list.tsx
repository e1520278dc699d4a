"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { useKeys } from "@/components/ui/use-keys";
import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import { queueMaximumOf } from "@/lib/model/function-row";
import { provisionedTotal } from "@/lib/model/settings-after";
import type { BoardLane } from "./board-lane";
import type { BoardScale } from "./board-view";
import { scaleTop } from "./demand";
import type { DragPreview } from "./drag-preview";
import { Lane, type LaneActions } from "./lane";
import { predictedIds, predictedValues } from "./predicted-values";

const laneHeight = 75;
const nameWidth = 170;
const sparklineWidth = 116;
const predictionsWidth = 292;
const fewPredictionsWidth = 146;
/** Below this the sparkline and half of the predictions give way. */
const wideFrom = 1000;

/** One lane a function, of which those in sight are in the document. */
export function LaneList({
  lanes,
  account,
  scale,
  windowLabel,
  selected,
  isWaiting,
  preview,
  actions,
}: {
  lanes: readonly BoardLane[];
  account: AccountConcurrency | undefined;
  scale: BoardScale;
  windowLabel: string;
  selected: string | undefined;
  /** Predictions are on their way. */
  isWaiting: boolean;
  preview: DragPreview;
  actions: Omit<LaneActions, "moveTo">;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { width, barWidth } = useClientWidth(scroller);
  const rows = useVirtualizer({
    count: lanes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => laneHeight,
    overscan: 3,
    initialRect: { width, height: 600 },
  });
  const shown = rows.getVirtualItems();
  const isCompact = width < wideFrom;
  const layout = useMemo(
    () => ({
      isCompact,
      stripWidth: Math.max(
        120,
        width - nameWidth - (isCompact ? fewPredictionsWidth : sparklineWidth + predictionsWidth),
      ),
    }),
    [width, isCompact],
  );
  const commonTop = useMemo(
    () => (scale === "common" ? Math.max(0, ...lanes.map(laneTop)) : undefined),
    [scale, lanes],
  );
  const moveTo = useRef((_index: number, _kind: PlannedChange["kind"]) => {});
  useEffect(() => {
    moveTo.current = (index, kind) => {
      if (!lanes[index]) return;
      rows.scrollToIndex(index, { align: "auto" });
      // The lane may only now come into the document.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const lane = scroller.current?.querySelector(`[data-lane="${index}"]`);
          const handle =
            lane?.querySelector<HTMLElement>(`.handle-${kind}`) ??
            lane?.querySelector<HTMLElement>(".handle, button");
          handle?.focus({ preventScroll: true });
        }),
      );
    };
  });
  const laneActions = useMemo(
    () => ({
      ...actions,
      moveTo: (index: number, kind: PlannedChange["kind"]) => moveTo.current(index, kind),
    }),
    [actions],
  );
  const step = (by: number) => {
    const at = lanes.findIndex(({ now }) => now.name === selected);
    moveTo.current(at < 0 ? 0 : Math.min(lanes.length - 1, Math.max(0, at + by)), "reserved");
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    arrowdown: () => step(1),
    arrowup: () => step(-1),
  });
  return (
    <>
      <LaneHead isCompact={isCompact} windowLabel={windowLabel} barWidth={barWidth} />
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <ul
          aria-label="Lanes, one a function"
          className="relative"
          style={{ height: rows.getTotalSize() }}
        >
          {shown.map(({ index, start }) => {
            const lane = lanes[index];
            if (!lane) return null;
            return (
              <Lane
                key={lane.now.name}
                lane={lane}
                index={index}
                count={lanes.length}
                top={start}
                scaleTop={commonTop ?? laneTop(lane)}
                account={account}
                layout={layout}
                isSelected={lane.now.name === selected}
                isWaiting={isWaiting && !lane.predicted}
                preview={preview}
                actions={laneActions}
              />
            );
          })}
        </ul>
      </div>
    </>
  );
}

/** The end of a lane's scale: room for its demand and for every limit, as it was and as it is planned. */
function laneTop({ now, after, demand }: BoardLane): number {
  const limits = [now, after].flatMap((settings) => [
    settings.reserved ?? 0,
    provisionedTotal(settings),
    queueMaximumOf(settings.queues) ?? 0,
  ]);
  // Without a reservation there must be room to drag one in.
  const room = after.reserved === null ? 1.15 : 1;
  return scaleTop(Math.max((demand?.shares.max ?? 0) * room, ...limits));
}

function LaneHead({
  isCompact,
  windowLabel,
  barWidth,
}: {
  isCompact: boolean;
  windowLabel: string;
  barWidth: number;
}) {
  const ids = isCompact ? (["throttles", "cost"] as const) : predictedIds;
  return (
    <div
      className="lane-head overflow-hidden"
      style={{ paddingRight: barWidth }}
      data-compact={isCompact || undefined}
      aria-hidden="true"
    >
      <span className="pl-4">Function</span>
      <span className="flex gap-3 overflow-hidden pl-2.5">
        Demand by share of time
        <span className="flex items-center gap-3 font-normal text-text-2">
          <span className="flex items-center gap-1">
            <i className="h-2.25 w-3 rounded-1 bg-reserved" /> reserved
          </span>
          <span className="flex items-center gap-1">
            <i className="h-2.25 w-3 rounded-1 bg-provisioned" /> provisioned
          </span>
          <span>{"\u25c6"} SQS max</span>
          <span className="flex items-center gap-1">
            <svg width={12} height={9}>
              <rect width={12} height={9} fill="url(#board-throttled)" />
            </svg>
            throttled
          </span>
        </span>
      </span>
      {!isCompact && <span className="pl-1.5">Last {windowLabel}</span>}
      <span className="predictions">
        {ids.map((id) => (
          <span key={id} className="text-11 text-text-3">
            {predictedValues[id].label}
          </span>
        ))}
      </span>
    </div>
  );
}

/** The width inside the scroller, and that of its bar. */
function useClientWidth(element: React.RefObject<HTMLElement | null>) {
  const [measured, setMeasured] = useState({ width: 1000, barWidth: 0 });
  useEffect(() => {
    const scroller = element.current;
    if (!scroller) return;
    const observer = new ResizeObserver(() =>
      setMeasured({
        width: scroller.clientWidth,
        barWidth: scroller.offsetWidth - scroller.clientWidth,
      }),
    );
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [element]);
  return measured;
}
