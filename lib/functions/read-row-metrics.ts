import { GetMetricDataCommand, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
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
  type Datapoints,
  type RowPlan,
} from "@/lib/model/row-metrics";
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
  await attempt(connection, "read the functions' metrics", async () => {
    const perCall = Math.floor(queriesPerCall / rowMetricIds.length);
    for (let start = 0; start < wanted.length; start += perCall) {
      const batch = wanted.slice(start, start + perCall);
      const points = await getMetricData(
        connection,
        plan.startMs,
        plan.endMs,
        rowQueries(batch, plan),
        messages,
      );
      batch.forEach((name, index) => {
        const row = shapeRowMetrics(plan, (id) => points.get(`f${index}_${id}`));
        metrics[name] = row;
        known.set(keyOf(name), { metrics: row, readMs: nowMs });
      });
    }
  });
  if (known.size > mostKnown) known.clear();
  return { metrics, asOf: new Date(nowMs).toISOString(), messages: [...messages] };
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
  const points = await attempt(connection, "read the account's metrics", () =>
    getMetricData(
      connection,
      fromMs,
      span.endMs,
      [
        query("invocations", "Invocations", "Sum"),
        query("errors", "Errors", "Sum"),
        query("throttles", "Throttles", "Sum"),
        query("concurrency", "ConcurrentExecutions", "Maximum"),
      ],
      new Set(),
    ),
  );
  const values = (id: string, inSpan: boolean) =>
    (points.get(id) ?? [])
      .filter(({ timeMs }) => timeMs >= span.startMs === inSpan)
      .map(({ value }) => value);
  const totals = (inSpan: boolean): AccountTotals => {
    const sum = (id: string) => values(id, inSpan).reduce((total, value) => total + value, 0);
    const concurrency = values("concurrency", inSpan);
    return {
      invocations: sum("invocations"),
      errors: sum("errors"),
      throttles: sum("throttles"),
      concurrencyMax: concurrency.length > 0 ? Math.max(...concurrency) : undefined,
    };
  };
  return { now: totals(true), before: totals(false), asOf: new Date(nowMs).toISOString() };
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

async function getMetricData(
  connection: Connection,
  startMs: number,
  endMs: number,
  queries: MetricDataQuery[],
  messages: Set<string>,
): Promise<Map<string, Datapoints>> {
  const points = new Map<string, Datapoints>();
  let token: string | undefined;
  do {
    const page = await clientsFor(connection).cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(startMs),
        EndTime: new Date(endMs),
        ScanBy: "TimestampAscending",
        MetricDataQueries: queries,
        NextToken: token,
      }),
    );
    for (const { Id = "", Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const more = Timestamps.map((time, index) => ({
        timeMs: time.getTime(),
        value: Values[index] ?? 0,
      }));
      points.set(Id, [...(points.get(Id) ?? []), ...more]);
    }
    for (const { Value } of page.Messages ?? []) if (Value) messages.add(Value);
    token = page.NextToken;
  } while (token);
  return points;
}

/** Real metrics cost money and the newest step is still filling: a quarter of a step, at most 5 minutes old. */
function lifetimeOf(connection: Connection, plan: RowPlan): number {
  if (connection.kind !== "profile") return 2_000;
  return Math.min(300_000, Math.max(55_000, (plan.periodSeconds * 1000) / 4));
}

function isOpenEnded(span: TimeSpan, nowMs: number): boolean {
  return nowMs - span.endMs < 60_000;
}
