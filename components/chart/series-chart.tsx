"use client";

import { useMemo } from "react";
import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  Scatter,
  XAxis,
  YAxis,
} from "recharts";
import { countTicks, logTicks, timeTicks } from "@/lib/model/chart-ticks";
import { formatClock, formatDay, plain, type Zone } from "@/lib/model/format";
import {
  type ChartDefinition,
  type ChartPoint,
  type ChartSeries,
  plotBottom,
  plotHeight,
  plotLeft,
  plotRight,
  plotTop,
} from "./chart-definition";

export interface SeriesChartProps<Point extends ChartPoint> {
  definition: ChartDefinition<Point>;
  points: readonly Point[];
  startMs: number;
  stepMs: number;
  width: number;
  zone: Zone;
}

interface Row {
  time: number;
  [key: string]: number | null;
}

/** The drawing of one chart. Recharts draws series, axes and limits; cursor, selection and markers lie above it. */
export default function SeriesChart<Point extends ChartPoint>(props: SeriesChartProps<Point>) {
  const { definition, points, startMs, stepMs, width, zone } = props;
  const endMs = startMs + points.length * stepMs;
  const rows = useMemo(
    () => rowsOf(points, definition.series, stepMs),
    [points, definition, stepMs],
  );
  const yTicks = useMemo(() => ticksOf(definition, points), [definition, points]);
  const bottom = definition.log ? (yTicks[0] ?? 1) : 0;
  const top = yTicks.at(-1) ?? 1;
  const barSize = Math.max(
    1,
    Math.floor((width - plotLeft - plotRight) / points.length) - (points.length > 180 ? 0 : 1),
  );
  return (
    <ComposedChart
      width={width}
      height={definition.height ?? plotHeight}
      data={rows}
      margin={{ top: plotTop, right: plotRight, bottom: 0, left: 0 }}
      barGap={-barSize}
      barCategoryGap={0}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--c-grid)" />
      <XAxis
        dataKey="time"
        type="number"
        domain={[startMs, endMs]}
        ticks={xTicks(startMs, endMs, zone)}
        tickFormatter={(ms: number) => timeLabel(ms, endMs - startMs, zone)}
        interval="preserveStartEnd"
        height={plotBottom}
        tickLine={false}
        tick={tickStyle}
        axisLine={{ stroke: "var(--c-axis)" }}
        allowDataOverflow
      />
      <YAxis
        width={plotLeft}
        domain={[bottom, top]}
        ticks={[...yTicks]}
        scale={definition.log ? "log" : "linear"}
        tickFormatter={definition.axis ?? ((value: number) => plain(definition.format(value)))}
        interval={0}
        axisLine={false}
        tickLine={false}
        tick={tickStyle}
        allowDataOverflow
      />
      {definition.series.map((series, i) => drawSeries(series, `s${i}`, barSize))}
      {definition.limits.map((limit) => (
        <ReferenceLine
          key={limit.label}
          y={limit.value}
          stroke={limit.colour}
          strokeWidth={1.5}
          strokeDasharray={limit.dashed ? "4 3" : undefined}
          ifOverflow="hidden"
          label={{
            value: `${limit.label} ${plain(definition.format(limit.value))}`,
            position: limit.value > (top + bottom) / 2 ? "insideTopLeft" : "insideBottomLeft",
            fill: limit.colour,
            fontSize: 10,
            offset: 5,
          }}
        />
      ))}
    </ComposedChart>
  );
}

const tickStyle = { fontSize: 11, fill: "var(--text-3)" };

function drawSeries(series: ChartSeries<never>, key: string, barSize: number) {
  const common = { isAnimationActive: false, dataKey: key, stroke: series.colour };
  const open = { ...common, dataKey: `${key}Open` };
  switch (series.draw) {
    case "bar":
      return [
        <Bar
          key={key}
          {...common}
          stackId="bars"
          stroke="none"
          fill={series.colour}
          barSize={barSize}
        />,
        <Bar
          key={open.dataKey}
          {...open}
          stackId="bars"
          stroke="none"
          fill={series.colour}
          fillOpacity={0.45}
          barSize={barSize}
        />,
      ];
    case "mark":
      return <Scatter key={key} {...common} stroke="none" fill={series.colour} shape="diamond" />;
    default:
      return [
        series.draw === "area" && (
          <Area
            key={`${key}Area`}
            {...common}
            type="linear"
            stroke="none"
            fill={series.colour}
            fillOpacity={0.16}
            dot={false}
            activeDot={false}
          />
        ),
        <Line
          key={key}
          {...common}
          type="linear"
          strokeWidth={1.5}
          strokeDasharray={series.draw === "dash" ? "3 3" : undefined}
          dot={loneDot(series.colour)}
          activeDot={false}
        />,
        <Line
          key={open.dataKey}
          {...open}
          type="linear"
          strokeWidth={1.5}
          strokeDasharray="2 2"
          dot={loneDot(series.colour)}
          activeDot={false}
        />,
      ];
  }
}

interface DotProps {
  key?: React.Key | null;
  cx?: number;
  cy?: number;
  payload?: Row;
  dataKey?: unknown;
}

/** A value between two gaps has no line to be seen by, so it gets a dot. */
function loneDot(colour: string) {
  return ({ key, cx, cy, payload, dataKey }: DotProps) => {
    const lone = payload?.[`${String(dataKey)}Lone`] === 1;
    return lone && cx !== undefined && cy !== undefined ? (
      <circle key={key} cx={cx} cy={cy} r={2.25} fill={colour} />
    ) : (
      <g key={key} />
    );
  };
}

/** One row a step. `sN` is drawn solid, `sNOpen` dashed: the incomplete end, joined to the last complete point. */
function rowsOf<Point extends ChartPoint>(
  points: readonly Point[],
  series: readonly ChartSeries<Point>[],
  stepMs: number,
): Row[] {
  return points.map((point, i) => {
    const row: Row = { time: point.timeMs + stepMs / 2 };
    const next = points[i + 1];
    series.forEach(({ value, draw }, s) => {
      const own = value(point);
      if (draw === "mark") {
        row[`s${s}`] = own ? own : null;
        return;
      }
      const joins = draw !== "bar" && next?.incomplete === true;
      row[`s${s}`] = point.incomplete ? null : own;
      row[`s${s}Open`] = point.incomplete || joins ? own : null;
      const before = points[i - 1];
      const alone = (!before || value(before) === null) && (!next || value(next) === null);
      if (draw !== "bar" && alone && own !== null)
        row[`s${s}${point.incomplete ? "Open" : ""}Lone`] = 1;
    });
    return row;
  });
}

function ticksOf<Point extends ChartPoint>(
  definition: ChartDefinition<Point>,
  points: readonly Point[],
): readonly number[] {
  if (definition.ticks) return definition.ticks;
  let max = 0;
  let min = Number.POSITIVE_INFINITY;
  for (const point of points) {
    let stack = 0;
    for (const { value, draw } of definition.series) {
      const own = value(point);
      if (own === null) continue;
      if (draw === "bar") stack += own;
      max = Math.max(max, draw === "bar" ? stack : own);
      if (own > 0) min = Math.min(min, own);
    }
  }
  // A limit far above the data would press it flat; a logarithmic axis bears it.
  for (const { value } of definition.limits)
    if (definition.log || definition.fitsLimits || max === 0 || value <= max * 5)
      max = Math.max(max, value);
  if (definition.log) return logTicks(Number.isFinite(min) ? min : max / 10, max);
  // Bars may end at the top; a line there would be cut in half.
  const room = definition.series.every(({ draw }) => draw === "bar") ? 1 : 1.04;
  return countTicks(
    Math.min(max * room, definition.highest ?? Infinity),
    definition.integers ?? false,
  );
}

function xTicks(startMs: number, endMs: number, zone: Zone): number[] {
  const offsetMs = zone === "utc" ? 0 : -new Date(startMs).getTimezoneOffset() * 60_000;
  return timeTicks({ startMs, endMs }, offsetMs);
}

function timeLabel(ms: number, lengthMs: number, zone: Zone): string {
  return lengthMs > 2 * 86_400_000 ? formatDay(ms, zone, ms) : formatClock(ms, zone, "m");
}
