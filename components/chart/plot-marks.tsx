"use client";

import { memo } from "react";
import {
  type ChartDefinition,
  type ChartPoint,
  plotBottom,
  plotHeight,
  plotLeft,
  plotRight,
} from "./chart-definition";
import { valueScale } from "./chart-scale";

interface PlotMarksProps<Point extends ChartPoint> {
  definition: ChartDefinition<Point>;
  points: readonly Point[];
  width: number;
}

/** What a chart shows beside its lines: the strip at its foot and names at the ends. */
export const PlotMarks = memo(Marks) as typeof Marks;

function Marks<Point extends ChartPoint>(props: PlotMarksProps<Point>) {
  return (
    <>
      {props.definition.strip && <Strip {...props} strip={props.definition.strip} />}
      {props.definition.endLabels && <EndLabels {...props} />}
    </>
  );
}

const stripHeight = 7;

function Strip<Point extends ChartPoint>({
  definition,
  points,
  width,
  strip,
}: PlotMarksProps<Point> & { strip: NonNullable<ChartDefinition<Point>["strip"]> }) {
  const stepWidth = (width - plotLeft - plotRight) / points.length;
  const top = (definition.height ?? plotHeight) - plotBottom - stripHeight;
  const marks = points.flatMap((point, step) => {
    const value = strip.value(point);
    return value !== null && value > 0 ? [step] : [];
  });
  return marks.map((step) => (
    <div
      key={step}
      aria-hidden
      className="pointer-events-none absolute"
      style={{
        left: plotLeft + step * stepWidth,
        width: Math.max(2, stepWidth),
        top,
        height: stripHeight,
        background: `repeating-linear-gradient(45deg, ${strip.colour} 0 1.5px, transparent 1.5px 3.5px), var(--c-throttle-soft)`,
      }}
    />
  ));
}

const labelHeight = 11;

/** Each line's name where it ends, moved apart where they would cover each other. */
function EndLabels<Point extends ChartPoint>({ definition, points, width }: PlotMarksProps<Point>) {
  const { y } = valueScale(definition, points);
  const height = (definition.height ?? plotHeight) - plotBottom;
  const labels = definition.series
    .filter(({ draw }) => draw !== "before")
    .flatMap(({ label, colour, value }) => {
      const last = points.findLast((point) => value(point) !== null);
      const at = last && value(last);
      return at === undefined || at === null
        ? []
        : [{ label, colour, top: y(at) - labelHeight / 2 }];
    })
    .sort((a, b) => a.top - b.top);
  const room = Math.max(1, Math.floor(height / labelHeight));
  let free = 0;
  const placed = labels.slice(0, room).map((one, index) => {
    const most = height - (Math.min(labels.length, room) - index) * labelHeight;
    const top = Math.max(free, Math.min(one.top, most));
    free = top + labelHeight;
    return { ...one, top };
  });
  return placed.map(({ label, colour, top }) => (
    <span
      key={label}
      aria-hidden
      className="pointer-events-none absolute max-w-32 truncate rounded-1 bg-surface/80 px-0.5 text-[10px] leading-[11px] font-medium"
      style={{ top, right: plotRight + 2, color: colour, maxWidth: (width - plotLeft) / 3 }}
    >
      {label}
    </span>
  ));
}
