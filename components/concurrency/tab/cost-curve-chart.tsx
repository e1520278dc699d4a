"use client";

import { CartesianGrid, Line, LineChart, XAxis, YAxis } from "recharts";
import { countTicks } from "@/lib/model/chart-ticks";
import { formatFullCount, formatMonthlyMoney, formatPercent, plain } from "@/lib/model/format";
import type { CostPoint } from "@/lib/simulator/cost-curve";

export interface CostCurveChartProps {
  /** From none upwards. */
  points: readonly CostPoint[];
  /** Provisioned environments; each is one of the points. */
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
  const most = Math.max(...points.map(({ coldStartProbability }) => coldStartProbability));
  const shareTicks = countTicks(Math.max(most, 0.0001), false);
  const usdTicks = costTicks(points);
  const dots = dotted(props);
  return (
    <LineChart
      width={width}
      height={height}
      data={[...points]}
      margin={{ top: 24, right: 28, bottom: 4, left: 4 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--c-grid)" />
      <XAxis
        dataKey="coldStartProbability"
        type="number"
        domain={[0, shareTicks.at(-1) ?? 1]}
        ticks={shareTicks}
        tickFormatter={(share: number) => `${Number((share * 100).toPrecision(2))}\u2009%`}
        tickLine={false}
        tick={tickStyle}
        axisLine={{ stroke: "var(--c-axis)" }}
        height={22}
      />
      <YAxis
        width={58}
        domain={[usdTicks[0] ?? 0, usdTicks.at(-1) ?? 1]}
        ticks={usdTicks}
        tickFormatter={(usd: number) => (usd === 0 ? "$0" : formatMonthlyMoney(usd))}
        axisLine={false}
        tickLine={false}
        tick={tickStyle}
      />
      <Line
        dataKey="monthlyUsd"
        type="linear"
        stroke="var(--c-cost)"
        strokeWidth={2}
        isAnimationActive={false}
        activeDot={false}
        dot={({ key, ...dot }: DotProps) =>
          dot.payload && dots.has(dot.payload.provisionedConcurrency) ? (
            <CurveDot key={key} {...props} {...dot} width={width} />
          ) : (
            <g key={key} />
          )
        }
      />
    </LineChart>
  );
}

const tickStyle = { fontSize: 11, fill: "var(--text-3)" };
const mostDots = 8;

/** The points that are drawn as such: those with a meaning, and a few on the way that leave these room. */
function dotted({ points, now, chosen, suggested = chosen }: CostCurveChartProps): Set<number> {
  const marks = [now, chosen, suggested];
  const counts = points.map(({ provisionedConcurrency }) => provisionedConcurrency);
  const every = Math.max(1, Math.ceil(counts.length / mostDots));
  // A mark has words beside it: nothing of the next two stands there.
  const room = ((counts.at(-1) ?? 0) / mostDots) * 1.5;
  const onTheWay = counts
    .filter((_, index) => index % every === 0 || index === counts.length - 1)
    .filter((count) => marks.every((mark) => Math.abs(mark - count) > room));
  return new Set([...marks, ...onTheWay]);
}

/** The differences are what matters, so the axis does not begin at zero. */
function costTicks(points: readonly CostPoint[]): number[] {
  const costs = points.map(({ monthlyUsd }) => monthlyUsd);
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  const [, step = 1] = countTicks(Math.max((high - low) * 1.1, high * 0.05, 1e-6), false);
  const first = Math.max(0, Math.floor(low / step));
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(6)),
  );
}

interface DotProps {
  key?: React.Key | null;
  cx?: number;
  cy?: number;
  payload?: CostPoint;
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
  const { provisionedConcurrency: provisioned, coldStartProbability, monthlyUsd } = payload;
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
      aria-label={`${provisioned} provisioned: ${plain(formatPercent(coldStartProbability))} cold starts, ${formatMonthlyMoney(monthlyUsd)} per month${words.length > 0 ? `, ${words.join(" and ")}` : ""}`}
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
          y={is.now && words.length === 1 ? cy + 20 : cy - 14}
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
