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
import { timeTicks } from "@/lib/model/chart-ticks";
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
import { type ChartRow, chartRows, thinRows } from "./chart-rows";
import { valueTicks } from "./chart-scale";

export interface SeriesChartProps<Point extends ChartPoint> {
  definition: ChartDefinition<Point>;
  points: readonly Point[];
  startMs: number;
  stepMs: number;
  width: number;
  zone: Zone;
}

/** The drawing of one chart. Recharts draws series, axes and limits; cursor, selection and markers lie above it. */
export default function SeriesChart<Point extends ChartPoint>(props: SeriesChartProps<Point>) {
  const { definition, points, startMs, stepMs, width, zone } = props;
  const endMs = startMs + points.length * stepMs;
  // One point per two pixels shows all there is to see.
  const size = Math.max(1, Math.ceil((points.length * 2) / (width - plotLeft - plotRight)));
  const rows = useMemo(
    () => thinRows(chartRows(points, definition.series, stepMs), points.length > 480 ? size : 1),
    [points, definition, stepMs, size],
  );
  const yTicks = useMemo(() => valueTicks(definition, points), [definition, points]);
  const bottom = definition.log ? (yTicks[0] ?? 1) : 0;
  const top = yTicks.at(-1) ?? 1;
  const barSize = Math.max(
    1,
    Math.floor((width - plotLeft - plotRight) / rows.length) - (rows.length > 180 ? 0 : 1),
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
      {drawOrder(definition.series).map((i) =>
        drawSeries(definition.series[i] as ChartSeries<never>, `s${i}`, barSize),
      )}
      {definition.limits.map((limit) => (
        <ReferenceLine
          key={`${limit.label} ${limit.value}`}
          y={limit.value}
          stroke={limit.colour}
          strokeWidth={1.5}
          strokeDasharray={limit.dashed ? "4 3" : undefined}
          ifOverflow="hidden"
          label={{
            value: limit.text ?? `${limit.label} ${plain(definition.format(limit.value))}`,
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

/** The indexes of the series: what is compared with first, so that it lies behind. */
function drawOrder<Point extends ChartPoint>(series: readonly ChartSeries<Point>[]): number[] {
  const isBefore = (index: number) => series[index]?.draw === "before";
  return [...series.keys()].sort((a, b) => Number(isBefore(b)) - Number(isBefore(a)));
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
    case "before":
      return (
        <Line
          key={key}
          {...common}
          type="linear"
          strokeWidth={1}
          strokeOpacity={0.6}
          strokeDasharray="5 3"
          dot={false}
          activeDot={false}
        />
      );
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
  payload?: ChartRow;
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

function xTicks(startMs: number, endMs: number, zone: Zone): number[] {
  const offsetMs = zone === "utc" ? 0 : -new Date(startMs).getTimezoneOffset() * 60_000;
  return timeTicks({ startMs, endMs }, offsetMs);
}

function timeLabel(ms: number, lengthMs: number, zone: Zone): string {
  return lengthMs > 2 * 86_400_000 ? formatDay(ms, zone, ms) : formatClock(ms, zone, "m");
}
