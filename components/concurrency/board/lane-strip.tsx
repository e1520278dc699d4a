"use client";

import { memo } from "react";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import { formatFullCount, formatRate, plain } from "@/lib/model/format";
import type { BoardFunction } from "./board-function";
import { binnedShares, type DemandShares } from "./demand";
import { placeOfHandle } from "./handles";
import { spreadLabels } from "./spread-labels";

/** The strip's own measures, in pixels: the scale lies between the two ends. */
export const stripLeft = 10;
export const stripRight = 14;
const axisY = 56;
const barsHeight = 36;
const bins = 96;

export interface StripScale {
  /** The value at the right end. */
  top: number;
  width: number;
}

export function stripX({ top, width }: StripScale, value: number): number {
  return stripLeft + (Math.min(value, top) / top) * (width - stripLeft - stripRight);
}

/** The scale, and how long which concurrency was wanted: shares of time, marks for average, p99 and maximum. */
export const DemandBars = memo(function DemandBars({
  shares,
  average,
  scale,
}: {
  /** Undefined: not known. */
  shares: DemandShares | undefined;
  average: number;
  scale: StripScale;
}) {
  return (
    <>
      {shares && shares.max > 0 && <Shares shares={shares} average={average} scale={scale} />}
      <path
        d={`M${stripLeft} ${axisY + 0.5}H${scale.width - stripRight}`}
        stroke="var(--c-axis)"
        fill="none"
      />
      <text x={scale.width - stripRight} y={70} textAnchor="end" className="strip-label">
        {formatFullCount(scale.top)}
      </text>
    </>
  );
});

function Shares({
  shares,
  average,
  scale,
}: {
  shares: DemandShares;
  average: number;
  scale: StripScale;
}) {
  const heights = binnedShares(shares, scale.top, bins);
  const most = Math.max(...heights);
  const step = (scale.width - stripLeft - stripRight) / bins;
  // One path for all bars: a lane is drawn often and its bars never one by one.
  let path = "";
  heights.forEach((share, bin) => {
    if (share === 0) return;
    // The root keeps the rare high levels visible.
    const height = Math.max(1.5, Math.sqrt(share / most) * barsHeight);
    const x = (stripLeft + bin * step).toFixed(1);
    path += `M${x} ${axisY}v${(-height).toFixed(1)}h${Math.max(1, step - 0.8).toFixed(1)}V${axisY}z`;
  });
  const marks = [
    { text: `avg ${plain(formatRate(average))}`, value: average, y: 48 },
    { text: `p99 ${formatFullCount(shares.p99)}`, value: shares.p99, y: 40 },
    { text: `max ${formatFullCount(shares.max)}`, value: shares.max, y: 32 },
  ];
  const labels = spreadLabels(
    marks.map(({ text, value }) => ({ text, x: stripX(scale, value) })),
    stripLeft - 4,
    scale.width - stripRight - 24,
  );
  return (
    <>
      <path d={path} fill="var(--c-observed-soft)" />
      {marks.map(({ text, value, y }) => (
        <rect
          key={text}
          x={stripX(scale, value) - 0.6}
          y={y}
          width={1.25}
          height={axisY + 3 - y}
          fill="var(--text)"
        />
      ))}
      {labels.map(({ text, x }) => (
        <text key={text} x={x} y={70} textAnchor="middle" className="strip-label">
          {text}
        </text>
      ))}
    </>
  );
}

/** What the limits mean on the strip: the warm foot, what would be throttled, and where a moved limit was. */
export function LimitMarks({
  handles,
  after,
  scale,
  highest,
}: {
  handles: readonly PlannedChange[];
  after: BoardFunction;
  scale: StripScale;
  /** The most that would run without a limit. */
  highest: number;
}) {
  const x = (value: number) => stripX(scale, value);
  const warm = Math.max(
    0,
    ...handles.map((handle) =>
      handle.kind === "provisioned" ? (placeOfHandle(handle, after) ?? 0) : 0,
    ),
  );
  return (
    <>
      {after.reserved !== null && highest > after.reserved && (
        <rect
          x={x(after.reserved)}
          y={axisY - 8}
          width={Math.max(2, x(highest) - x(after.reserved))}
          height={8}
          fill="url(#board-throttled)"
        />
      )}
      {warm > 0 && (
        <rect
          x={stripLeft}
          y={axisY - 3}
          width={x(warm) - stripLeft}
          height={3}
          fill="var(--c-provisioned)"
        />
      )}
      {handles.map((handle) => {
        if (handle.before === handle.after || handle.before === null) return null;
        const from = x(handle.before);
        const to = handle.after === null ? undefined : x(placeOfHandle(handle, after) ?? 0);
        const colour = handleColours[handle.kind];
        const gap = to === undefined ? 0 : to - from;
        return (
          <g key={`${handle.kind} ${handle.before}`} stroke={colour} fill="none">
            <path d={`M${from} 22V${axisY}`} strokeWidth={1.5} strokeDasharray="2 2" />
            {handle.kind === "reserved" && Math.abs(gap) > 56 && (
              <text x={from} y={16} textAnchor="middle" stroke="none" className="strip-label">
                was {formatFullCount(handle.before)}
              </text>
            )}
            {to !== undefined && Math.abs(gap) > 12 && (
              <path
                strokeWidth={1.5}
                d={`M${from + 2 * Math.sign(gap)} 29H${to - 4 * Math.sign(gap)}m${-4 * Math.sign(gap)} -3l${4 * Math.sign(gap)} 3l${-4 * Math.sign(gap)} 3`}
              />
            )}
          </g>
        );
      })}
    </>
  );
}

const handleColours: Record<PlannedChange["kind"], string> = {
  reserved: "var(--c-reserved)",
  provisioned: "var(--c-provisioned)",
  "queue-maximum": "var(--c-sqs)",
};
