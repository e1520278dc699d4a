"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { Quantity } from "@/components/ui/quantity";
import { formatDateTime, type Zone } from "@/lib/model/format";
import type { ChartDefinition, ChartPoint } from "./chart-definition";

const rowHeight = 24;

/** A chart's values as a table, the newest first. */
export function ChartTable<Point extends ChartPoint>({
  definition,
  points,
  zone,
  height,
}: {
  definition: ChartDefinition<Point>;
  points: readonly Point[];
  zone: Zone;
  height: number;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: points.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const shown = rows.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = rows.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    // A region that scrolls must take the focus, or the keyboard cannot scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroller} className="overflow-auto" style={{ height }} tabIndex={0}>
      <table
        className="table table-compact"
        aria-label={definition.title}
        aria-rowcount={points.length}
      >
        <thead>
          <tr>
            <th scope="col">Time</th>
            {definition.series.map(({ label }) => (
              <th key={label} scope="col" className="num">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr aria-hidden style={{ height: before }} />
          {shown.map(({ index }) => {
            const point = points[points.length - 1 - index];
            if (!point) return null;
            return (
              <tr key={point.timeMs} style={{ height: rowHeight }}>
                <td>
                  {formatDateTime(point.timeMs, zone, point.timeMs)}
                  {point.incomplete && <span className="text-text-3"> not complete</span>}
                </td>
                {definition.series.map((series) => (
                  <td key={series.label} className="num">
                    <Quantity of={definition.format(series.value(point))} />
                  </td>
                ))}
              </tr>
            );
          })}
          <tr aria-hidden style={{ height: after }} />
        </tbody>
      </table>
    </div>
  );
}
