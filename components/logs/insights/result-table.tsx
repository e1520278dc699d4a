"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { ColumnHead, type SortDirection, Table } from "@/components/ui/table";
import { useKeys } from "@/components/ui/use-keys";
import { formatDay, formatClock, type Zone } from "@/lib/model/format";
import type { QueryTable } from "@/lib/model/insights-query";
import {
  columnKind,
  type ColumnKind,
  numberIn,
  shownColumns,
  sortRows,
  timeIn,
} from "@/lib/model/query-rows";

const rowHeight = 26;
/** A row shows no more of a value than can be read there. */
const longestShown = 600;

export interface ResultTableProps {
  table: QueryTable;
  chosen: QueryTable["rows"][number] | undefined;
  onChoose(row: QueryTable["rows"][number]): void;
}

/** The rows of a result; a click on a head sorts, J and K move, Enter opens a row. */
export function ResultTable({ table, chosen, onChoose }: ResultTableProps) {
  const { zone } = useSession();
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<{ column: number; direction: SortDirection }>();
  const [focused, setFocused] = useState(-1);
  const columns = useMemo(
    () =>
      shownColumns(table).map((at) => ({
        at,
        name: table.columns[at]!,
        kind: columnKind(table, at),
        width: columnWidth(table, at),
      })),
    [table],
  );
  const rows = useMemo(
    () => (sort ? sortRows(table, sort.column, sort.direction) : table.rows),
    [table, sort],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
  });
  const shown = virtual.getVirtualItems();
  const move = (by: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, focused + by));
    setFocused(next);
    virtual.scrollToIndex(next);
    const row = rows[next];
    if (chosen && row) onChoose(row);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    enter: () => {
      const row = rows[focused];
      return row ? onChoose(row) : false;
    },
  });
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <Table compact label="Result" rowCount={rows.length}>
        <thead>
          <tr>
            {columns.map(({ at, name, kind, width }) => (
              <ColumnHead
                key={name}
                width={width}
                number={kind === "number"}
                sorted={sort?.column === at ? sort.direction : undefined}
                onSort={() => setSort(nextSort(sort, at, kind))}
              >
                {name}
              </ColumnHead>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr aria-hidden style={{ height: shown[0]?.start ?? 0 }} />
          {shown.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <tr
                key={index}
                aria-rowindex={index + 1}
                aria-selected={row === chosen}
                data-focus={index === focused || undefined}
                className="cursor-pointer"
                style={{ height: rowHeight }}
                onClick={() => {
                  setFocused(index);
                  if (!getSelection()?.toString()) onChoose(row);
                }}
              >
                {columns.map(({ at, name, kind }) => (
                  <td
                    key={name}
                    className={kind === "number" ? "num" : "code-text max-w-200 truncate"}
                  >
                    {shownValue(row[at] ?? null, kind, zone)}
                  </td>
                ))}
              </tr>
            );
          })}
          <tr aria-hidden style={{ height: after }} />
        </tbody>
      </Table>
    </div>
  );
}

/** Room for most of what stands there; the browser shares what is left in the same proportion. */
function columnWidth({ columns, rows }: QueryTable, at: number): number {
  const lengths = rows
    .slice(0, 100)
    .map((row) => row[at]?.length ?? 0)
    .sort((a, b) => a - b);
  const usual = lengths[Math.floor(lengths.length * 0.8)] ?? 0;
  return 30 + 7.3 * Math.min(90, Math.max(columns[at]!.length, usual, 6));
}

function nextSort(
  sort: { column: number; direction: SortDirection } | undefined,
  column: number,
  kind: ColumnKind,
): typeof sort {
  const first: SortDirection = kind === "text" ? "ascending" : "descending";
  if (sort?.column !== column) return { column, direction: first };
  // The third click gives CloudWatch's own order back.
  if (sort.direction !== first) return undefined;
  return { column, direction: first === "ascending" ? "descending" : "ascending" };
}

function shownValue(value: string | null, kind: ColumnKind, zone: Zone): string {
  if (value === null) return "\u2013";
  const number = kind === "number" ? numberIn(value) : undefined;
  if (number !== undefined)
    return number.toLocaleString("en-US", { maximumFractionDigits: 3 }).replace("-", "\u2212");
  const timeMs = kind === "time" ? (timeIn(value) ?? numberIn(value)) : undefined;
  if (timeMs !== undefined)
    return `${formatDay(timeMs, zone, timeMs)} ${formatClock(timeMs, zone, "ms")}`;
  return value.slice(0, longestShown).replaceAll(/\s+/g, " ");
}
