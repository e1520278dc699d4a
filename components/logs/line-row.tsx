import type { Ref } from "react";
import { formatClock, formatDateTime, type Zone } from "@/lib/model/format";
import type { BufferedLine } from "@/lib/model/log-buffer";
import { jsonValues } from "@/lib/model/log-columns";
import type { LogLine } from "@/lib/model/log-line";
import { LineText, wordColour, wordOf } from "./line-text";

/** The columns of all rows: bar, time, level, chosen values, message. */
export function rowGrid(columns: number, wrap: boolean): string {
  const values = columns > 0 ? `repeat(${columns}, minmax(0, 160px)) ` : "";
  return `3px 100px 52px ${values}${wrap ? "minmax(0, 1fr)" : "max-content"}`;
}

/** Names the columns of values. */
export function LineHeads({ columns, grid }: { columns: readonly string[]; grid: string }) {
  return (
    <div
      className="log-line log-heads sticky top-0 z-1 border-b border-border bg-surface"
      style={{ gridTemplateColumns: grid }}
    >
      <i aria-hidden />
      <span>Time</span>
      <span>Level</span>
      {columns.map((path) => (
        <span key={path} className="truncate" title={path}>
          {path}
        </span>
      ))}
      <span>Message</span>
    </div>
  );
}

export interface LineRowProps {
  ref?: Ref<HTMLDivElement>;
  index: number;
  /** Pixels from the top of the list. */
  top: number;
  line: BufferedLine;
  /** The time is shown from here; undefined: the time of day. */
  sinceMs: number | undefined;
  zone: Zone;
  columns: readonly string[];
  grid: string;
  wrap: boolean;
  highlight: readonly string[];
  isFocused: boolean;
  onOpen(): void;
}

/** One line of the list. */
export function LineRow(props: LineRowProps) {
  const { ref, index, top, sinceMs, zone, columns, grid, wrap, highlight, isFocused } = props;
  const { event, line } = props.line;
  const values = columns.length > 0 ? jsonValues(event.message) : undefined;
  return (
    // J, K and Enter do the same without a pointer.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div
      ref={ref}
      data-index={index}
      data-focus={isFocused || undefined}
      data-wrap={wrap || undefined}
      className="log-line absolute top-0 left-0 w-full"
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: grid }}
      onClick={() => !getSelection()?.toString() && props.onOpen()}
    >
      <i aria-hidden style={{ background: barColour(line) }} />
      <span
        className="text-text-3"
        title={formatDateTime(event.timestampMs, zone, event.timestampMs)}
      >
        {sinceMs === undefined
          ? formatClock(event.timestampMs, zone, "ms")
          : formatOffset(event.timestampMs - sinceMs)}
      </span>
      <span className={wordColour(line)}>{wordOf(line)}</span>
      {columns.map((path) => (
        <span key={path} className="truncate" title={values?.get(path)}>
          {values?.get(path) ?? ""}
        </span>
      ))}
      <span className={`log-message ${line.kind === "text" ? "" : "text-text-3"}`}>
        <LineText line={line} without={columns} highlight={highlight} />
      </span>
    </div>
  );
}

/** `+12.345 s`: of one length, so that they stand under one another. */
function formatOffset(ms: number): string {
  return `${ms < 0 ? "\u2212" : "+"}${(Math.abs(ms) / 1000).toFixed(3)} s`;
}

function barColour({ level }: LogLine): string | undefined {
  if (level === "error" || level === "fatal") return "var(--c-error)";
  return level === "warn" ? "var(--c-warn)" : undefined;
}
