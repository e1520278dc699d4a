"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { Quantity } from "@/components/ui/quantity";
import { ColumnHead, Table } from "@/components/ui/table";
import { useKeys } from "@/components/ui/use-keys";
import { formatClock, formatDateTime, formatDuration } from "@/lib/model/format";
import type { LoggedInvocation } from "@/lib/model/invocation";
import type { BilledSize } from "@/lib/model/lambda-price";
import {
  CostCell,
  DurationBar,
  InitCell,
  longestOf,
  MemoryCell,
  OutcomeCell,
} from "./invocation-cells";

const rowHeight = 26;

export interface InvocationListProps {
  /** Newest first. */
  invocations: readonly LoggedInvocation[];
  chosen: string;
  onOpen(requestId: string): void;
  /** For the price; absent where the function is not known. */
  size: Omit<BilledSize, "memoryMb"> | undefined;
  /** Stands under the oldest row. */
  foot: React.ReactNode;
}

/** One row a request. J and K move, Enter opens its lines. */
export function InvocationList({ invocations, chosen, onOpen, size, foot }: InvocationListProps) {
  const { zone } = useSession();
  const scroller = useRef<HTMLDivElement>(null);
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
  const longestMs = longestOf(invocations);
  const move = (by: number) => {
    const at = invocations.findIndex(({ requestId }) => requestId === (focused ?? chosen));
    const next = Math.min(invocations.length - 1, Math.max(0, at + by));
    setFocused(invocations[next]?.requestId);
    rows.scrollToIndex(next);
    if (chosen !== "" && invocations[next]) onOpen(invocations[next].requestId);
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
      <Table compact label="Invocations" rowCount={invocations.length}>
        <thead>
          <tr>
            <ColumnHead width={116} sorted="descending">
              Time ({zone === "utc" ? "UTC" : "local"})
            </ColumnHead>
            <ColumnHead width={156}>Result</ColumnHead>
            <ColumnHead width={92}>Request</ColumnHead>
            <ColumnHead>Init and duration</ColumnHead>
            <ColumnHead width={92} number>
              Duration
            </ColumnHead>
            <ColumnHead width={80} number>
              Init
            </ColumnHead>
            <ColumnHead width={92} number>
              Billed
            </ColumnHead>
            <ColumnHead width={140} number>
              Memory used
            </ColumnHead>
            <ColumnHead width={112} number title="List price of a million such invocations">
              $ per million
            </ColumnHead>
          </tr>
        </thead>
        <tbody>
          <tr aria-hidden style={{ height: before }} />
          {shown.map(({ index }) => {
            const invocation = invocations[index];
            if (!invocation) return null;
            const { requestId, report } = invocation;
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
                <td
                  className="code-text"
                  title={formatDateTime(invocation.startMs, zone, invocation.startMs)}
                >
                  {formatClock(invocation.startMs, zone, "ms")}
                </td>
                <td>
                  <OutcomeCell invocation={invocation} />
                </td>
                <td className="code-text text-text-2">
                  <button
                    type="button"
                    title={`Open the lines of ${requestId}`}
                    onClick={(event) => {
                      event.stopPropagation();
                      onOpen(requestId);
                    }}
                  >
                    {requestId.slice(0, 8)}
                  </button>
                </td>
                <td>
                  <DurationBar invocation={invocation} longestMs={longestMs} />
                </td>
                <td className="num">
                  <Quantity of={formatDuration(report?.durationMs)} />
                </td>
                <td className="num">
                  <InitCell invocation={invocation} />
                </td>
                <td className="num">
                  <Quantity of={formatDuration(report?.billedDurationMs)} />
                </td>
                <td className="num">
                  <MemoryCell invocation={invocation} />
                </td>
                <td className="num">
                  <CostCell invocation={invocation} size={size} />
                </td>
              </tr>
            );
          })}
          <tr aria-hidden style={{ height: after }} />
        </tbody>
      </Table>
      {foot}
    </div>
  );
}
