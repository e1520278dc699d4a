import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { attempt } from "@/lib/aws/attempt";
import { readMetricData } from "@/lib/aws/metric-data";
import type { Connection } from "@/lib/model/connection";
import type {
  AccountMetrics,
  AccountTotals,
  RowMetrics,
  RowMetricsAnswer,
} from "@/lib/model/function-row";
import {
  planRowMetrics,
  rowMetricIds,
  shapeRowMetrics,
  type RowPlan,
} from "@/lib/model/row-metrics";
import type { Problem } from "@/lib/model/problem";
import type { TimeSpan } from "@/lib/model/time-range";
import { processWide } from "@/lib/store/process-wide";

interface Known {
  metrics: RowMetrics;
  readMs: number;
}

/** By connection, span length and function name; GetMetricData costs by the metric asked for. */
const known = processWide("function-row-metrics", () => new Map<string, Known>());
const mostKnown = 50_000;
/** GetMetricData takes this many queries a call. */
const queriesPerCall = 500;

/** The figures of a few functions' rows over a span: six metrics a function, in as few calls as possible. */
export async function readRowMetrics(
  connection: Connection,
  names: readonly string[],
  span: TimeSpan,
  nowMs: number,
): Promise<RowMetricsAnswer> {
  const plan = planRowMetrics(span, nowMs);
  const lifetimeMs = lifetimeOf(connection, plan);
  const keyOf = (name: string) =>
    `${connection.id} ${span.endMs - span.startMs} ${isOpenEnded(span, nowMs) ? "now" : span.endMs} ${name}`;
  const metrics: Record<string, RowMetrics> = {};
  const wanted = names.filter((name) => {
    const before = known.get(keyOf(name));
    if (!before || nowMs - before.readMs >= lifetimeMs) return true;
    metrics[name] = before.metrics;
    return false;
  });
  const messages = new Set<string>();
  const problems = new Map<string, Problem>();
  await attempt(connection, "read the functions' metrics", async () => {
    const perCall = Math.floor(queriesPerCall / rowMetricIds.length);
    for (let start = 0; start < wanted.length; start += perCall) {
      const batch = wanted.slice(start, start + perCall);
      const answer = await readMetricData(connection, {
        StartTime: new Date(plan.startMs),
        EndTime: new Date(plan.endMs),
        ScanBy: "TimestampAscending",
        MetricDataQueries: rowQueries(batch, plan),
      });
      for (const message of answer.messages) messages.add(message);
      for (const problem of answer.problems) problems.set(problem.detail, problem);
      batch.forEach((name, index) => {
        const row = shapeRowMetrics(plan, (id) => answer.points.get(`f${index}_${id}`));
        metrics[name] = row;
        known.set(keyOf(name), { metrics: row, readMs: nowMs });
      });
    }
  });
  if (known.size > mostKnown) known.clear();
  return {
    metrics,
    asOf: new Date(nowMs).toISOString(),
    messages: [...messages],
    problems: [...problems.values()],
  };
}

/** The account's totals over a span and over the one of the same length before it: four metrics. */
export async function readAccountMetrics(
  connection: Connection,
  span: TimeSpan,
  nowMs: number,
): Promise<AccountMetrics> {
  const lengthMs = span.endMs - span.startMs;
  const { periodSeconds } = planRowMetrics(
    { startMs: span.startMs - lengthMs, endMs: span.endMs },
    nowMs,
  );
  const fromMs =
    Math.floor((span.startMs - lengthMs) / (periodSeconds * 1000)) * periodSeconds * 1000;
  const query = (id: string, name: string, statistic: string): MetricDataQuery => ({
    Id: id,
    MetricStat: {
      Metric: { Namespace: "AWS/Lambda", MetricName: name },
      Period: periodSeconds,
      Stat: statistic,
    },
  });
  const { points, problems } = await attempt(connection, "read the account's metrics", () =>
    readMetricData(connection, {
      StartTime: new Date(fromMs),
      EndTime: new Date(span.endMs),
      ScanBy: "TimestampAscending",
      MetricDataQueries: [
        query("invocations", "Invocations", "Sum"),
        query("errors", "Errors", "Sum"),
        query("throttles", "Throttles", "Sum"),
        query("concurrency", "ConcurrentExecutions", "Maximum"),
      ],
    }),
  );
  const values = (id: string, inSpan: boolean) =>
    points
      .get(id)
      ?.filter(({ timeMs }) => timeMs >= span.startMs === inSpan)
      .map(({ value }) => value);
  const totals = (inSpan: boolean): AccountTotals => {
    const sum = (id: string) => values(id, inSpan)?.reduce((total, value) => total + value, 0);
    const concurrency = values("concurrency", inSpan) ?? [];
    return {
      invocations: sum("invocations"),
      errors: sum("errors"),
      throttles: sum("throttles"),
      concurrencyMax: concurrency.length > 0 ? Math.max(...concurrency) : undefined,
    };
  };
  return {
    now: totals(true),
    before: totals(false),
    asOf: new Date(nowMs).toISOString(),
    problems,
  };
}

function rowQueries(names: readonly string[], plan: RowPlan): MetricDataQuery[] {
  return names.flatMap((name, index) =>
    rowMetricIds.map((id) => ({
      Id: `f${index}_${id}`,
      MetricStat: {
        Metric: {
          Namespace: "AWS/Lambda",
          MetricName: plan.queries[id].metric,
          Dimensions: [{ Name: "FunctionName", Value: name }],
        },
        Period: plan.queries[id].periodSeconds,
        Stat: plan.queries[id].statistic,
      },
    })),
  );
}

/** Real metrics cost money and the newest step is still filling: a quarter of a step, at most 5 minutes old. */
function lifetimeOf(connection: Connection, plan: RowPlan): number {
  if (connection.kind !== "profile") return 2_000;
  return Math.min(300_000, Math.max(55_000, (plan.periodSeconds * 1000) / 4));
}

function isOpenEnded(span: TimeSpan, nowMs: number): boolean {
  return nowMs - span.endMs < 60_000;
}
