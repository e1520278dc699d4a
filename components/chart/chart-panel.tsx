"use client";

import { ChartLine, Table as TableIcon } from "lucide-react";
import dynamic from "next/dynamic";
import {
  memo,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from "react";
import { IconButton } from "@/components/ui/button";
import { Quantity } from "@/components/ui/quantity";
import { formatDateTime, plain, type Quantity as Parts, type Zone } from "@/lib/model/format";
import type { TimeSpan } from "@/lib/model/time-range";
import {
  type ChartDefinition,
  type ChartMarker,
  type ChartPoint,
  type ChartSeries,
  plotBottom,
  plotHeight,
  plotLeft,
  plotRight,
  plotTop,
} from "./chart-definition";
import { ChartTable } from "./chart-table";
import { type ChartCursor, useCursorStep } from "./cursor";
import type { SeriesChartProps } from "./series-chart";

export interface ChartPanelProps<Point extends ChartPoint> {
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

const blank = <div style={{ height: plotHeight }} />;
const LazyChart = dynamic(() => import("./series-chart"), { ssr: false, loading: () => blank });

/** The chart of any points; `dynamic` cannot keep the type parameter. */
const SeriesChart = memo(LazyChart) as unknown as <Point extends ChartPoint>(
  props: SeriesChartProps<Point>,
) => React.ReactNode;

/** One chart with its title, the values at the cursor, cursor line, markers, zoom and table. */
export function ChartPanel<Point extends ChartPoint>(props: ChartPanelProps<Point>) {
  const { definition, points, startMs, stepMs, width, zone, cursor } = props;
  const [isTable, setTable] = useState(false);
  const height = definition.height ?? plotHeight;
  return (
    <section className="min-w-0" aria-label={definition.title}>
      <div className="flex h-8 items-center gap-1.5 pr-1.5 pl-3.5 pt-1 text-12">
        <h2 className="flex-none font-semibold">{definition.title}</h2>
        <CursorValues definition={definition} points={points} cursor={cursor} />
        <IconButton
          size="small"
          icon={isTable ? ChartLine : TableIcon}
          label={isTable ? "View as chart" : "View as table"}
          onClick={() => setTable(!isTable)}
        />
      </div>
      {isTable ? (
        <ChartTable definition={definition} points={points} zone={zone} height={height} />
      ) : (
        <div className="relative overflow-hidden" style={{ height }}>
          {width > 0 && (
            <SeriesChart
              definition={definition}
              points={points}
              startMs={startMs}
              stepMs={stepMs}
              width={width}
              zone={zone}
            />
          )}
          <PlotOverlay {...props} />
        </div>
      )}
    </section>
  );
}

/** The figures at the cursor, else of the whole range: they stand in for a legend. */
function CursorValues<Point extends ChartPoint>({
  definition,
  points,
  cursor,
}: Pick<ChartPanelProps<Point>, "definition" | "points" | "cursor">) {
  const step = useCursorStep(cursor);
  const pointed = step === undefined ? undefined : points[step];
  const values = definition.series.map((series) =>
    definition.format(pointed ? series.value(pointed) : wholeValue(series, points)),
  );
  return (
    <dl className="ml-auto flex min-w-0 gap-2 overflow-hidden text-11 whitespace-nowrap text-text-2">
      {definition.series.map((series, i) => (
        <div key={series.label} className="flex items-center gap-0.75">
          <i aria-hidden className="h-0.75 w-2 rounded-1" style={{ background: series.colour }} />
          <dt>{series.label}</dt>
          <dd className="font-semibold text-text">
            <Quantity of={withoutRepeatedUnit(values[i] ?? [], values[i + 1])} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** In a row of values a unit stands after the last one that has it. */
function withoutRepeatedUnit(value: Parts, next: Parts | undefined): Parts {
  const [only] = value;
  const repeated = value.length === 1 && next?.length === 1 && next[0]?.unit === only?.unit;
  return only && repeated ? [{ value: only.value, unit: "" }] : value;
}

/** Without a cursor: the sum of bars and marks, the highest value of a line. */
function wholeValue<Point extends ChartPoint>(
  series: ChartSeries<Point>,
  points: readonly Point[],
): number | null {
  const sums = series.draw === "bar" || series.draw === "mark";
  return points.reduce<number | null>((total, point) => {
    const value = series.value(point);
    if (value === null) return total;
    return sums ? (total ?? 0) + value : Math.max(total ?? value, value);
  }, null);
}

function PlotOverlay<Point extends ChartPoint>(props: ChartPanelProps<Point>) {
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
    const sums = series.draw === "bar" || series.draw === "mark";
    return `${series.label} ${sums ? "altogether" : "at most"} ${plain(definition.format(wholeValue(series, points)))}`;
  });
  const limits = definition.limits.map(
    (limit) => `${limit.label} ${plain(definition.format(limit.value))}`,
  );
  return `${definition.title}: ${[...figures, ...limits].join(", ")}`;
}
