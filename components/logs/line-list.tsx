"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { useKeys } from "@/components/ui/use-keys";
import { formatFullCount } from "@/lib/model/format";
import type { BufferedLine } from "@/lib/model/log-buffer";
import { eventKey } from "@/lib/model/seen-events";
import { LineHeads, LineRow, rowGrid } from "./line-row";
import type { LineLook } from "./line-tools";

const rowHeight = 20;

export interface LineListProps {
  /** Oldest first. It may grow in place. */
  lines: readonly BufferedLine[];
  /** Says when it has. */
  changes: number;
  look: LineLook;
  /** New lines are counted and not shown. */
  isPaused: boolean;
  resume(): void;
  highlight: readonly string[];
  /** The key of the open line. */
  chosen: string;
  onOpen(lineKey: string): void;
  /** Stands above the oldest line. */
  head: React.ReactNode;
}

/** Log lines, the newest at the bottom. It stays at the bottom until the user scrolls up or pauses. */
export function LineList(props: LineListProps) {
  const { lines, changes, look, isPaused, resume, highlight, chosen, onOpen, head } = props;
  const { zone } = useSession();
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<BufferedLine>();
  const [seen, setSeen] = useState<BufferedLine>();
  const atBottom = useRef(true);
  const frozen = useFrozenEnd(lines, isPaused);
  const rows = useVirtualizer({
    count: frozen,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  const toBottom = () => {
    atBottom.current = true;
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  useAnchor(scroller, lines, atBottom);
  useLayoutEffect(() => {
    if (!atBottom.current || isPaused) return;
    setSeen(lines.at(-1));
    toBottom();
  }, [lines, changes, isPaused, look.wrap]);
  useEffect(() => rows.measure(), [look.wrap, look.columns.length, rows]);

  const move = (by: number) => {
    const at = focused ? lines.indexOf(focused) : frozen;
    const next = Math.min(frozen - 1, Math.max(0, at + by));
    const line = lines[next];
    if (!line) return;
    setFocused(line);
    atBottom.current = false;
    rows.scrollToIndex(next);
    if (chosen !== "") onOpen(eventKey(line.event));
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    enter: () => (focused ? onOpen(eventKey(focused.event)) : false),
  });
  const unseen = useMemo(
    () => (seen ? countAfter(lines, seen) : 0),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [lines, changes, seen],
  );
  const grid = rowGrid(look.columns.length, look.wrap);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        className="min-h-0 flex-1 overflow-auto bg-surface"
        // A region that scrolls must take the focus, or the keyboard cannot scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Log lines"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          atBottom.current = scrollHeight - scrollTop - clientHeight < rowHeight;
          if (atBottom.current && !isPaused) setSeen(lines.at(-1));
        }}
      >
        {look.columns.length > 0 && <LineHeads columns={look.columns} grid={grid} />}
        {head}
        <div
          className="relative"
          style={{
            height: rows.getTotalSize(),
            width: look.wrap ? undefined : "max-content",
            minWidth: "100%",
          }}
        >
          {rows.getVirtualItems().map(({ key, index, start }) => {
            const line = lines[index];
            return (
              line && (
                <LineRow
                  key={key}
                  ref={look.wrap ? rows.measureElement : undefined}
                  index={index}
                  top={start}
                  line={line}
                  sinceMs={originOf(look.time, lines, index)}
                  zone={zone}
                  columns={look.columns}
                  grid={grid}
                  wrap={look.wrap}
                  highlight={highlight}
                  isFocused={line === focused || (chosen !== "" && eventKey(line.event) === chosen)}
                  onOpen={() => {
                    setFocused(line);
                    onOpen(eventKey(line.event));
                  }}
                />
              )
            );
          })}
        </div>
      </div>
      {unseen > 0 && (isPaused || !atBottom.current) && (
        <div className="absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            size="small"
            kind="primary"
            onClick={() => {
              resume();
              toBottom();
            }}
          >
            {formatFullCount(unseen)} new {unseen === 1 ? "line" : "lines"}
          </Button>
        </div>
      )}
    </div>
  );
}

/** How many lines are shown: all, or while paused those that were there when the pause began. */
function useFrozenEnd(lines: readonly BufferedLine[], isPaused: boolean): number {
  const [last, setLast] = useState<BufferedLine>();
  const [wasPaused, setWasPaused] = useState(false);
  if (isPaused !== wasPaused) {
    setWasPaused(isPaused);
    setLast(isPaused ? lines.at(-1) : undefined);
  }
  return isPaused && last ? lines.length - countAfter(lines, last) : lines.length;
}

/** Keeps what is read in its place when older lines come in above it. */
function useAnchor(
  scroller: React.RefObject<HTMLDivElement | null>,
  lines: readonly BufferedLine[],
  atBottom: React.RefObject<boolean>,
): void {
  const first = useRef<BufferedLine>(undefined);
  useLayoutEffect(() => {
    const before = first.current;
    first.current = lines[0];
    if (!before || before === lines[0] || atBottom.current) return;
    const added = lines.indexOf(before);
    if (added > 0) scroller.current?.scrollBy(0, added * rowHeight);
  }, [lines, scroller, atBottom]);
}

/** How many lines stand after one; 0 where it is not there any more. */
function countAfter(lines: readonly BufferedLine[], line: BufferedLine): number {
  const at = lines.lastIndexOf(line);
  return at < 0 ? 0 : lines.length - 1 - at;
}

/** The time a line's own is shown from; undefined: the time of day. */
function originOf(
  form: LineLook["time"],
  lines: readonly BufferedLine[],
  index: number,
): number | undefined {
  if (form === "clock") return undefined;
  const from = form === "first" ? lines[0] : lines[Math.max(0, index - 1)];
  return from?.event.timestampMs;
}
