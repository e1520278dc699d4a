"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useMemo, useRef, useState, type MouseEvent } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { useFollow, useHref } from "@/components/ui/link";
import { ColumnHead, Table } from "@/components/ui/table";
import type { ListedFunction, Sort, SortColumn } from "@/lib/model/function-filter";
import { cellContent, type CellContext } from "./list-cells";
import { columnsThatFit, leastWidth, type ListColumn } from "./list-columns";
import type { Selection } from "./use-selection";

export interface FunctionTableProps {
  rows: readonly ListedFunction[];
  sort: Sort;
  onSort(column: SortColumn): void;
  hidden: readonly SortColumn[];
  selection: Selection;
  context: CellContext;
  /** Tells which rows are in sight. */
  onVisible(first: number, last: number): void;
}

const rowHeight = 30;
/** Below this every row is in the document. */
const virtualFrom = 200;

/** The list as a table; only the rows in sight are in the document when there are many. */
export const FunctionTable = memo(function FunctionTable({
  rows,
  sort,
  onSort,
  hidden,
  selection,
  context,
  onVisible,
}: FunctionTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const columns = useMemo(() => columnsThatFit(hidden, width), [hidden, width]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: rows.length < virtualFrom ? virtualFrom : 8,
    initialRect: { width, height: 900 },
    scrollPaddingStart: 28,
  });
  const items = virtualizer.getVirtualItems();
  // Without the rows beside them that are kept ready.
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? -1;
  useEffect(() => onVisible(first, last), [first, last, onVisible]);
  const hrefTo = useHref();
  const follow = useFollow();

  const { cursor } = selection;
  const isMoved = useRef(false);
  useEffect(() => {
    if (isMoved.current) virtualizer.scrollToIndex(cursor, { align: "auto" });
    isMoved.current = true;
  }, [cursor, virtualizer]);

  // A row's elements are used again by the row that takes its place: far cheaper than new ones.
  const slots = Math.ceil(items.length / 16) * 16;
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const chosen =
    selection.names.size === 0 ? 0 : rows.filter(({ name }) => selection.has(name)).length;
  return (
    // Over an opaque ground a browser scrolls by moving what it has painted; else it paints all of it each time.
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto border-t border-border bg-surface">
      <div style={{ minWidth: leastWidth(columns) }}>
        <Table label="Functions" rowCount={rows.length + 1}>
          <colgroup>
            <col style={{ width: 38 }} />
            {columns.map(({ id, width: columnWidth }) => (
              <col key={id} style={id === "name" ? undefined : { width: columnWidth }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">
                <Checkbox
                  aria-label="Select all functions shown"
                  checked={chosen === 0 ? false : chosen === rows.length ? true : "mixed"}
                  onChange={(all) => selection.set(all ? rows.map(({ name }) => name) : [])}
                />
              </th>
              {columns.map(({ id, label, number, title }) => (
                <ColumnHead
                  key={id}
                  number={number}
                  title={title}
                  sorted={
                    sort.column === id ? (sort.descending ? "descending" : "ascending") : undefined
                  }
                  onSort={() => onSort(id)}
                >
                  {label}
                </ColumnHead>
              ))}
            </tr>
          </thead>
          <tbody>
            <Spacer height={above} />
            {items.map(({ index }) => {
              const row = rows[index];
              if (!row) return null;
              return (
                <Row
                  key={index % slots}
                  row={row}
                  index={index}
                  columns={columns}
                  context={context}
                  href={hrefTo(`/functions/${encodeURIComponent(row.name)}`)}
                  follow={follow}
                  isSelected={selection.has(row.name)}
                  isFocused={index === cursor}
                  toggle={selection.toggle}
                />
              );
            })}
            <Spacer height={below} />
          </tbody>
        </Table>
      </div>
    </div>
  );
});

const Row = memo(function Row({
  row,
  index,
  columns,
  context,
  href,
  follow,
  isSelected,
  isFocused,
  toggle,
}: {
  row: ListedFunction;
  index: number;
  columns: readonly ListColumn[];
  context: CellContext;
  href: string;
  follow(event: MouseEvent<HTMLAnchorElement>): void;
  isSelected: boolean;
  isFocused: boolean;
  toggle: Selection["toggle"];
}) {
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-focus={isFocused || undefined}
      data-dim={row.state === "Inactive" || undefined}
    >
      <td>
        <Checkbox
          aria-label={`Select ${row.name}`}
          checked={isSelected}
          onChange={() => toggle(row.name, index)}
        />
      </td>
      {columns.map(({ id, number }) => (
        <td key={id} className={number ? "num" : undefined}>
          {id === "name" ? (
            <a
              href={href}
              onClick={follow}
              className="font-medium hover:underline"
              title={row.name}
            >
              {row.name}
            </a>
          ) : (
            cellContent(id, row, context)
          )}
        </td>
      ))}
    </tr>
  );
});

/** Stands for the rows that are not in the document. */
function Spacer({ height }: { height: number }) {
  return height > 0 && <tr aria-hidden="true" style={{ height }} />;
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(1240);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
