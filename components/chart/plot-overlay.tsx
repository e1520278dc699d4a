"use client";

import { useEffect, useMemo, useRef, type KeyboardEvent, type PointerEvent } from "react";
import { formatDateTime, plain, type Zone } from "@/lib/model/format";
import type { TimeSpan } from "@/lib/model/time-range";
import {
  type ChartDefinition,
  type ChartMarker,
  type ChartPoint,
  plotBottom,
  plotLeft,
  plotRight,
  plotTop,
} from "./chart-definition";
import type { ChartCursor } from "./cursor";
import { addsUp, wholeValue } from "./whole-value";

export interface PlotOverlayProps<Point extends ChartPoint> {
  definition: ChartDefinition<Point>;
  points: readonly Point[];
  startMs: number;
  stepMs: number;
  /** Width of the panel in pixels. */
  width: number;
  zone: Zone;
  cursor: ChartCursor;
  markers: readonly ChartMarker[];
  onZoom(span: TimeSpan): void;
  onZoomBack(): void;
}

/** What lies over a plot: cursor line, markers, and dragging across it to zoom. */
export function PlotOverlay<Point extends ChartPoint>(props: PlotOverlayProps<Point>) {
  const { definition, points, startMs, stepMs, width, zone, cursor, markers, onZoom, onZoomBack } =
    props;
  const line = useRef<HTMLDivElement>(null);
  const selection = useRef<HTMLDivElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const dragFrom = useRef<number>(undefined);
  const plotWidth = Math.max(1, width - plotLeft - plotRight);
  const xOf = (step: number) => plotLeft + ((step + 0.5) / points.length) * plotWidth;

  useEffect(() => {
    const draw = () => {
      if (!line.current || !plot.current) return;
      const { step } = cursor;
      line.current.hidden = step === undefined;
      const point = step === undefined ? undefined : points[step];
      plot.current.ariaValueNow = String(step ?? 0);
      plot.current.ariaValueText = point ? pointText(definition, point, zone) : "whole range";
      if (step !== undefined)
        line.current.style.transform = `translateX(${plotLeft + ((step + 0.5) / points.length) * plotWidth}px)`;
    };
    draw();
    return cursor.subscribe(draw);
  }, [cursor, definition, points, plotWidth, zone]);

  const stepAt = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - plotLeft;
    return Math.min(points.length - 1, Math.max(0, Math.floor((x / plotWidth) * points.length)));
  };
  const showSelection = (to: number | undefined) => {
    const box = selection.current;
    const from = dragFrom.current;
    if (!box) return;
    box.hidden = from === undefined || to === undefined || to === from;
    if (from === undefined || to === undefined) return;
    const left = xOf(Math.min(from, to));
    box.style.transform = `translateX(${left}px)`;
    box.style.width = `${xOf(Math.max(from, to)) - left}px`;
  };
  const zoom = (from: number, to: number) => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    onZoom({ startMs: startMs + first * stepMs, endMs: startMs + (last + 1) * stepMs });
  };
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      cursor.set(
        Math.min(
          points.length - 1,
          Math.max(0, (cursor.step ?? points.length) + by * (event.shiftKey ? 10 : 1)),
        ),
      );
    }
    if (event.key === "Escape") cursor.set(undefined);
  };
  const isEmpty = definition.series.every(({ value }) =>
    points.every((point) => value(point) === null),
  );
  const label = useMemo(() => summaryOf(definition, points), [definition, points]);
  return (
    <div
      className="absolute inset-0 touch-pan-y"
      tabIndex={0}
      role="slider"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={points.length - 1}
      aria-valuenow={0}
      ref={plot}
      onKeyDown={move}
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === "touch") return;
        dragFrom.current = stepAt(event);
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const step = stepAt(event);
        cursor.set(step);
        if (dragFrom.current !== undefined) showSelection(step);
      }}
      onPointerUp={(event) => {
        const from = dragFrom.current;
        const to = stepAt(event);
        dragFrom.current = undefined;
        showSelection(undefined);
        if (from !== undefined && Math.abs(to - from) > 0) zoom(from, to);
      }}
      onPointerCancel={() => {
        dragFrom.current = undefined;
        showSelection(undefined);
      }}
      onPointerLeave={() => dragFrom.current === undefined && cursor.set(undefined)}
      onDoubleClick={onZoomBack}
    >
      {isEmpty && (
        <p className="absolute inset-0 grid place-content-center pl-9 text-11 text-text-3">
          no data in this time
        </p>
      )}
      {markers.map(({ timeMs, label: words }) => {
        const x = plotLeft + ((timeMs - startMs) / (points.length * stepMs)) * plotWidth;
        return (
          <div
            key={`${timeMs} ${words}`}
            title={`${words}, ${formatDateTime(timeMs, zone, startMs)}`}
            className="absolute w-2.5 -translate-x-1/2 border-x-[4.5px] border-transparent bg-clip-padding"
            style={{ left: x, top: plotTop, bottom: plotBottom }}
          >
            <div className="h-full border-l border-dotted border-text-2" />
            <span
              aria-hidden
              className="absolute -bottom-0.5 -left-1 text-[8px] leading-none text-text-2"
            >
              {"\u25b2"}
            </span>
          </div>
        );
      })}
      <div
        ref={selection}
        hidden
        className="pointer-events-none absolute left-0 border-x border-accent bg-accent-bg opacity-60"
        style={{ top: plotTop, bottom: plotBottom }}
      />
      <div
        ref={line}
        hidden
        className="pointer-events-none absolute left-0 w-px bg-text opacity-55"
        style={{ top: plotTop, bottom: plotBottom }}
      />
    </div>
  );
}

function pointText<Point extends ChartPoint>(
  definition: ChartDefinition<Point>,
  point: Point,
  zone: Zone,
): string {
  const values = definition.series.map(
    (series) => `${series.label} ${plain(definition.format(series.value(point)))}`,
  );
  return [formatDateTime(point.timeMs, zone, point.timeMs), ...values].join(", ");
}

function summaryOf<Point extends ChartPoint>(
  definition: ChartDefinition<Point>,
  points: readonly Point[],
): string {
  const figures = definition.series.map((series) => {
    return `${series.label} ${addsUp(series) ? "altogether" : "at most"} ${plain(definition.format(wholeValue(series, points)))}`;
  });
  const limits = definition.limits.map(
    (limit) => `${limit.label} ${plain(definition.format(limit.value))}`,
  );
  return `${definition.title}: ${[...figures, ...limits].join(", ")}`;
}
