"use client";

import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from "react";
import {
  type ChartDefinition,
  type ChartPoint,
  plotLeft,
  plotRight,
} from "@/components/chart/chart-definition";
import { valueScale } from "@/components/chart/chart-scale";
import { SeriesChart } from "@/components/chart/lazy-series-chart";
import { PlotMarks } from "@/components/chart/plot-marks";
import { useWidth } from "@/components/chart/use-width";
import { useSession } from "@/components/shell/session";
import { type AlarmCondition, comparisonSigns } from "@/lib/model/alarm";
import type { Firing } from "@/lib/model/alarm-firing";
import { countTicks } from "@/lib/model/chart-ticks";
import type { MetricGrid } from "@/lib/model/metric-plan";

interface ValuePoint extends ChartPoint {
  value: number | null;
  fires: boolean;
}

const height = 190;

/** What an alarm would have seen, with its threshold to drag and the periods in which it would have fired. */
export function AlarmPreview({
  grid,
  values,
  condition,
  firing,
  write,
  onThreshold,
}: {
  grid: MetricGrid;
  values: readonly (number | null)[];
  condition: AlarmCondition;
  firing: Firing;
  /** Writes a value in its unit. */
  write(value: number): string;
  onThreshold(threshold: number): void;
}) {
  const { zone } = useSession();
  const [area, width] = useWidth<HTMLDivElement>();
  const [fixedTop, setFixedTop] = useState<number>();
  const { startMs, stepMs } = grid;
  const { threshold, comparison } = condition;
  const points = useMemo((): ValuePoint[] => {
    const fired = new Set(firing.steps);
    return values.map((value, step) => ({
      timeMs: startMs + step * stepMs,
      incomplete: false,
      value,
      fires: fired.has(step),
    }));
  }, [values, firing, startMs, stepMs]);
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  const top = fixedTop ?? topOf(most, threshold);
  const definition = useMemo(
    (): ChartDefinition<ValuePoint> => ({
      title: "What the alarm would have seen",
      height,
      format: (value) => [{ value: value === null ? "" : write(value), unit: "" }],
      ticks: countTicks(top, false),
      limits: [],
      strip: { label: "in alarm", value: ({ fires }) => (fires ? 1 : 0), colour: "var(--danger)" },
      series: [
        { label: "value", value: ({ value }) => value, colour: "var(--c-observed)", draw: "line" },
      ],
    }),
    [top, write],
  );
  return (
    <div ref={area} className="relative overflow-hidden" style={{ height }}>
      {width > 0 && points.length > 0 && (
        <>
          <SeriesChart
            definition={definition}
            points={points}
            startMs={startMs}
            stepMs={stepMs}
            width={width}
            zone={zone}
          />
          <PlotMarks definition={definition} points={points} width={width} />
          <ThresholdHandle
            scale={valueScale(definition, points)}
            top={top}
            threshold={threshold}
            text={`${comparisonSigns[comparison]} ${write(threshold)}`}
            onDrag={(isDragging) => setFixedTop(isDragging ? top : undefined)}
            onThreshold={onThreshold}
          />
        </>
      )}
    </div>
  );
}

/** Room above the values, and up to the threshold unless that would press them flat. */
function topOf(most: number, threshold: number): number {
  const asked = Number.isFinite(threshold) && threshold > 0 ? threshold : 0;
  const wanted = Math.max(most * 1.25, most === 0 || asked <= most * 6 ? asked * 1.1 : 0);
  return wanted > 0 ? wanted : 1;
}

function ThresholdHandle({
  scale,
  top,
  threshold,
  text,
  onDrag,
  onThreshold,
}: {
  scale: ReturnType<typeof valueScale>;
  top: number;
  threshold: number;
  text: string;
  onDrag(isDragging: boolean): void;
  onThreshold(threshold: number): void;
}) {
  const isHeld = useRef(false);
  const value = Number.isFinite(threshold) ? threshold : 0;
  const y = Math.max(2, Math.min(height - 4, scale.y(Math.min(Math.max(value, 0), top))));
  const put = (next: number) => onThreshold(roundTo(Math.min(top, Math.max(0, next)), top));
  const pull = (event: PointerEvent<HTMLElement>) => {
    if (!isHeld.current) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box) put(scale.value(event.clientY - box.top));
  };
  const release = () => {
    isHeld.current = false;
    onDrag(false);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    put(value + (by * (event.shiftKey ? 10 : 1) * top) / 100);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Threshold"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={top}
      aria-valuenow={value}
      aria-valuetext={text}
      className="absolute h-6 -translate-y-1/2 cursor-ns-resize touch-none"
      style={{ top: y, left: plotLeft, right: plotRight }}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        isHeld.current = true;
        onDrag(true);
      }}
      onPointerMove={pull}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <div
        aria-hidden
        className="absolute inset-x-0 top-1/2 border-t-2 border-dashed border-accent"
      />
      <span
        aria-hidden
        className="absolute top-1/2 right-0 -translate-y-1/2 rounded-1 bg-accent px-1.5 text-11 font-medium text-on-accent"
      >
        {text}
      </span>
    </div>
  );
}

/** Two digits finer than the axis: what a pixel can tell apart. */
function roundTo(value: number, top: number): number {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(top)));
  return Number(value.toFixed(Math.min(8, digits)));
}
