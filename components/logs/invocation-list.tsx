"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import { useWidth } from "@/components/chart/use-width";
import { useSession } from "@/components/shell/session";
import { Table } from "@/components/ui/table";
import { useKeys } from "@/components/ui/use-keys";
import type { InvocationSort, SortColumn } from "@/lib/model/invocation-filter";
import type { InvocationTable } from "@/lib/model/invocation-table";
import type { BilledSize } from "@/lib/model/lambda-price";
import { InvocationHeads, InvocationRowCells, type RowContext } from "./invocation-columns";

const rowHeight = 26;

export interface InvocationListProps {
  table: InvocationTable;
  /** Rows of the table, in the order they are shown. */
  rows: Uint32Array;
  sort: InvocationSort;
  sortBy(column: SortColumn): void;
  /** The user has scrolled away from the first row. */
  isAway: boolean;
  onAway(isAway: boolean): void;
  /** The id of the open request. */
  chosen: string;
  onOpen(requestId: string): void;
  /** For the price; absent where the group is of no known function. */
  size: Omit<BilledSize, "memoryMb"> | undefined;
  /** Stands under the last row. */
  foot: React.ReactNode;
}

/** One row a request. J and K move, Enter opens its lines. */
export function InvocationList(props: InvocationListProps) {
  const { table, rows, sort, sortBy, isAway, onAway, chosen, onOpen, size, foot } = props;
  const { zone } = useSession();
  const scroller = useRef<HTMLDivElement>(null);
  const [tableElement, tableWidth] = useWidth<HTMLDivElement>();
  const [focusedRow, setFocusedRow] = useState<number>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const shown = virtual.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const longestMs = useMemo(() => longestIn(table, rows), [table, rows]);
  const context = useMemo<RowContext>(
    () => ({ zone, size, onOpen, longestMs }),
    [zone, size, onOpen, longestMs],
  );
  const focused = focusedRow ?? (chosen === "" ? undefined : table.rowOfId(chosen));
  const move = (by: number) => {
    const at = focused === undefined ? -1 : rows.indexOf(focused);
    const index = Math.min(rows.length - 1, Math.max(0, at + by));
    const row = rows[index];
    if (row === undefined) return;
    setFocusedRow(row);
    virtual.scrollToIndex(index);
    if (chosen !== "") onOpen(table.requestId(row));
  };
  useEffect(() => {
    if (!isAway && scroller.current) scroller.current.scrollTop = 0;
  }, [isAway]);
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    enter: () => (focused === undefined ? false : onOpen(table.requestId(focused))),
  });
  return (
    <div
      ref={scroller}
      // Opaque, so that a browser scrolls by moving what it has painted.
      className="min-h-0 flex-1 overflow-auto bg-surface"
      // A region that scrolls must take the focus, or the keyboard cannot scroll it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="region"
      aria-label="List of invocations"
      onScroll={({ currentTarget }) => {
        const next = currentTarget.scrollTop > rowHeight;
        if (next !== isAway) onAway(next);
      }}
    >
      <div ref={tableElement}>
        <Table compact label="Invocations" rowCount={rows.length}>
          <InvocationHeads tableWidth={tableWidth} zone={zone} sort={sort} sortBy={sortBy} />
          <tbody>
            <tr aria-hidden style={{ height: before }} />
            {shown.map(({ index }) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                <InvocationRow
                  key={row}
                  table={table}
                  row={row}
                  index={index}
                  asOf={rows}
                  isChosen={table.requestId(row) === chosen}
                  isFocused={row === focused}
                  tableWidth={tableWidth}
                  context={context}
                  onFocus={setFocusedRow}
                />
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

/** One row; while the list is scrolled, only new rows are drawn. */
const InvocationRow = memo(function InvocationRow({
  table,
  row,
  index,
  isChosen,
  isFocused,
  tableWidth,
  context,
  onFocus,
}: {
  table: InvocationTable;
  row: number;
  index: number;
  /** Changes when what the table says of the row may have changed. */
  asOf: Uint32Array;
  isChosen: boolean;
  isFocused: boolean;
  tableWidth: number;
  context: RowContext;
  onFocus(row: number): void;
}) {
  const invocation = table.summary(row);
  return (
    <tr
      aria-rowindex={index + 1}
      aria-selected={isChosen}
      data-focus={isFocused || undefined}
      className="cursor-pointer"
      style={{ height: rowHeight }}
      onClick={() => {
        onFocus(row);
        context.onOpen(invocation.requestId);
      }}
    >
      <InvocationRowCells invocation={invocation} tableWidth={tableWidth} context={context} />
    </tr>
  );
});

/** The longest init and duration together, as the scale of the bars. */
function longestIn(table: InvocationTable, rows: Uint32Array): number {
  let longest = 1;
  for (const row of rows) {
    const initMs = table.figure("initDurationMs", row);
    const wholeMs = table.figure("durationMs", row) + (initMs > 0 ? initMs : 0);
    if (wholeMs > longest) longest = wholeMs;
  }
  return longest;
}
