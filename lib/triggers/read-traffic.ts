import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { attempt } from "@/lib/aws/attempt";
import { readMetricData } from "@/lib/aws/metric-data";
import type { Datapoint } from "@/lib/aws/metric-memory";
import type { Connection } from "@/lib/model/connection";
import { gridOf, type MetricGrid, onGrid } from "@/lib/model/metric-plan";
import type { Problem } from "@/lib/model/problem";
import { periodSecondsFor, type TimeSpan } from "@/lib/model/time-range";
import {
  type Traffic,
  type TrafficId,
  trafficPlan,
  type TrafficPlan,
} from "@/lib/model/trigger-traffic";

/** Subjects of one request: what fits on a screen, and an address can hold. */
const mostSubjects = 100;
/** Points of a sparkline, about. */
const sparklinePoints = 40;

export interface TrafficAnswer {
  /** By subject; one that CloudWatch does not count is absent. */
  traffic: Record<string, Traffic>;
  asOf: string;
  problems: Problem[];
}

/** What came through some triggers over a span: at most five metrics each, asked together. */
export async function readTraffic(
  connection: Connection,
  subjects: readonly string[],
  span: TimeSpan,
  nowMs: number,
): Promise<TrafficAnswer> {
  const planned = [...new Set(subjects)].slice(0, mostSubjects).flatMap((subject, index) => {
    const plan = trafficPlan(subject);
    return plan ? [{ subject, plan, prefix: `t${index}_` }] : [];
  });
  if (planned.length === 0)
    return { traffic: {}, asOf: new Date(nowMs).toISOString(), problems: [] };
  const grid = gridOf(span, periodSecondsFor(span, nowMs, sparklinePoints));
  const { points, problems, asOfMs } = await attempt(connection, "read the triggers' metrics", () =>
    readMetricData(
      connection,
      {
        StartTime: new Date(grid.startMs),
        EndTime: new Date(grid.startMs + grid.length * grid.stepMs),
        MetricDataQueries: planned.flatMap(({ plan, prefix }) =>
          queriesOf(plan, prefix, grid.stepMs / 1000),
        ),
      },
      nowMs,
    ),
  );
  const traffic = planned.map(({ subject, prefix }) => [
    subject,
    shapeTraffic(grid, Math.min(nowMs, span.endMs), (id) => points.get(prefix + id)),
  ]);
  return {
    traffic: Object.fromEntries(traffic) as Record<string, Traffic>,
    asOf: new Date(asOfMs).toISOString(),
    problems,
  };
}

function queriesOf({ metrics }: TrafficPlan, prefix: string, period: number): MetricDataQuery[] {
  return Object.entries(metrics).map(([id, { namespace, metric, statistic, dimensions }]) => ({
    Id: prefix + id,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions: dimensions },
      Period: period,
      Stat: statistic,
    },
  }));
}

/** The figures of one trigger from its datapoints; undefined ones were not answered. */
function shapeTraffic(
  grid: MetricGrid,
  endMs: number,
  pointsOf: (id: TrafficId) => readonly Datapoint[] | undefined,
): Traffic {
  const seconds = Math.max(1, (endMs - grid.startMs) / 1000);
  const sum = (id: TrafficId) => pointsOf(id)?.reduce((total, { value }) => total + value, 0);
  const highest = (id: TrafficId) => {
    const values = (pointsOf(id) ?? []).map(({ value }) => value);
    return values.length > 0 ? Math.max(...values) : undefined;
  };
  // The newest step may be filling still: the one before it counts as well.
  const newest = (id: TrafficId) =>
    pointsOf(id)?.findLast(({ timeMs }) => timeMs >= endMs - 2 * grid.stepMs)?.value;
  const total = sum("rate");
  const arrived = sum("arrived");
  const rate = pointsOf("rate");
  // SQS counts ages in seconds, Lambda in milliseconds; only queues have arrivals.
  const msPerUnit = pointsOf("arrived") ? 1_000 : 1;
  const inMs = (age: number | undefined) => (age === undefined ? undefined : age * msPerUnit);
  return {
    total,
    perSecond: total === undefined ? undefined : total / seconds,
    sparkline:
      rate &&
      onGrid(
        grid,
        rate.map(({ timeMs }) => timeMs),
        rate.map(({ value }) => value),
      ).map((value) => value ?? 0),
    arrivedPerSecond: arrived === undefined ? undefined : arrived / seconds,
    waiting: newest("waiting"),
    oldestMs: inMs(newest("oldest")),
    oldestMaximumMs: inMs(highest("oldest")),
    failed: sum("failed"),
  };
}
