import { attempt } from "@/lib/aws/attempt";
import { type MetricAnswers, readMetricData } from "@/lib/aws/metric-data";
import type { Connection } from "@/lib/model/connection";
import {
  gridOf,
  type MetricGrid,
  type MetricQuery,
  type MetricSubject,
  onGrid,
  plannedQueries,
} from "@/lib/model/metric-plan";
import type { FunctionMetrics, MetricReading, MetricValues } from "@/lib/model/metric-series";
import type { TimeSpan } from "@/lib/model/time-range";

export interface MetricTime {
  span: TimeSpan;
  periodSeconds: number;
}

/** All series of a function's charts, from one batch of GetMetricData (paged where AWS pages). */
export async function readFunctionMetrics(
  connection: Connection,
  subject: MetricSubject,
  time: MetricTime,
  nowMs: number,
): Promise<FunctionMetrics> {
  const queries = plannedQueries(subject);
  const { points, ...reading } = await readQueries(
    connection,
    `read the metrics of ${subject.functionName}`,
    queries,
    time,
    nowMs,
  );
  return { ...reading, ...shapeSeries(reading, queries, points) };
}

export interface ComparedMetrics extends MetricReading {
  /** In the order they were asked for. */
  functions: ({ name: string } & MetricValues)[];
}

/** The base series of several functions on one grid, from one batch of queries. */
export async function readComparedMetrics(
  connection: Connection,
  subjects: readonly MetricSubject[],
  time: MetricTime,
  nowMs: number,
): Promise<ComparedMetrics> {
  const planned = subjects.map((subject, index) => ({
    name: subject.functionName,
    prefix: `f${index}_`,
    queries: plannedQueries(subject),
  }));
  const { points, ...reading } = await readQueries(
    connection,
    `read the metrics of ${subjects.length} functions`,
    planned.flatMap(({ prefix, queries }) =>
      queries.map((query) => ({ ...query, id: prefix + query.id })),
    ),
    time,
    nowMs,
  );
  let dataUntilMs: number | undefined;
  const functions = planned.map(({ name, prefix, queries }) => {
    const own = new Map(
      queries.flatMap(({ id }) => {
        const values = points.get(prefix + id);
        return values ? [[id, values] as const] : [];
      }),
    );
    const shaped = shapeSeries(reading, queries, own);
    if (shaped.dataUntilMs !== undefined)
      dataUntilMs = Math.max(dataUntilMs ?? 0, shaped.dataUntilMs);
    return { name, series: shaped.series };
  });
  return dataUntilMs === undefined
    ? { ...reading, functions }
    : { ...reading, functions, dataUntilMs };
}

/** Puts the answers on one grid; a series that was not answered is left out. */
export function shapeSeries(
  grid: MetricGrid,
  queries: readonly Pick<MetricQuery, "id">[],
  points: MetricAnswers["points"],
): Pick<FunctionMetrics, "series" | "dataUntilMs"> {
  const series: MetricValues["series"] = {};
  let newestMs: number | undefined;
  for (const { id } of queries) {
    const own = points.get(id);
    if (!own) continue;
    const times = own.map(({ timeMs }) => timeMs);
    series[id] = onGrid(
      grid,
      times,
      own.map(({ value }) => value),
    );
    for (const time of times) newestMs = Math.max(newestMs ?? time, time);
  }
  return newestMs === undefined ? { series } : { series, dataUntilMs: newestMs + grid.stepMs };
}

/** Sends queries as one batch and says what CloudWatch said beside the data. */
export async function readQueries(
  connection: Connection,
  action: string,
  queries: readonly MetricQuery[],
  { span, periodSeconds }: MetricTime,
  nowMs: number,
): Promise<Omit<MetricReading, "dataUntilMs"> & Pick<MetricAnswers, "points">> {
  const grid = gridOf(span, periodSeconds);
  const { points, messages, problems, asOfMs } = await attempt(connection, action, () =>
    readMetricData(
      connection,
      {
        StartTime: new Date(grid.startMs),
        EndTime: new Date(grid.startMs + grid.length * grid.stepMs),
        MetricDataQueries: queries.map(({ id, metric, statistic, dimensions }) => ({
          Id: id,
          MetricStat: {
            Metric: { Namespace: "AWS/Lambda", MetricName: metric, Dimensions: dimensions },
            Period: periodSeconds,
            Stat: statistic,
          },
        })),
      },
      nowMs,
    ),
  );
  return {
    ...grid,
    points,
    asOfMs,
    messages: [...messages, ...problems.map(({ detail }) => detail)],
  };
}
