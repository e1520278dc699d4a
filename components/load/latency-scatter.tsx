"use client";

import { memo, useMemo } from "react";
import { formatDuration, formatFullCount, plain } from "@/lib/model/format";
import {
  type LoadOutcome,
  loadOutcomes,
  type LoadPoint,
  type LoadResult,
} from "@/lib/model/load-result";
import { outcomeMarks, outcomeNames } from "./outcome-mark";
import { plot, axisEndMs, TimeAxis, ValueTick } from "./time-axis";

export interface LatencyScatterProps {
  result: LoadResult;
  points: readonly LoadPoint[];
  hidden: ReadonlySet<LoadOutcome>;
  width: number;
  height: number;
}

/** Every call by the moment at which it was due and its latency. One path an outcome, however many calls. */
export const LatencyScatter = memo(function LatencyScatter(props: LatencyScatterProps) {
  const { result, points, hidden, width, height } = props;
  const endMs = axisEndMs(result.elapsedMs);
  const powers = useMemo(() => powersAround(points), [points]);
  const [low, high] = [powers[0]!, powers.at(-1)!];
  const x = (ms: number) => plot.left + Math.min(1, ms / endMs) * (width - plot.left - plot.right);
  const y = (ms: number) => {
    const part = (Math.log10(Math.max(ms, low)) - Math.log10(low)) / Math.log10(high / low);
    return height - plot.bottom - part * (height - plot.top - plot.bottom);
  };
  const { latencyMs } = result.all;
  return (
    <svg width={width} height={height} role="img" aria-label={summaryOf(result)}>
      {powers.map((ms) => (
        <ValueTick key={ms} y={y(ms)} width={width}>
          {plain(
            ms < 1000
              ? [{ value: String(ms), unit: "ms" }]
              : [{ value: String(ms / 1000), unit: "s" }],
          )}
        </ValueTick>
      ))}
      <TimeAxis endMs={endMs} width={width} height={height} />
      {loadOutcomes
        .filter((outcome) => !hidden.has(outcome))
        .map((outcome) => {
          const { path, ...look } = outcomeMarks[outcome];
          const d = points
            .filter((point) => point.outcome === outcome)
            .map((point) => path(round(x(point.dueMs)), round(y(point.latencyMs))))
            .join("");
          return <path key={outcome} d={d} strokeLinecap="round" {...look} />;
        })}
      {latencyMs && (
        <>
          <Percentile label="p50" ms={latencyMs.p50} y={y(latencyMs.p50)} width={width} />
          <Percentile label="p99" ms={latencyMs.p99} y={y(latencyMs.p99)} width={width} />
        </>
      )}
    </svg>
  );
});

function Percentile(props: { label: "p50" | "p99"; ms: number; y: number; width: number }) {
  const { label, ms, y, width } = props;
  const text = `${label} ${plain(formatDuration(ms))}`;
  return (
    <g>
      <line
        x1={plot.left}
        x2={width - plot.right}
        y1={y}
        y2={y}
        stroke={`var(--c-${label})`}
        strokeWidth={1.5}
        strokeDasharray="2 2"
      />
      <text
        x={width - plot.right}
        y={y - 4}
        textAnchor="end"
        fontSize={11}
        className="fill-text-2"
        stroke="var(--surface)"
        strokeWidth={3}
        paintOrder="stroke"
      >
        {text}
      </text>
    </g>
  );
}

/** Powers of ten from below the fastest to above the slowest call: 1, 10, 100 ms, 1 s. */
function powersAround(points: readonly LoadPoint[]): number[] {
  let [fastest, slowest] = [Infinity, 0];
  for (const { latencyMs } of points) {
    fastest = Math.min(fastest, latencyMs);
    slowest = Math.max(slowest, latencyMs);
  }
  if (slowest === 0) [fastest, slowest] = [1, 1000];
  const from = Math.max(-1, Math.floor(Math.log10(fastest)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(slowest)));
  return Array.from({ length: to - from + 1 }, (_, index) =>
    Number((10 ** (from + index)).toPrecision(1)),
  );
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

function summaryOf({ all, outcomes }: LoadResult): string {
  const counts = loadOutcomes
    .map((outcome) => `${outcomeNames[outcome]} ${formatFullCount(outcomes[outcome].calls)}`)
    .join(", ");
  return `Latency per call. ${counts}. p50 ${plain(formatDuration(all.latencyMs?.p50))}, p99 ${plain(formatDuration(all.latencyMs?.p99))}.`;
}
