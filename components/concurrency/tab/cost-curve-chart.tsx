"use client";

import { CartesianGrid, Line, LineChart, XAxis, YAxis } from "recharts";
import { formatFullCount, formatMonthlyMoney, formatPercent, plain } from "@/lib/model/format";

/** What so many provisioned environments cost, and how many calls still start cold. */
export interface CurvePoint {
  provisioned: number;
  monthlyUsd: number;
  /** Cold starts among the calls that are served. */
  coldShare: number;
}

export interface CostCurveChartProps {
  points: readonly CurvePoint[];
  now: number;
  chosen: number;
  suggested: number | undefined;
  /** Absent: there is nothing to give provisioned concurrency to. */
  onChoose?(provisioned: number): void;
  width: number;
  height: number;
}

/** The drawing of the curve; loaded with recharts when it is first shown. */
export default function CostCurveChart(props: CostCurveChartProps) {
  const { points, width, height } = props;
  const sorted = points.toSorted((a, b) => a.provisioned - b.provisioned);
  const most = Math.max(0.001, ...points.map(({ coldShare }) => coldShare));
  return (
    <LineChart
      width={width}
      height={height}
      data={sorted}
      margin={{ top: 22, right: 28, bottom: 4, left: 4 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--c-grid)" />
      <XAxis
        dataKey="coldShare"
        type="number"
        domain={[0, most * 1.05]}
        tickFormatter={(share: number) => plain(formatPercent(share))}
        tickLine={false}
        tick={tickStyle}
        axisLine={{ stroke: "var(--c-axis)" }}
        height={22}
        tickCount={6}
      />
      <YAxis
        width={58}
        domain={costDomain(points)}
        tickFormatter={(usd: number) => formatMonthlyMoney(usd)}
        axisLine={false}
        tickLine={false}
        tick={tickStyle}
        tickCount={5}
      />
      <Line
        dataKey="monthlyUsd"
        type="linear"
        stroke="var(--c-cost)"
        strokeWidth={2}
        isAnimationActive={false}
        activeDot={false}
        dot={(dot: DotProps) => <CurveDot key={dot.index} {...props} {...dot} width={width} />}
      />
    </LineChart>
  );
}

const tickStyle = { fontSize: 11, fill: "var(--text-3)" };

/** The differences are what matters, so the axis does not begin at zero, and its ends say so. */
function costDomain(points: readonly CurvePoint[]): [number, number] {
  const costs = points.map(({ monthlyUsd }) => monthlyUsd);
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  const room = Math.max((high - low) * 0.15, high * 0.02, 1e-9);
  return [Math.max(0, low - room), high + room];
}

interface DotProps {
  index?: number;
  cx?: number;
  cy?: number;
  payload?: CurvePoint;
}

function CurveDot({
  cx,
  cy,
  payload,
  now,
  chosen,
  suggested,
  onChoose,
  width,
}: DotProps & CostCurveChartProps) {
  if (cx === undefined || cy === undefined || !payload) return null;
  const { provisioned, coldShare, monthlyUsd } = payload;
  const is = {
    now: provisioned === now,
    chosen: provisioned === chosen,
    suggested: provisioned === suggested,
  };
  const words = [
    is.chosen && !is.now && "selected",
    is.suggested && "suggested",
    is.now && "now",
  ].filter(Boolean);
  const isLoud = is.chosen && !is.now;
  const anchor = cx > width * 0.66 ? "end" : "start";
  return (
    <g
      role={onChoose ? "button" : undefined}
      tabIndex={onChoose ? 0 : undefined}
      aria-label={`${provisioned} provisioned: ${plain(formatPercent(coldShare))} cold starts, ${formatMonthlyMoney(monthlyUsd)} per month${words.length > 0 ? `, ${words.join(" and ")}` : ""}`}
      className={onChoose ? "curve-dot cursor-pointer" : "curve-dot"}
      onClick={() => onChoose?.(provisioned)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onChoose?.(provisioned);
      }}
    >
      <circle cx={cx} cy={cy} r={12} fill="transparent" />
      {is.suggested && (
        <circle cx={cx} cy={cy} r={10} fill="none" stroke="var(--ok)" strokeWidth={1.5} />
      )}
      {isLoud ? (
        <circle cx={cx} cy={cy} r={7} fill="var(--c-provisioned)" />
      ) : (
        <circle
          cx={cx}
          cy={cy}
          r={is.now ? 5 : 3}
          fill="var(--surface)"
          stroke={is.now ? "var(--text)" : "var(--c-cost)"}
          strokeWidth={is.now ? 2 : 1.5}
        />
      )}
      {words.length > 0 ? (
        <text
          x={anchor === "end" ? cx - 4 : cx + 4}
          y={cy - 14}
          textAnchor={anchor}
          fontSize={11}
          fill="var(--text)"
        >
          <tspan fontWeight={600}>{formatFullCount(provisioned)}</tspan> {words.join(" and ")}
        </text>
      ) : (
        <text x={cx} y={cy + 16} textAnchor="middle" fontSize={11} fill="var(--text-3)">
          {formatFullCount(provisioned)}
        </text>
      )}
    </g>
  );
}
