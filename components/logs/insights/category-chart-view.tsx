"use client";

import { Bar, BarChart, CartesianGrid, LabelList, XAxis, YAxis } from "recharts";
import { countTicks } from "@/lib/model/chart-ticks";
import { formatCount, plain } from "@/lib/model/format";
import type { CategoryChartProps } from "./result-chart";

const rowPx = 24;
const nameWidth = 260;

export default function CategoryChartView({ chart, width }: CategoryChartProps) {
  const { bars } = chart;
  const ticks = countTicks(Math.max(0, ...bars.map(({ value }) => value)), false);
  const names = Math.min(nameWidth, Math.round(width * 0.4));
  return (
    <BarChart
      layout="vertical"
      width={width}
      height={bars.length * rowPx + 30}
      data={bars}
      margin={{ top: 2, right: 56, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid horizontal={false} stroke="var(--c-grid)" />
      <XAxis
        type="number"
        domain={[Math.min(0, ...bars.map(({ value }) => value)), ticks.at(-1) ?? 1]}
        ticks={[...ticks]}
        tickFormatter={(value: number) => plain(formatCount(value))}
        tickLine={false}
        axisLine={{ stroke: "var(--c-axis)" }}
        tick={tickStyle}
        height={20}
      />
      <YAxis
        type="category"
        dataKey="name"
        width={names}
        tickLine={false}
        axisLine={false}
        interval={0}
        tick={tickStyle}
        tickFormatter={(name: string) => cut(name, Math.floor(names / 6.4))}
      />
      <Bar dataKey="value" fill="var(--c-observed)" barSize={14} isAnimationActive={false}>
        <LabelList
          dataKey="value"
          position="right"
          fontSize={11}
          fill="var(--text-2)"
          formatter={(value) => plain(formatCount(Number(value)))}
        />
      </Bar>
    </BarChart>
  );
}

const tickStyle = { fontSize: 11, fill: "var(--text-2)" };

function cut(name: string, most: number): string {
  const line = name.replaceAll(/\s+/g, " ");
  return line.length > most ? `${line.slice(0, most - 1)}\u2026` : line;
}
