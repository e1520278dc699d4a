import { countTicks } from "@/lib/model/chart-ticks";

/** Room around the plots of the Burst page, in pixels. */
export const plot = { left: 52, right: 14, top: 12, bottom: 22 };

/** Round seconds within a run, at most six. The axis itself ends with the run. */
function secondTicks(endMs: number): number[] {
  return countTicks(endMs / 1000, false).filter((seconds) => seconds * 1000 <= endMs);
}

/** Where the axis of time ends: with the run, and not before something can be seen. */
export function axisEndMs(elapsedMs: number): number {
  return Math.max(elapsedMs, 200);
}

/** The axis of time below a plot, from the beginning of the run. */
export function TimeAxis({
  endMs,
  width,
  height,
}: {
  endMs: number;
  width: number;
  height: number;
}) {
  const inner = width - plot.left - plot.right;
  return (
    <g className="fill-text-3" fontSize={11}>
      <line
        x1={plot.left}
        x2={width - plot.right}
        y1={height - plot.bottom}
        y2={height - plot.bottom}
        stroke="var(--c-axis)"
      />
      {secondTicks(endMs).map((seconds, index) => (
        <text
          key={seconds}
          x={plot.left + ((seconds * 1000) / endMs) * inner}
          y={height - 6}
          textAnchor={index === 0 ? "start" : seconds * 1000 > endMs * 0.97 ? "end" : "middle"}
        >
          {seconds} s
        </text>
      ))}
    </g>
  );
}

/** A horizontal line of the grid with its value. */
export function ValueTick({ y, width, children }: { y: number; width: number; children: string }) {
  return (
    <g>
      <line x1={plot.left} x2={width - plot.right} y1={y} y2={y} stroke="var(--c-grid)" />
      <text x={plot.left - 6} y={y + 4} textAnchor="end" fontSize={11} className="fill-text-3">
        {children}
      </text>
    </g>
  );
}
