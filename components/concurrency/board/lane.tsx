"use client";

import { memo, useMemo } from "react";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import { changeKey, type PlannedChange } from "@/lib/model/concurrency-plan";
import { formatFullCount, formatMemory, plain } from "@/lib/model/format";
import { settingsAfter } from "@/lib/model/settings-after";
import type { Prediction } from "@/lib/simulator/prediction";
import type { BoardFunction } from "./board-function";
import type { BoardLane } from "./board-lane";
import { type DragPreview, usePreview } from "./drag-preview";
import { handlesOf, placeOfHandle, rangeOfHandle } from "./handles";
import { LaneSparkline } from "./lane-sparkline";
import { DemandBars, LimitMarks, stripLeft, stripRight, stripX } from "./lane-strip";
import { throttlesInWords } from "./predicted-values";
import { PredictionCells } from "./prediction-cells";
import { handleWidth, SliderHandle } from "./slider-handle";

/** How a lane is laid out: with less room it drops the sparkline and half of the predictions. */
export interface LaneLayout {
  stripWidth: number;
  isCompact: boolean;
}

export interface LaneActions {
  /** What the settings would do, answered at once. */
  predict(after: BoardFunction): Prediction | undefined;
  settle(): void;
  explain(functionName: string): void;
  select(functionName: string): void;
  /** To the same handle of another lane. */
  moveTo(index: number, kind: PlannedChange["kind"]): void;
}

export const Lane = memo(function Lane({
  lane,
  index,
  count,
  top,
  scaleTop,
  account,
  layout,
  isSelected,
  isWaiting,
  preview,
  actions,
}: {
  lane: BoardLane;
  index: number;
  count: number;
  /** Where it lies in the list, in pixels. */
  top: number;
  scaleTop: number;
  /** As it would be with the plan. */
  account: AccountConcurrency | undefined;
  layout: LaneLayout;
  isSelected: boolean;
  /** Its prediction is on its way. */
  isWaiting: boolean;
  preview: DragPreview;
  actions: LaneActions;
}) {
  const { now, demand } = lane;
  const moving = usePreview(preview, now.name);
  const after = useMemo(() => settingsAfter(lane.after, moving), [lane.after, moving]);
  const isMoving = moving.length > 0;
  const predicted = useMemo(() => {
    if (!lane.predicted || !isMoving) return lane.predicted;
    return { now: lane.predicted.now, after: actions.predict(after) ?? lane.predicted.after };
  }, [lane.predicted, isMoving, after, actions]);
  return (
    // It listens for what happens inside; what can be done there has controls of its own.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className="lane"
      style={{ transform: `translateY(${top}px)` }}
      data-lane={index}
      data-selected={isSelected || undefined}
      data-compact={layout.isCompact || undefined}
      aria-label={now.name}
      aria-setsize={count}
      aria-posinset={index + 1}
      onFocus={() => actions.select(now.name)}
      // The first prediction of a lane fits its traffic, which is best done before a drag begins.
      onPointerEnter={() => actions.predict(lane.after)}
    >
      <LaneName now={now} isChanged={after !== now} />
      <div className="strip" style={{ width: layout.stripWidth }}>
        <LaneStrip
          {...{ lane, after, index, scaleTop, account, preview, actions }}
          width={layout.stripWidth}
          throttles={predicted ? throttlesInWords(predicted.after) : "not predicted"}
        />
      </div>
      {!layout.isCompact && (
        <div className="px-1.5 py-2.5">
          {demand && (
            <LaneSparkline demand={demand.perStep} limit={after.reserved} before={now.reserved} />
          )}
        </div>
      )}
      {predicted ? (
        <PredictionCells
          functionName={now.name}
          now={predicted.now}
          after={predicted.after}
          ids={layout.isCompact ? ["throttles", "cost"] : undefined}
          onExplain={() => actions.explain(now.name)}
        />
      ) : isWaiting ? (
        <Skeleton className="m-auto h-3 w-3/4" />
      ) : (
        <span className="self-center pr-3.5 text-right text-text-3">not predicted</span>
      )}
    </li>
  );
});

function LaneName({ now, isChanged }: { now: BoardFunction; isChanged: boolean }) {
  return (
    <div className="lane-name">
      <span className="flex items-center gap-1.5">
        <Link
          href={`/functions/${encodeURIComponent(now.name)}/concurrency`}
          prefetch={false}
          className="truncate text-12 font-semibold hover:underline"
          title={now.name}
        >
          {now.name}
        </Link>
        {isChanged && (
          <>
            <i className="dot dot-pend" aria-hidden />
            <span className="sr-only">changed in the plan</span>
          </>
        )}
      </span>
      <span className="truncate">{whatRuns(now)}</span>
      <span className="truncate">
        {plain(formatMemory(now.row.memoryMb))} {"\u00b7"} {now.row.runtime ?? "container image"}
      </span>
    </div>
  );
}

/** What decides about its concurrency, in a few words. */
function whatRuns({ queues, provisioned, reserved, row }: BoardFunction): string {
  const [queue] = queues;
  const [share] = provisioned;
  if (queue) return `SQS \u00b7 ${queues.length > 1 ? `${queues.length} queues` : queue.queueName}`;
  if (share)
    return /^\d+$/.test(share.qualifier)
      ? `version ${share.qualifier}`
      : `alias ${share.qualifier}`;
  return reserved === null ? "unreserved pool" : row.description || row.architecture;
}

function LaneStrip({
  lane,
  after,
  index,
  scaleTop,
  width,
  account,
  throttles,
  preview,
  actions,
}: {
  lane: BoardLane;
  after: BoardFunction;
  index: number;
  scaleTop: number;
  width: number;
  account: AccountConcurrency | undefined;
  throttles: string;
  preview: DragPreview;
  actions: LaneActions;
}) {
  const { now, demand } = lane;
  const scale = useMemo(() => ({ top: scaleTop, width }), [scaleTop, width]);
  const handles = handlesOf(now, after);
  // The range a move may use is that of the plan as it stands, not of the move itself.
  const settled = new Map(handlesOf(now, lane.after).map((handle) => [changeKey(handle), handle]));
  const places = handles.map((handle) => placeOfHandle(handle, after));
  const reservedX = places[0] === undefined ? undefined : stripX(scale, places[0]);
  return (
    <>
      <svg width={width} height={75} className="absolute inset-0" aria-hidden="true">
        <DemandBars shares={demand?.shares} average={demand?.average ?? 0} scale={scale} />
        <LimitMarks
          handles={handles}
          after={after}
          scale={scale}
          highest={demand?.shares.max ?? 0}
        />
        {after.reserved === null && (
          <text x={width - stripRight} y={17} textAnchor="end" className="strip-label">
            no reservation; drag from here to set one
          </text>
        )}
      </svg>
      {handles.map((handle, place) => {
        const at = places[place];
        // A setting that is none waits at the end of the scale; queues before the reservation, each to be taken alone.
        const before = handle.kind === "queue-maximum" ? handles.slice(0, place + 1) : [];
        const waiting = before.filter(({ kind, after: to }) => kind === handle.kind && to === null);
        const parked = stripX(scale, scaleTop) - waiting.length * handleWidth;
        const x = at === undefined ? parked : stripX(scale, at);
        if (handle.kind === "provisioned" && handle.after === null) return null;
        return (
          <SliderHandle
            key={changeKey(handle)}
            kind={handle.kind}
            label={`${now.name} ${nameOfHandle(handle)}`}
            valueText={`${valueInWords(handle)}, ${throttles}`}
            value={handle.after}
            before={handle.before}
            range={rangeOfHandle(settled.get(changeKey(handle)) ?? handle, lane.after, account)}
            x={x}
            unitPx={(width - stripLeft - stripRight) / scaleTop}
            originX={stripLeft}
            removable
            isLow={
              handle.kind === "provisioned" &&
              reservedX !== undefined &&
              Math.abs(reservedX - x) < 36
            }
            onMove={(value) => preview.set([{ ...handle, after: value }])}
            onSettle={actions.settle}
            onCancel={() => preview.clear()}
            onLane={(by) => actions.moveTo(index + by, handle.kind)}
          />
        );
      })}
    </>
  );
}

function nameOfHandle(handle: PlannedChange): string {
  if (handle.kind === "reserved") return "reserved";
  if (handle.kind === "provisioned") return `provisioned on ${handle.qualifier}`;
  return `maximum of queue ${handle.queueName}`;
}

function valueInWords(handle: PlannedChange): string {
  const value =
    handle.after === null
      ? `no ${handle.kind === "reserved" ? "reservation" : "maximum"}`
      : `${handle.kind === "reserved" ? "reserved " : ""}${formatFullCount(handle.after)}`;
  return handle.before === handle.after
    ? value
    : `${value}, was ${handle.before === null ? "none" : formatFullCount(handle.before)}`;
}
