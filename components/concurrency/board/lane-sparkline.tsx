"use client";

import { memo } from "react";
import { peaksOf } from "./demand";

const width = 104;
const height = 52;
const baseY = 50;

/** The window's demand over time, what is above the limit marked, with the limit as it would be and as it is. */
export const LaneSparkline = memo(function LaneSparkline({
  demand,
  limit,
  before,
}: {
  demand: Float32Array;
  /** null: no limit of its own. */
  limit: number | null;
  before: number | null;
}) {
  const peaks = peaksOf(demand, width);
  const top = Math.max(1, ...peaks, limit ?? 0, before ?? 0) * 1.15;
  const y = (value: number) => baseY - (value / top) * (baseY - 2);
  const step = width / Math.max(1, peaks.length - 1);
  let line = "";
  let over = "";
  peaks.forEach((value, column) => {
    const x = (column * step).toFixed(1);
    line += `${column === 0 ? "M" : "L"}${x} ${y(value).toFixed(1)}`;
    if (limit !== null && value > limit)
      over += `M${x} ${y(limit).toFixed(1)}V${y(value).toFixed(1)}`;
  });
  return (
    <svg width={width} height={height} aria-hidden="true" className="block">
      <path d={`${line}L${width} ${baseY}L0 ${baseY}Z`} fill="var(--c-observed-faint)" />
      <path
        d={line}
        fill="none"
        stroke="var(--c-observed)"
        strokeWidth={1.25}
        strokeLinejoin="round"
      />
      {over && <path d={over} fill="none" stroke="var(--c-throttle)" strokeWidth={2} />}
      {before !== null && before !== limit && (
        <path
          d={`M0 ${y(before)}H${width}`}
          stroke="var(--c-reserved)"
          strokeWidth={1.5}
          strokeDasharray="2 2"
        />
      )}
      {limit !== null && (
        <path d={`M0 ${y(limit)}H${width}`} stroke="var(--c-reserved)" strokeWidth={1.5} />
      )}
    </svg>
  );
});
