import { attempt } from "@/lib/aws/attempt";
import { type MetricAnswers, readMetricData } from "@/lib/aws/metric-data";
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
  const { points, messages, problems, asOfMs } = await attempt(
    connection,
    `read the metrics of ${functionName}`,
    () =>
      readMetricData(
        connection,
        {
          StartTime: new Date(grid.startMs),
          EndTime: new Date(grid.startMs + grid.length * grid.stepMs),
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
        },
        nowMs,
      ),
  );
  return {
    ...grid,
    ...shapeSeries(grid, ids, points),
    asOfMs,
    messages: [...messages, ...problems.map(({ detail }) => detail)],
  };
}

/** Puts the answers on one grid; a series that was not answered is left out. */
export function shapeSeries(
  grid: MetricGrid,
  ids: readonly SeriesId[],
  points: MetricAnswers["points"],
): Pick<FunctionMetrics, "series" | "dataUntilMs"> {
  const series: FunctionMetrics["series"] = {};
  let newestMs: number | undefined;
  for (const id of ids) {
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
