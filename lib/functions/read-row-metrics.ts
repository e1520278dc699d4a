import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { attempt } from "@/lib/aws/attempt";
import { readMetricData } from "@/lib/aws/metric-data";
import type { Connection } from "@/lib/model/connection";
import type { AccountMetrics, AccountTotals, RowMetricsAnswer } from "@/lib/model/function-row";
import {
  planRowMetrics,
  rowMetricIds,
  shapeRowMetrics,
  type RowPlan,
} from "@/lib/model/row-metrics";
import type { TimeSpan } from "@/lib/model/time-range";

/** The figures of a few functions' rows over a span: six metrics a function. */
export async function readRowMetrics(
  connection: Connection,
  names: readonly string[],
  span: TimeSpan,
  nowMs: number,
): Promise<RowMetricsAnswer> {
  const plan = planRowMetrics(span, nowMs);
  const { points, messages, problems, asOfMs } = await attempt(
    connection,
    "read the functions' metrics",
    () =>
      readMetricData(
        connection,
        {
          StartTime: new Date(plan.startMs),
          EndTime: new Date(plan.endMs),
          MetricDataQueries: rowQueries(names, plan),
        },
        nowMs,
      ),
  );
  return {
    metrics: Object.fromEntries(
      names.map((name, index) => [
        name,
        shapeRowMetrics(plan, (id) => points.get(`f${index}_${id}`)),
      ]),
    ),
    asOf: new Date(asOfMs).toISOString(),
    messages: [...messages],
    problems,
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
  const { points, problems, asOfMs } = await attempt(connection, "read the account's metrics", () =>
    readMetricData(
      connection,
      {
        StartTime: new Date(fromMs),
        EndTime: new Date(span.endMs),
        MetricDataQueries: [
          query("invocations", "Invocations", "Sum"),
          query("errors", "Errors", "Sum"),
          query("throttles", "Throttles", "Sum"),
          query("concurrency", "ConcurrentExecutions", "Maximum"),
        ],
      },
      nowMs,
    ),
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
    asOf: new Date(asOfMs).toISOString(),
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
