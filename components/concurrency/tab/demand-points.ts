import type { ChartDefinition, ChartPoint } from "@/components/chart/chart-definition";
import { formatCount } from "@/lib/model/format";
import type { MetricGrid } from "@/lib/model/metric-plan";
import { extremesOf, groupSize, highestStep, sumOf } from "@/lib/model/thin-series";
import type { Prediction } from "@/lib/simulator/prediction";

/** A stretch of the traffic's steps: from `from` (included) to `to` (not included). */
export interface StepSpan {
  from: number;
  to: number;
}

/** Some steps of the traffic, drawn as one. */
export interface DemandGroup extends ChartPoint {
  /** Its first step, and how many it holds. */
  from: number;
  size: number;
  /** The step with the highest demand. */
  peak: number;
  demand: number;
}

interface LinePoint extends ChartPoint {
  demand: number;
}

export interface DrawnDemand {
  startMs: number;
  /** Length of a group. */
  stepMs: number;
  groups: DemandGroup[];
  /** Two for each group, its lowest and highest demand in the order in which they came. */
  line: LinePoint[];
}

/** The demand of a span as at most `columns` groups. */
export function drawnDemand(
  grid: MetricGrid & { completeUntilMs: number },
  demand: Float32Array,
  { from, to }: StepSpan,
  columns: number,
): DrawnDemand {
  const size = groupSize(to - from, columns);
  const stepMs = size * grid.stepMs;
  const startMs = grid.startMs + from * grid.stepMs;
  const groups: DemandGroup[] = [];
  const line: LinePoint[] = [];
  for (const { first, second } of extremesOf(demand, from, to, size)) {
    const start = from + groups.length * size;
    const timeMs = startMs + groups.length * stepMs;
    const incomplete = timeMs + stepMs > grid.completeUntilMs;
    const held = Math.min(size, to - start);
    const peak = highestStep(demand, start, held);
    groups.push({ timeMs, incomplete, from: start, size: held, peak, demand: demand[peak] ?? 0 });
    line.push({ timeMs, incomplete, demand: first });
    line.push({ timeMs: timeMs + stepMs / 2, incomplete, demand: second });
  }
  return { startMs, stepMs, groups, line };
}

/** How the line is drawn. */
export function demandLine(ticks: readonly number[], height: number): ChartDefinition<LinePoint> {
  return {
    title: "Concurrency demand",
    format: formatCount,
    integers: true,
    ticks,
    height,
    limits: [],
    series: [
      {
        label: "demand",
        value: (point) => point.demand,
        colour: "var(--c-observed)",
        draw: "line",
      },
    ],
  };
}

/** What a group says, in the table and to people who hear the chart. */
export function demandFigures(now: Prediction, after: Prediction): ChartDefinition<DemandGroup> {
  const calls = (prediction: Prediction) => (group: DemandGroup) =>
    Math.round(sumOf(prediction.throttled, group.from, group.size));
  return {
    title: "Concurrency demand",
    format: (value) => formatCount(value === null ? null : Math.round(value)),
    integers: true,
    limits: [],
    series: [
      {
        label: "peak demand",
        value: (group) => group.demand,
        colour: "var(--c-observed)",
        draw: "line",
      },
      {
        label: "throttled now",
        value: calls(now),
        colour: "var(--c-throttle)",
        draw: "bar",
      },
      {
        label: "throttled after",
        value: calls(after),
        colour: "var(--c-throttle)",
        draw: "bar",
      },
    ],
  };
}
