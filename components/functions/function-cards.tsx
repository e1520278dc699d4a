"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { StateDot } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Quantity } from "@/components/ui/quantity";
import { formatCount, formatDuration } from "@/lib/model/format";
import type { ListedFunction } from "@/lib/model/function-filter";
import { ConcurrencyCell } from "./concurrency-cell";
import { stateDot } from "./list-cells";

const cardHeight = 58;

/** The list on a phone: two lines a function. */
export function FunctionCards({
  rows,
  accountLimit,
  onVisible,
}: {
  rows: readonly ListedFunction[];
  accountLimit: number | undefined;
  onVisible(first: number, last: number): void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? -1;
  useEffect(() => onVisible(first, last), [first, last, onVisible]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto border-t border-border bg-surface">
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <li
                key={row.name}
                className="absolute inset-x-0"
                style={{ top: start, height: cardHeight }}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
              >
                <Card row={row} accountLimit={accountLimit} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

function Card({ row, accountLimit }: { row: ListedFunction; accountLimit: number | undefined }) {
  const { metrics } = row;
  const { dot, word } = stateDot(row);
  return (
    <Link
      href={`/functions/${encodeURIComponent(row.name)}`}
      prefetch={false}
      className="grid h-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2.5 border-b border-border px-4 py-2 text-[12.5px]"
    >
      <span className="flex min-w-0 items-center gap-1.5">
        <StateDot dot={dot} />
        <span className="sr-only">{word}</span>
        <b className="truncate">{row.name}</b>
      </span>
      <span className="text-right">
        <Quantity of={formatCount(metrics?.invocations)} />{" "}
        <span className="text-text-3">calls</span>
      </span>
      <ConcurrencyCell row={row} accountLimit={accountLimit} width={96} />
      <span className="text-right text-text-2">
        p99 <Quantity of={formatDuration(metrics?.durationP99Ms)} />
        {metrics?.throttles !== undefined && metrics.throttles > 0 && (
          <span className="text-limit">
            {" \u00b7 "}
            <Quantity of={formatCount(metrics.throttles)} /> throttled
          </span>
        )}
      </span>
    </Link>
  );
}
