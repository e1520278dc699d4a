"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { StateDot } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { backlogOf, dotOf } from "../map/map-node";
import { TriggerIcon } from "../source-icon";
import { rateInWords } from "@/lib/model/trigger-traffic";
import { type AccountRowsProps, pathTo } from "./account-table";

const cardHeight = 58;

/** The triggers on a phone: two lines each. */
export function AccountCards({ rows, seenOf, onVisible, spanSeconds }: AccountRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight,
    overscan: 8,
  });
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? -1;
  useEffect(() => onVisible(first, last), [first, last, onVisible]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto border-t border-border bg-surface">
      <ul className="relative" aria-label="Triggers" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          const { trigger, traffic, warnings } = seenOf(row);
          const backlog = backlogOf(trigger, traffic);
          return (
            <li
              key={row.id}
              className="absolute inset-x-0"
              style={{ top: start, height: cardHeight }}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
            >
              <Link
                href={pathTo(row)}
                prefetch={false}
                className="grid h-full grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2.5 border-b border-border px-4 py-2 text-[12.5px]"
              >
                <TriggerIcon trigger={trigger} />
                <b className="truncate">{row.source}</b>
                <span className="flex items-center justify-end gap-2 text-text-2">
                  {rateInWords(traffic?.total, spanSeconds)}
                  <StateDot dot={dotOf(trigger, warnings ?? 0)} />
                  <span className="sr-only">{row.state}</span>
                </span>
                <span className="col-start-2 truncate text-11 text-text-3">
                  {row.kind} {"\u2192"} {row.function}
                </span>
                {backlog && <span className="text-right text-11 text-warn">{backlog}</span>}
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
