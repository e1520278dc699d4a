"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useWidth } from "@/components/chart/use-width";
import { useSession } from "@/components/shell/session";
import {
  formatClock,
  formatDateTime,
  formatDuration,
  formatFullCount,
  plain,
} from "@/lib/model/format";
import { outcomeText } from "@/lib/model/invocation";
import { type InvocationFilter, summarizeRows } from "@/lib/model/invocation-filter";
import type { InvocationTable } from "@/lib/model/invocation-table";
import {
  drawScatter,
  durationAt,
  durationTicks,
  kindColours,
  rowAt,
  scaleOf,
  timeAt,
  xOf,
  yOf,
} from "./draw-scatter";

const height = 120;
const axisWidth = 52;
const timeTicks = 5;
/** Below this seconds tell the ticks apart. */
const minutesMs = 10 * 60_000;

export interface InvocationScatterProps {
  table: InvocationTable;
  rows: Uint32Array;
  box: InvocationFilter["box"];
  onBox(box: InvocationFilter["box"]): void;
  onOpen(requestId: string): void;
}

interface Place {
  x: number;
  y: number;
}

/** When requests began and how long they took. Dragging picks requests out, a click opens the nearest. */
export function InvocationScatter({ table, rows, box, onBox, onOpen }: InvocationScatterProps) {
  const { zone } = useSession();
  const [measured, fullWidth] = useWidth<HTMLDivElement>();
  const width = Math.max(0, fullWidth - axisWidth);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drag, setDrag] = useState<{ from: Place; to: Place }>();
  const [hovered, setHovered] = useState<number>();
  const theme = useTheme();
  const scale = useMemo(() => scaleOf(table, rows, { width, height }), [table, rows, width]);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || !scale) return;
    const ratio = devicePixelRatio || 1;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(element);
    drawScatter(context, scale, table, rows, (token) => style.getPropertyValue(token));
  }, [scale, table, rows, width, theme]);
  const summary = useMemo(() => summarizeRows(table, rows), [table, rows]);
  if (!scale) return <div ref={measured} />;

  const placeOf = (event: React.PointerEvent): Place => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const finish = () => {
    if (!drag) return;
    setDrag(undefined);
    const { from, to } = drag;
    if (Math.abs(from.x - to.x) < 4 && Math.abs(from.y - to.y) < 4) {
      const row = rowAt(scale, table, rows, to);
      if (row === undefined) onBox(undefined);
      else onOpen(table.requestId(row));
      return;
    }
    onBox({
      startMs: timeAt(scale, Math.min(from.x, to.x)),
      endMs: timeAt(scale, Math.max(from.x, to.x)),
      leastMs: durationAt(scale, Math.max(from.y, to.y)),
      mostMs: durationAt(scale, Math.min(from.y, to.y)),
    });
  };
  const picked = drag
    ? { from: drag.from, to: drag.to }
    : box && {
        from: { x: xOf(scale, box.startMs), y: yOf(scale, box.mostMs) },
        to: { x: xOf(scale, box.endMs), y: yOf(scale, Math.max(box.leastMs, scale.leastMs)) },
      };
  return (
    <div ref={measured} className="flex-none border-b border-border px-4 pt-1 pb-0.5">
      <Legend />
      <div className="relative" style={{ height: height + 16 }}>
        {durationTicks(scale).map((ms) => (
          <div
            key={ms}
            aria-hidden
            className="absolute right-0 left-0 flex items-center text-10 text-text-3"
            style={{ top: yOf(scale, ms) - 6, height: 12 }}
          >
            <span className="w-12 pr-1 text-right">{plain(formatDuration(ms))}</span>
            <i className="h-px flex-1" style={{ background: "var(--c-grid)" }} />
          </div>
        ))}
        <canvas
          ref={canvas}
          role="img"
          aria-label={`${formatFullCount(summary.count)} requests by time and duration: p50 ${plain(formatDuration(summary.p50Ms))}, p99 ${plain(formatDuration(summary.p99Ms))}, ${summary.cold} cold, ${summary.failed} failed. The list below has them all.`}
          className="absolute top-0 cursor-crosshair touch-none"
          style={{ left: axisWidth, width, height }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const at = placeOf(event);
            setDrag({ from: at, to: at });
          }}
          onPointerMove={(event) => {
            const at = placeOf(event);
            if (drag) setDrag({ ...drag, to: at });
            else setHovered(rowAt(scale, table, rows, at));
          }}
          onPointerUp={finish}
          onPointerCancel={() => setDrag(undefined)}
          onPointerLeave={() => setHovered(undefined)}
        />
        {picked && (
          <div
            aria-hidden
            className="pointer-events-none absolute border border-accent bg-accent-bg/40"
            style={{
              left: axisWidth + Math.min(picked.from.x, picked.to.x),
              top: Math.max(0, Math.min(picked.from.y, picked.to.y)),
              width: Math.abs(picked.to.x - picked.from.x),
              height: Math.min(height, Math.abs(picked.to.y - picked.from.y)),
            }}
          />
        )}
        {hovered !== undefined && !drag && <Hint table={table} row={hovered} scale={scale} />}
        <div
          aria-hidden
          className="absolute right-0 flex justify-between text-10 text-text-3"
          style={{ left: axisWidth, top: height + 2 }}
        >
          {Array.from({ length: timeTicks }, (_, at) => (
            <span key={at}>
              {formatClock(
                timeAt(scale, (at / (timeTicks - 1)) * width),
                zone,
                scale.endMs - scale.startMs < minutesMs ? "s" : "m",
              )}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}

/** What the point under the pointer stands for. */
function Hint({
  table,
  row,
  scale,
}: {
  table: InvocationTable;
  row: number;
  scale: NonNullable<ReturnType<typeof scaleOf>>;
}) {
  const { zone, serverNowMs } = useSession();
  const invocation = table.summary(row);
  const x = xOf(scale, invocation.startMs);
  const isRight = x > scale.width / 2;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-0 z-1 border border-border bg-surface px-2 py-1 text-11 shadow-1"
      style={isRight ? { right: scale.width - x + 10 } : { left: axisWidth + x + 10 }}
    >
      {outcomeText(invocation)}
      {invocation.cold && ", cold"} {"\u00b7"}{" "}
      {plain(formatDuration(invocation.report?.durationMs))} {"\u00b7"}{" "}
      {formatDateTime(invocation.startMs, zone, serverNowMs)}
    </div>
  );
}

const legend: [kind: keyof typeof kindColours, word: string, path: string][] = [
  ["warm", "warm", "M5 2a3 3 0 1 0 .01 0z"],
  ["cold", "cold", "M5 1l4 8h-8z"],
  ["error", "error", "M2 2l6 6M8 2l-6 6"],
  ["timeout", "timed out", "M2 2h6v6h-6z"],
  ["memory", "out of memory", "M5 1l4 4l-4 4l-4-4z"],
];

function Legend() {
  return (
    <ul className="flex justify-end gap-3 text-11 text-text-3" aria-label="What the points mean">
      {legend.map(([kind, word, path]) => (
        <li key={kind} className="flex items-center gap-1">
          <svg width="10" height="10" aria-hidden>
            <path
              d={path}
              fill={kind === "error" ? "none" : `var(${kindColours[kind]})`}
              stroke={`var(${kindColours[kind]})`}
            />
          </svg>
          {word}
        </li>
      ))}
    </ul>
  );
}

/** Changes when the colours do: a canvas does not follow them by itself. */
function useTheme(): string {
  const [theme, setTheme] = useState("");
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const update = () =>
      setTheme(`${document.documentElement.dataset.theme ?? ""} ${system.matches}`);
    update();
    const observer = new MutationObserver(update);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    system.addEventListener("change", update);
    return () => {
      observer.disconnect();
      system.removeEventListener("change", update);
    };
  }, []);
  return theme;
}
