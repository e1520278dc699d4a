import type { RowMetrics } from "./function-row";
import { periodSecondsFor, type TimeSpan } from "./time-range";

/** The metrics of one row. The ids are part of the ids of the CloudWatch queries. */
export const rowMetricIds = [
  "invocations",
  "errors",
  "throttles",
  "duration",
  "p99",
  "concurrency",
] as const;
export type RowMetricId = (typeof rowMetricIds)[number];

export type Datapoints = { timeMs: number; value: number }[];

export interface RowPlan {
  /** Whole steps around the range. */
  startMs: number;
  endMs: number;
  /** The range itself. */
  span: TimeSpan;
  /** Step of the sparkline and the counts. */
  periodSeconds: number;
  queries: Record<RowMetricId, { metric: string; statistic: string; periodSeconds: number }>;
}

/** Points of a sparkline, about. */
const sparklinePoints = 40;
/** Points of concurrency, so that short peaks stay peaks. */
const concurrencyPoints = 360;

/** What to ask for, and in which steps. A metric costs the same in coarse and in fine steps. */
export function planRowMetrics(span: TimeSpan, nowMs: number): RowPlan {
  const periodSeconds = periodSecondsFor(span, nowMs, sparklinePoints);
  const stepMs = periodSeconds * 1000;
  const query = (metric: string, statistic: string, period = periodSeconds) => ({
    metric,
    statistic,
    periodSeconds: period,
  });
  return {
    startMs: Math.floor(span.startMs / stepMs) * stepMs,
    endMs: span.endMs,
    span,
    periodSeconds,
    queries: {
      invocations: query("Invocations", "Sum"),
      errors: query("Errors", "Sum"),
      throttles: query("Throttles", "Sum"),
      duration: query("Duration", "Sum"),
      p99: query("Duration", "p99"),
      concurrency: query(
        "ConcurrentExecutions",
        "Maximum",
        periodSecondsFor(span, nowMs, concurrencyPoints),
      ),
    },
  };
}

/** Sums and extremes of one function's datapoints; undefined ones were not answered. */
export function shapeRowMetrics(
  plan: RowPlan,
  pointsOf: (id: RowMetricId) => Datapoints | undefined,
): RowMetrics {
  const values = (id: RowMetricId) => (pointsOf(id) ?? []).map(({ value }) => value);
  const sum = (id: RowMetricId) =>
    pointsOf(id) && values(id).reduce((total, value) => total + value, 0);
  const concurrency = values("concurrency").sort((a, b) => a - b);
  const p99s = values("p99");
  return {
    invocations: sum("invocations"),
    errors: sum("errors"),
    throttles: sum("throttles"),
    totalDurationMs: sum("duration"),
    ...(p99s.length > 0 && { durationP99Ms: Math.max(...p99s) }),
    ...(concurrency.length > 0 && {
      concurrencyP99: concurrency[Math.ceil(concurrency.length * 0.99) - 1],
      concurrencyMax: concurrency.at(-1),
    }),
    sparkline: onSteps(plan, pointsOf("invocations") ?? []),
  };
}

function onSteps(plan: RowPlan, points: Datapoints): number[] {
  const stepMs = plan.periodSeconds * 1000;
  const steps = Array.from(
    { length: Math.max(1, Math.ceil((plan.endMs - plan.startMs) / stepMs)) },
    () => 0,
  );
  for (const { timeMs, value } of points) {
    const step = Math.floor((timeMs - plan.startMs) / stepMs);
    const before = steps[step];
    if (before !== undefined) steps[step] = before + value;
  }
  return steps;
}

/** The path of a sparkline that starts at 0 and ends at its highest value; a flat line for all zeros. */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  const highest = Math.max(...values, 0);
  const bottom = height - 1;
  if (highest === 0 || values.length < 2) return `M0 ${bottom}H${width}`;
  const step = width / (values.length - 1);
  return values
    .map((value, index) => {
      const y = bottom - (value / highest) * (bottom - 1);
      return `${index === 0 ? "M" : "L"}${round(index * step)} ${round(y)}`;
    })
    .join("");
}

function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}
