"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef, type MouseEvent } from "react";
import { useWidth } from "@/components/chart/use-width";
import { useFollow, useHref } from "@/components/ui/link";
import { ColumnHead, Table } from "@/components/ui/table";
import { formatAge, formatFullCount } from "@/lib/model/format";
import { triggerKey, triggerState } from "@/lib/model/trigger-identity";
import type { ListedTrigger, TriggerColumn, TriggerSort } from "@/lib/model/trigger-filter";
import { triggerSettings } from "@/lib/model/trigger-words";
import type { SeenTrigger } from "../map/map-node";
import { TriggerIcon } from "../source-icon";
import { TriggerState } from "../trigger-state";
import { columnsThatFit, type FittingColumns, Rate } from "../trigger-table";

export interface AccountRowsProps {
  rows: readonly ListedTrigger[];
  seenOf(row: ListedTrigger): SeenTrigger;
  onVisible(first: number, last: number): void;
  spanSeconds: number;
}

const rowHeight = 30;
const usualWidth = 1_240;
/** Below this every row is in the document. */
const virtualFrom = 200;

/** `share`: of a table that shows the settings; else they share what is left. */
const columns: readonly { id: TriggerColumn; label: string; width?: number; share?: string }[] = [
  { id: "function", label: "Function", share: "15%" },
  { id: "source", label: "Source", share: "20%" },
  { id: "kind", label: "Kind", width: 134 },
  { id: "state", label: "State", width: 128 },
];

/** The triggers as a table; only the rows in sight are in the document when there are many. */
export function AccountTable({
  rows,
  sort,
  onSort,
  onVisible,
  ...rest
}: AccountRowsProps & { sort: TriggerSort; onSort(column: TriggerColumn): void }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [measured, width] = useWidth<HTMLDivElement>();
  // Before it is known, as wide as most windows are.
  const fitting = columnsThatFit(width || usualWidth);
  const { showsSettings, showsOldest } = fitting;
  const shown = columns.filter(({ id }) => id !== "kind" || fitting.showsKind);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: rows.length < virtualFrom ? virtualFrom : 8,
    initialRect: { width: usualWidth, height: 900 },
    scrollPaddingStart: 28,
  });
  const items = virtualizer.getVirtualItems();
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? -1;
  useEffect(() => onVisible(first, last), [first, last, onVisible]);
  const hrefTo = useHref();
  const follow = useFollow();
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto border-t border-border bg-surface">
      <div ref={measured} className="min-w-170">
        <Table label="Triggers" rowCount={rows.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              {shown.map(({ id, label, width: fixed, share }) => (
                <ColumnHead
                  key={id}
                  width={fixed ?? (showsSettings ? share : undefined)}
                  sorted={
                    sort.column === id ? (sort.descending ? "descending" : "ascending") : undefined
                  }
                  onSort={() => onSort(id)}
                >
                  {label}
                </ColumnHead>
              ))}
              {showsSettings && <ColumnHead>Settings</ColumnHead>}
              <ColumnHead number width={146}>
                Rate
              </ColumnHead>
              <ColumnHead number width={68}>
                Waiting
              </ColumnHead>
              {showsOldest && (
                <ColumnHead number width={84} title="The highest age of the range">
                  Oldest, max
                </ColumnHead>
              )}
              <ColumnHead
                number
                width={84}
                title="Settings to look at; the function's page looks at its policy and destinations as well"
              >
                Checks
              </ColumnHead>
            </tr>
          </thead>
          <tbody>
            <Spacer height={above} />
            {items.map(({ index }) => {
              const row = rows[index];
              return (
                row && (
                  <Row
                    key={row.id}
                    row={row}
                    index={index}
                    href={hrefTo(pathTo(row))}
                    follow={follow}
                    {...fitting}
                    {...rest}
                  />
                )
              );
            })}
            <Spacer height={below} />
          </tbody>
        </Table>
      </div>
    </div>
  );
}

/** The function's own page with this trigger open. */
export function pathTo({ trigger }: ListedTrigger): string {
  const key = encodeURIComponent(triggerKey(trigger));
  return `/functions/${encodeURIComponent(trigger.functionName)}/triggers?trigger=${key}`;
}

const Row = memo(function Row({
  row,
  index,
  href,
  follow,
  seenOf,
  spanSeconds,
  showsSettings,
  showsOldest,
  showsKind,
}: Pick<AccountRowsProps, "seenOf" | "spanSeconds"> &
  FittingColumns & {
    row: ListedTrigger;
    index: number;
    href: string;
    follow(event: MouseEvent<HTMLAnchorElement>): void;
  }) {
  const { trigger, traffic, warnings } = seenOf(row);
  const queue = trigger.kind === "mapping" ? trigger.queue : undefined;
  const settings = triggerSettings(trigger);
  return (
    <tr aria-rowindex={index + 2} data-dim={triggerState(trigger) === "off" || undefined}>
      <td>
        <a
          href={href}
          onClick={follow}
          className="font-medium hover:underline"
          title={`${row.function}, triggered by ${row.source}`}
        >
          {row.function}
        </a>
        {trigger.qualifier && (
          <span className="ml-1.5 text-11 text-text-3">{trigger.qualifier}</span>
        )}
      </td>
      <td title={row.source}>
        <span className="flex items-center gap-2">
          <TriggerIcon trigger={trigger} />
          <span className="truncate">{row.source}</span>
        </span>
      </td>
      {showsKind && <td>{row.kind}</td>}
      <td>
        <TriggerState trigger={trigger} warnings={warnings ?? 0} />
      </td>
      {showsSettings && (
        <td className="truncate text-text-2" title={settings}>
          {settings}
        </td>
      )}
      <td className="num">
        <Rate trigger={trigger} traffic={traffic} spanSeconds={spanSeconds} />
      </td>
      <td className="num">{formatFullCount(queue?.visible ?? traffic?.waiting)}</td>
      {showsOldest && (
        <td className="num">
          {traffic?.oldestMaximumMs === undefined ? "\u2013" : formatAge(traffic.oldestMaximumMs)}
        </td>
      )}
      <td className={`num ${warnings ? "font-medium text-warn" : "text-text-3"}`}>
        {formatFullCount(warnings)}
      </td>
    </tr>
  );
});

/** Stands for the rows that are not in the document. */
function Spacer({ height }: { height: number }) {
  return height > 0 && <tr aria-hidden="true" style={{ height }} />;
}
