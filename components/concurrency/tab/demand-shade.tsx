"use client";

import { useId, useMemo } from "react";
import { plotLeft } from "@/components/chart/chart-definition";
import { type DemandScale, yOf } from "./demand-scale";

/** The grounds under the demand line: which part of it is served warm, served, or throttled. */
export function DemandShade({
  values,
  scale,
  plotWidth,
  limitNow,
  limitChosen,
  provisioned,
}: {
  /** The demand's points from left to right, evenly spaced. */
  values: readonly number[];
  scale: DemandScale;
  plotWidth: number;
  /** What may run at once, now and as chosen. */
  limitNow: number;
  limitChosen: number;
  provisioned: number;
}) {
  const id = useId();
  // Dragging moves the edges of the grounds only, not the demand.
  const area = useMemo(() => areaPath(values, scale, plotWidth), [values, scale, plotWidth]);
  const served = Math.min(limitNow, limitChosen);
  const layers = [
    { name: "warm", from: 0, to: provisioned, fill: "var(--c-provisioned-soft)" },
    { name: "served", from: provisioned, to: served, fill: "var(--c-observed-faint)" },
    { name: "gained", from: served, to: limitChosen, fill: "var(--c-reserved-soft)" },
    { name: "throttled", from: limitChosen, to: Infinity, fill: `url(#${id}-hatch)` },
  ].filter(({ from, to }) => to > from);
  return (
    <svg
      aria-hidden
      className="absolute inset-0"
      width={plotLeft + plotWidth}
      height={scale.height}
    >
      <defs>
        <pattern
          id={`${id}-hatch`}
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="5" height="5" fill="var(--c-throttle-soft)" />
          <path d="M0 0V5" stroke="var(--c-throttle)" strokeWidth="2" />
        </pattern>
        {layers.map(({ name, from, to }) => (
          <clipPath key={name} id={`${id}-${name}`}>
            <rect
              x={plotLeft}
              width={plotWidth}
              y={yOf(scale, to)}
              height={yOf(scale, from) - yOf(scale, to)}
            />
          </clipPath>
        ))}
      </defs>
      {layers.map(({ name, fill }) => (
        <path key={name} d={area} fill={fill} clipPath={`url(#${id}-${name})`} />
      ))}
    </svg>
  );
}

function areaPath(values: readonly number[], scale: DemandScale, plotWidth: number): string {
  const x = (i: number) => (plotLeft + ((i + 0.5) / values.length) * plotWidth).toFixed(1);
  const line = values.map((value, i) => `L${x(i)} ${yOf(scale, value).toFixed(1)}`).join("");
  const foot = yOf(scale, 0);
  return values.length === 0 ? "" : `M${x(0)} ${foot}${line}L${x(values.length - 1)} ${foot}Z`;
}
