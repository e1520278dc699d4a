import type { ChartDefinition } from "@/components/chart/chart-definition";
import type { MetricPoint } from "@/lib/model/metric-series";
import type { MetricGroup, SeriesId } from "@/lib/model/metric-specs";
import type { Mapping } from "@/lib/model/trigger";
import { asyncCharts } from "./async-charts";
import {
  concurrencyChart,
  type ChartedFunction,
  durationChart,
  errorRateChart,
  failureChart,
  type FunctionLimits,
  requestChart,
  successChart,
} from "./function-charts";
import { provisionedCharts } from "./limit-charts";
import { reportCharts } from "./report-charts";
import { mappingChart, streamCharts, urlCharts, versionCharts } from "./source-charts";
import { withComparison } from "./with-comparison";

export interface ChartGroup {
  /** Absent: the charts that every function has. */
  title?: string;
  charts: readonly ChartDefinition<MetricPoint>[];
}

/** Charts that are left out, and why. `group`: can be shown all the same. */
export interface AbsentCharts {
  title: string;
  why: string;
  group?: MetricGroup;
  /** A command that would bring the data. */
  command?: string;
}

export interface ChartedOverview {
  detail: ChartedFunction;
  limits: FunctionLimits;
  durations: readonly SeriesId[];
  /** How many REPORT lines the figures of memory and cold starts come from. */
  reportSource: string;
  /** Mappings that count their events, and those that could. */
  counted: readonly Mapping[];
  uncounted: readonly Mapping[];
  hasStream: boolean;
  hasKafka: boolean;
  hasUrl: boolean;
  /** What the user asked to see although the function seems to lack it. */
  forced: readonly MetricGroup[];
  executedVersions: readonly string[];
  compares: boolean;
}

/** The charts of a function's overview in their order, and what is left out. */
export function metricCharts(
  overview: ChartedOverview,
  points: readonly MetricPoint[],
): { groups: ChartGroup[]; absent: AbsentCharts[] } {
  const { detail, limits, forced } = overview;
  const absent: AbsentCharts[] = [];
  const compared = (charts: ChartDefinition<MetricPoint>[]) =>
    overview.compares ? charts.map(withComparison) : charts;
  const reports = reportCharts(detail.memoryMb, overview.reportSource);
  const [requests, duration, concurrency, errorRate, failures, success] = compared([
    requestChart(),
    durationChart(overview.durations, detail.timeoutSeconds),
    concurrencyChart(limits),
    errorRateChart(),
    failureChart(),
    successChart(),
  ]);
  const ofEveryFunction = [
    requests,
    duration,
    concurrency,
    reports.memory,
    errorRate,
    reports.cold,
    failures,
    success,
    reports.init,
  ];
  const groups: ChartGroup[] = [{ charts: ofEveryFunction.filter((chart) => chart !== undefined) }];
  const optional = (
    title: string,
    charts: ChartDefinition<MetricPoint>[],
    isThere: boolean,
    why: string,
    group?: MetricGroup,
  ) => {
    if (isThere || (group && forced.includes(group)))
      groups.push({ title, charts: compared(charts) });
    else absent.push({ title, why, group });
  };
  optional(
    "Versions behind the alias",
    versionCharts(overview.executedVersions),
    overview.executedVersions.length > 1,
    "No alias that shares its calls between two versions is chosen.",
  );
  optional(
    "Provisioned concurrency",
    provisionedCharts(Math.max(1, limits.provisioned)),
    limits.provisioned > 0,
    "The function has no provisioned concurrency.",
    "provisioned",
  );
  const asyncGroup = asyncCharts();
  optional(
    "Asynchronous calls",
    asyncGroup,
    asyncGroup.some((chart) => hasData(chart, points)),
    "No asynchronous event was received, waited or failed in this time.",
    "async",
  );
  optional(
    "Streams",
    streamCharts(overview.hasKafka),
    overview.hasStream,
    "The function reads no Kinesis, DynamoDB, DocumentDB or Kafka stream.",
    "stream",
  );
  optional("Function URL", urlCharts(), overview.hasUrl, "The function has no URL.", "url");
  if (overview.counted.length > 0)
    groups.push({
      title: "Event source mappings",
      charts: compared(overview.counted.map((mapping, index) => mappingChart(mapping, index))),
    });
  for (const { uuid, eventSourceArn } of overview.uncounted)
    absent.push({
      title: `Events of ${eventSourceArn || uuid}`,
      why: "Counting the events of a mapping must be switched on; AWS charges for these metrics.",
      command: `aws lambda update-event-source-mapping --uuid ${uuid} --metrics-config Metrics=EventCount`,
    });
  return { groups, absent };
}

type Chart = ChartDefinition<MetricPoint>;

function hasData({ series }: Chart, points: readonly MetricPoint[]): boolean {
  return series.some(({ value }) => points.some((point) => (value(point) ?? 0) > 0));
}
