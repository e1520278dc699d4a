"use client";

import { memo, useId } from "react";
import { countTicks } from "@/lib/model/chart-ticks";
import { formatFullCount } from "@/lib/model/format";
import type { LoadResult } from "@/lib/model/load-result";
import { plot, axisEndMs, TimeAxis, ValueTick } from "./time-axis";

export interface FlightChartProps {
  result: LoadResult;
  reservedConcurrency: number | null;
  width: number;
  height: number;
}

/** Calls in flight over time: those that run, what was refused on top of them, and the limit. */
export const FlightChart = memo(function FlightChart(props: FlightChartProps) {
  const { result, reservedConcurrency, width, height } = props;
  const hatch = useId();
  const { stepMs, running, most, refused } = result.inFlight;
  const endMs = axisEndMs(result.elapsedMs);
  const peak = Math.max(1, result.mostInFlight);
  const showsLimit = reservedConcurrency !== null && reservedConcurrency <= peak * 5;
  const values = countTicks(showsLimit ? Math.max(peak, reservedConcurrency) : peak);
  const x = (ms: number) =>
    round(plot.left + Math.min(1, ms / endMs) * (width - plot.left - plot.right));
  const y = (calls: number) =>
    round(height - plot.bottom - (calls / values.at(-1)!) * (height - plot.top - plot.bottom));
  const endOf = (step: number) => Math.min((step + 1) * stepMs, result.elapsedMs);
  const over = running.map((calls, step) =>
    Math.max(0, Math.min(refused[step] ?? 0, (most[step] ?? 0) - calls)),
  );
  const outline = running.map((calls, step) => `V${y(calls)}H${x(endOf(step))}`).join("");
  const overArea = over
    .map((calls, step) =>
      calls > 0
        ? `M${x(step * stepMs)} ${y(running[step]!)}H${x(endOf(step))}V${y(running[step]! + calls)}H${x(step * stepMs)}z`
        : "",
    )
    .join("");
  const worst = over.indexOf(Math.max(...over));
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={summaryOf(result, reservedConcurrency)}
    >
      <pattern
        id={hatch}
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="5" height="5" fill="var(--c-throttle-soft)" />
        <line x1="0" x2="0" y1="0" y2="5" stroke="var(--c-throttle)" strokeWidth="1.5" />
      </pattern>
      {values.map((value) => (
        <ValueTick key={value} y={y(value)} width={width}>
          {formatFullCount(value)}
        </ValueTick>
      ))}
      <TimeAxis endMs={endMs} width={width} height={height} />
      <path
        d={`M${x(0)} ${y(0)}${outline}V${y(0)}z`}
        fill="var(--c-observed-faint)"
        stroke="none"
      />
      <path
        d={`M${x(0)} ${y(0)}${outline}`}
        fill="none"
        stroke="var(--c-observed)"
        strokeWidth={1.5}
      />
      <path d={overArea} fill={`url(#${hatch})`} />
      {showsLimit && (
        <>
          <line
            x1={plot.left}
            x2={width - plot.right}
            y1={y(reservedConcurrency)}
            y2={y(reservedConcurrency)}
            stroke="var(--c-reserved)"
            strokeWidth={2}
          />
          <Label
            x={width - plot.right}
            y={y(reservedConcurrency) - 5}
            anchor="end"
            colour="var(--text-2)"
          >
            {`reserved ${formatFullCount(reservedConcurrency)}`}
          </Label>
        </>
      )}
      {(over[worst] ?? 0) > 0 && (
        <Label
          x={Math.min(x(endOf(worst)) + 6, width - 190)}
          y={Math.max(plot.top + 8, y(running[worst]! + over[worst]!) + 9)}
          anchor="start"
          colour="var(--limit)"
        >
          {`${formatFullCount(most[worst])} sent, ${formatFullCount(refused[worst])} refused`}
        </Label>
      )}
    </svg>
  );
});

function Label(props: {
  x: number;
  y: number;
  anchor: "start" | "end";
  colour: string;
  children: string;
}) {
  const { x, y, anchor, colour, children } = props;
  return (
    <text
      x={x}
      y={y}
      textAnchor={anchor}
      fontSize={11}
      fill={colour}
      stroke="var(--surface)"
      strokeWidth={3}
      paintOrder="stroke"
    >
      {children}
    </text>
  );
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

function summaryOf({ mostInFlight, outcomes }: LoadResult, reserved: number | null): string {
  const limit = reserved === null ? "none is reserved" : `${formatFullCount(reserved)} reserved`;
  return `Calls in flight: at most ${formatFullCount(mostInFlight)} at once, ${limit}, ${formatFullCount(outcomes.throttled.calls)} refused.`;
}
