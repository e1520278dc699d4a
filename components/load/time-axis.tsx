import { countTicks } from "@/lib/model/chart-ticks";

/** Room around the plots of the Burst page, in pixels. */
export const plot = { left: 52, right: 14, top: 12, bottom: 22 };

/** Round seconds from 0 to at least the end of a run, which is the end of the axis. */
export function secondTicks(elapsedMs: number): number[] {
  return countTicks(Math.max(elapsedMs, 500) / 1000, false);
}

/** The axis of time below a plot, from the beginning of the run. */
export function TimeAxis({
  ticks,
  width,
  height,
}: {
  ticks: readonly number[];
  width: number;
  height: number;
}) {
  const inner = width - plot.left - plot.right;
  const end = ticks.at(-1) ?? 1;
  return (
    <g className="fill-text-3" fontSize={11}>
      <line
        x1={plot.left}
        x2={width - plot.right}
        y1={height - plot.bottom}
        y2={height - plot.bottom}
        stroke="var(--c-axis)"
      />
      {ticks.map((seconds, index) => (
        <text
          key={seconds}
          x={plot.left + (seconds / end) * inner}
          y={height - 6}
          textAnchor={index === 0 ? "start" : index === ticks.length - 1 ? "end" : "middle"}
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
