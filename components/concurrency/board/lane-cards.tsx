"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useWidth } from "@/components/chart/use-width";
import { Link } from "@/components/ui/link";
import { Button } from "@/components/ui/button";
import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import { changeKey, type PlannedChange, settingLabel } from "@/lib/model/concurrency-plan";
import { plain } from "@/lib/model/format";
import { type BoardLane, isPlanned } from "./board-lane";
import { scaleTop } from "./demand";
import { handlesOf, rangeOfHandle } from "./handles";
import { judge, predictedValues } from "./predicted-values";
import { SettingField } from "./setting-field";

const closedHeight = 75;

/** The lanes of a phone: a preview of each strip; a touch opens its settings, which are stepped instead of dragged. */
export function LaneCards({
  lanes,
  account,
  selected,
  onSelect,
  onSet,
  onExplain,
}: {
  lanes: readonly BoardLane[];
  account: AccountConcurrency | undefined;
  selected: string | undefined;
  onSelect(functionName: string | undefined): void;
  onSet(change: PlannedChange): void;
  onExplain(functionName: string): void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [list, width] = useWidth<HTMLUListElement>();
  const rows = useVirtualizer({
    count: lanes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => closedHeight,
    getItemKey: (index) => lanes[index]?.now.name ?? index,
    overscan: 4,
    initialRect: { width: 390, height: 700 },
  });
  const shown = rows.getVirtualItems();
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <ul
        ref={list}
        aria-label="Functions"
        className="relative"
        style={{ height: rows.getTotalSize() }}
      >
        {shown.map(({ index, start }) => {
          const lane = lanes[index];
          if (!lane) return null;
          return (
            <li
              key={lane.now.name}
              ref={rows.measureElement}
              data-index={index}
              className="absolute inset-x-0 top-0 border-b border-border"
              style={{ transform: `translateY(${start}px)` }}
              aria-setsize={lanes.length}
              aria-posinset={index + 1}
            >
              <LaneCard
                lane={lane}
                width={width - 32}
                account={account}
                isOpen={lane.now.name === selected}
                onToggle={() => onSelect(lane.now.name === selected ? undefined : lane.now.name)}
                onSet={onSet}
                onExplain={onExplain}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function LaneCard({
  lane,
  width,
  account,
  isOpen,
  onToggle,
  onSet,
  onExplain,
}: {
  lane: BoardLane;
  /** Of its strip, in pixels. */
  width: number;
  account: AccountConcurrency | undefined;
  isOpen: boolean;
  onToggle(): void;
  onSet(change: PlannedChange): void;
  onExplain(functionName: string): void;
}) {
  const { now, after } = lane;
  return (
    <>
      <button
        type="button"
        className="block w-full px-4 py-2 text-left"
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        <span className="flex items-center gap-1.5 text-12">
          <b className="min-w-0 truncate">{now.name}</b>
          {isPlanned(lane) && (
            <>
              <i className="dot dot-pend" aria-hidden />
              <span className="sr-only">changed in the plan</span>
            </>
          )}
          <span className="flex-1" />
          <ThrottlesPerDay lane={lane} />
        </span>
        <StripPreview lane={lane} width={width} />
      </button>
      {isOpen && (
        <div className="lane-card flex flex-col gap-2 px-4 pb-3">
          {handlesOf(now, after).map((handle) => (
            <div key={changeKey(handle)} className="flex items-center gap-2 text-12">
              <span className="min-w-0 flex-1">
                <span className="block truncate">{settingLabel(handle)}</span>
                {handle.before !== handle.after && (
                  <span className="block text-11 text-text-3">was {handle.before ?? "none"}</span>
                )}
              </span>
              <SettingField
                handle={handle}
                range={rangeOfHandle(handle, after, account)}
                label={`${now.name}: ${settingLabel(handle)}`}
                stepper
                className="w-42"
                onSet={onSet}
              />
            </div>
          ))}
          <div className="flex gap-2">
            <Button onClick={() => onExplain(now.name)}>Prediction…</Button>
            <Link
              href={`/functions/${encodeURIComponent(now.name)}/concurrency`}
              className="btn btn-ghost"
            >
              Open the function
            </Link>
          </div>
        </div>
      )}
    </>
  );
}

function ThrottlesPerDay({ lane: { predicted } }: { lane: BoardLane }) {
  if (!predicted) return <span className="text-text-3">{"\u2013"}</span>;
  const { valueOf, format } = predictedValues.throttles;
  const judgement = judge("throttles", predicted.now, predicted.after);
  const to = plain(format(valueOf(predicted.after)));
  return (
    <span className="flex-none text-text-2">
      {judgement !== "same" && `${plain(format(valueOf(predicted.now)))} \u2192 `}
      <span
        className={
          judgement === "same"
            ? predicted.after.throttles >= 0.5
              ? "text-limit"
              : ""
            : `prediction-${judgement}`
        }
      >
        {to}
      </span>{" "}
      throttles/day
    </span>
  );
}

/** The strip as a picture: p99, peak, limit as it is planned and as it was. */
function StripPreview({ lane: { now, after, demand }, width }: { lane: BoardLane; width: number }) {
  if (!demand || width <= 0) return <svg height={40} className="mt-1 block" aria-hidden="true" />;
  const { shares } = demand;
  const top = scaleTop(Math.max(shares.max, after.reserved ?? 0, now.reserved ?? 0));
  const x = (value: number) => (Math.min(value, top) / top) * width;
  const limit = after.reserved;
  return (
    <svg height={40} className="mt-1 block w-full overflow-visible" aria-hidden="true">
      <rect y={20} width={width} height={10} rx={1} fill="var(--surface-3)" />
      <rect
        y={20}
        width={x(Math.min(shares.p99, limit ?? Infinity))}
        height={10}
        rx={1}
        fill="var(--c-observed-soft)"
      />
      {limit !== null && shares.max > limit && (
        <rect
          x={x(limit)}
          y={20}
          width={x(shares.max) - x(limit)}
          height={10}
          fill="url(#board-throttled)"
        />
      )}
      {shares.max > 0 && (
        <rect x={x(shares.max) - 0.75} y={17} width={1.5} height={16} fill="var(--text)" />
      )}
      {now.reserved !== null && now.reserved !== limit && (
        <path
          d={`M${x(now.reserved)} 14V34`}
          stroke="var(--c-reserved)"
          strokeWidth={1.5}
          strokeDasharray="2 2"
        />
      )}
      {limit !== null && (
        <>
          <path d={`M${x(limit)} 14V36`} stroke="var(--c-reserved)" strokeWidth={2} />
          <rect
            x={Math.min(width - 36, Math.max(0, x(limit) - 18))}
            width={36}
            height={16}
            rx={4}
            fill="var(--c-reserved)"
          />
          <text
            x={Math.min(width - 18, Math.max(18, x(limit)))}
            y={12}
            textAnchor="middle"
            fontSize={11}
            fontWeight={600}
            fill="var(--surface)"
          >
            {limit}
          </text>
        </>
      )}
    </svg>
  );
}
