"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { useKeys } from "@/components/ui/use-keys";
import { formatClock, formatDateTime } from "@/lib/model/format";
import type { BufferedLine } from "@/lib/model/log-buffer";
import type { LogLine } from "@/lib/model/log-line";
import { LineText, wordColour, wordOf } from "./line-text";
import "./log-lines.css";

const rowHeight = 20;

export interface LineListProps {
  /** Oldest first. */
  lines: readonly BufferedLine[];
  wrap: boolean;
  highlight: string | undefined;
  onOpen(requestId: string): void;
  /** Stands above the oldest line. */
  head: React.ReactNode;
}

/** Log lines, the newest at the bottom. It stays at the bottom until the user scrolls up. */
export function LineList({ lines, wrap, highlight, onOpen, head }: LineListProps) {
  const { zone } = useSession();
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<number>();
  const [seen, setSeen] = useState(lines.length);
  const atBottom = useRef(true);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => lines[index]?.event.id ?? index,
    overscan: 20,
  });
  const toBottom = () => {
    atBottom.current = true;
    setSeen(lines.length);
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    if (atBottom.current) toBottom();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [lines.length, wrap]);
  useEffect(() => rows.measure(), [wrap, rows]);

  const move = (by: number) => {
    const next = Math.min(lines.length - 1, Math.max(0, (focused ?? lines.length) + by));
    setFocused(next);
    atBottom.current = false;
    rows.scrollToIndex(next);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    enter: () => {
      const requestId = focused === undefined ? undefined : lines[focused]?.line.requestId;
      return requestId === undefined ? false : onOpen(requestId);
    },
  });
  const unseen = lines.length - seen;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        className="min-h-0 flex-1 overflow-auto"
        // A region that scrolls must take the focus, or the keyboard cannot scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Log lines"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          atBottom.current = scrollHeight - scrollTop - clientHeight < rowHeight;
          if (atBottom.current) setSeen(lines.length);
        }}
      >
        {head}
        <div
          className="relative"
          style={{
            height: rows.getTotalSize(),
            width: wrap ? undefined : "max-content",
            minWidth: "100%",
          }}
        >
          {rows.getVirtualItems().map(({ key, index, start }) => {
            const entry = lines[index];
            if (!entry) return null;
            const { event, line } = entry;
            return (
              // J, K and Enter do the same without a pointer.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
              <div
                key={key}
                ref={wrap ? rows.measureElement : undefined}
                data-index={index}
                data-focus={index === focused || undefined}
                className="log-line absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${start}px)` }}
                data-wrap={wrap || undefined}
                onClick={() => {
                  setFocused(index);
                  if (line.requestId && !getSelection()?.toString()) onOpen(line.requestId);
                }}
              >
                <i aria-hidden style={{ background: barColour(line) }} />
                <span
                  className="text-text-3"
                  title={formatDateTime(event.timestampMs, zone, event.timestampMs)}
                >
                  {formatClock(event.timestampMs, zone, "ms")}
                </span>
                <span className={wordColour(line)}>{wordOf(line)}</span>
                <span className={`log-message ${line.kind === "text" ? "" : "text-text-3"}`}>
                  <LineText line={line} highlight={highlight} />
                </span>
              </div>
            );
          })}
        </div>
      </div>
      {unseen > 0 && !atBottom.current && (
        <div className="absolute inset-x-0 bottom-3 flex justify-center">
          <Button size="small" kind="primary" onClick={toBottom}>
            {unseen} new {unseen === 1 ? "line" : "lines"}
          </Button>
        </div>
      )}
    </div>
  );
}

function barColour({ level }: LogLine): string | undefined {
  if (level === "error" || level === "fatal") return "var(--c-error)";
  return level === "warn" ? "var(--c-warn)" : undefined;
}
