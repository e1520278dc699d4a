"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { useWidth } from "@/components/chart/use-width";
import { useSession } from "@/components/shell/session";
import { Table } from "@/components/ui/table";
import { useKeys } from "@/components/ui/use-keys";
import type { LoggedInvocation } from "@/lib/model/invocation";
import type { BilledSize } from "@/lib/model/lambda-price";
import { longestOf } from "./invocation-cells";
import { InvocationHeads, InvocationRowCells, type RowContext } from "./invocation-columns";

const rowHeight = 26;

export interface InvocationListProps {
  /** Newest first. */
  invocations: readonly LoggedInvocation[];
  chosen: string;
  onOpen(requestId: string): void;
  /** For the price; absent where the group is of no known function. */
  size: Omit<BilledSize, "memoryMb"> | undefined;
  /** Stands under the oldest row. */
  foot: React.ReactNode;
}

/** One row a request. J and K move, Enter opens its lines. */
export function InvocationList({ invocations, chosen, onOpen, size, foot }: InvocationListProps) {
  const { zone } = useSession();
  const scroller = useRef<HTMLDivElement>(null);
  const [table, tableWidth] = useWidth<HTMLDivElement>();
  const [focused, setFocused] = useState<string>();
  const rows = useVirtualizer({
    count: invocations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const shown = rows.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = rows.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const context: RowContext = { zone, size, onOpen, longestMs: longestOf(invocations) };
  const move = (by: number) => {
    const at = invocations.findIndex(({ requestId }) => requestId === (focused ?? chosen));
    const next = invocations[Math.min(invocations.length - 1, Math.max(0, at + by))];
    if (!next) return;
    setFocused(next.requestId);
    rows.scrollToIndex(invocations.indexOf(next));
    if (chosen !== "") onOpen(next.requestId);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    enter: () => (focused === undefined ? false : onOpen(focused)),
  });
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <div ref={table}>
        <Table compact label="Invocations" rowCount={invocations.length}>
          <InvocationHeads tableWidth={tableWidth} zone={zone} />
          <tbody>
            <tr aria-hidden style={{ height: before }} />
            {shown.map(({ index }) => {
              const invocation = invocations[index];
              if (!invocation) return null;
              const { requestId } = invocation;
              return (
                <tr
                  key={requestId}
                  aria-rowindex={index + 1}
                  aria-selected={requestId === chosen}
                  data-focus={requestId === (focused ?? chosen) || undefined}
                  className="cursor-pointer"
                  style={{ height: rowHeight }}
                  onClick={() => {
                    setFocused(requestId);
                    onOpen(requestId);
                  }}
                >
                  <InvocationRowCells
                    invocation={invocation}
                    tableWidth={tableWidth}
                    context={context}
                  />
                </tr>
              );
            })}
            <tr aria-hidden style={{ height: after }} />
          </tbody>
        </Table>
      </div>
      {foot}
    </div>
  );
}
