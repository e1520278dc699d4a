import { GetMetricDataCommand, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import {
  functionDimensions,
  gridOf,
  metricSpecs,
  type MetricGrid,
  onGrid,
  plannedSeries,
  type SeriesId,
} from "@/lib/model/metric-plan";
import type { FunctionMetrics } from "@/lib/model/metric-series";
import { periodSecondsFor, type TimeSpan } from "@/lib/model/time-range";

export interface MetricsWanted {
  functionName: string;
  /** One alias or version; absent: all of the function. */
  qualifier?: string;
  span: TimeSpan;
  /** Whether the function has provisioned concurrency, whose metrics are asked for only then. */
  provisioned: boolean;
}

/** All series of a function's charts, from one batch of GetMetricData (paged where AWS pages). */
export async function readFunctionMetrics(
  connection: Connection,
  wanted: MetricsWanted,
  nowMs: number,
): Promise<FunctionMetrics> {
  const { functionName, qualifier, span } = wanted;
  const ids = plannedSeries(wanted.provisioned);
  const period = periodSecondsFor(span, nowMs);
  const grid = gridOf(span, period);
  const dimensions = functionDimensions(functionName, qualifier);
  const { results, messages } = await attempt(
    connection,
    `read the metrics of ${functionName}`,
    () =>
      readPages(connection, {
        StartTime: new Date(grid.startMs),
        EndTime: new Date(grid.startMs + grid.length * grid.stepMs),
        ScanBy: "TimestampAscending" as const,
        MetricDataQueries: ids.map((id) => ({
          Id: id,
          MetricStat: {
            Metric: {
              Namespace: "AWS/Lambda",
              MetricName: metricSpecs[id].metric,
              Dimensions: dimensions,
            },
            Period: period,
            Stat: metricSpecs[id].statistic,
          },
        })),
      }),
  );
  return { ...grid, ...shapeResults(grid, ids, results), asOfMs: nowMs, messages };
}

const mostPages = 20;

async function readPages(
  connection: Connection,
  input: ConstructorParameters<typeof GetMetricDataCommand>[0],
): Promise<{ results: MetricDataResult[]; messages: string[] }> {
  const results: MetricDataResult[] = [];
  const messages = new Set<string>();
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await clientsFor(connection).cloudwatch.send(
      new GetMetricDataCommand({ ...input, NextToken: token }),
    );
    results.push(...(answer.MetricDataResults ?? []));
    for (const { Value } of answer.Messages ?? []) if (Value) messages.add(Value);
    token = answer.NextToken;
    if (!token) return { results, messages: [...messages] };
  }
  messages.add("CloudWatch had more data than could be read; the charts are not complete.");
  return { results, messages: [...messages] };
}

/** Puts the answers of all pages on one grid. */
export function shapeResults(
  grid: MetricGrid,
  ids: readonly SeriesId[],
  results: readonly MetricDataResult[],
): Pick<FunctionMetrics, "series" | "dataUntilMs"> {
  const series: FunctionMetrics["series"] = {};
  let newestMs: number | undefined;
  for (const id of ids) {
    const own = results.filter((result) => result.Id === id);
    const times = own.flatMap((result) => (result.Timestamps ?? []).map((time) => time.getTime()));
    const values = own.flatMap((result) => result.Values ?? []);
    series[id] = onGrid(grid, times, values);
    for (const time of times) newestMs = Math.max(newestMs ?? time, time);
  }
  return newestMs === undefined ? { series } : { series, dataUntilMs: newestMs + grid.stepMs };
}
