import {
  GetMetricDataCommand,
  ListMetricsCommand,
  type CloudWatchClient,
} from "@aws-sdk/client-cloudwatch";
import { sampleNames } from "./sample-names";

/** How long after its last call a function counts as running, in seconds. */
const recentSeconds = 15 * 60;

/**
 * Names of functions other than samples that were invoked in the last 15 minutes, by CloudWatch's
 * Invocations metric. Looks at no more than 500 functions: one busy one is enough to know.
 */
export async function findBusyFunctions(
  cloudwatch: CloudWatchClient,
  nowMs: number,
): Promise<string[]> {
  const { Metrics = [] } = await cloudwatch.send(
    new ListMetricsCommand({
      Namespace: "AWS/Lambda",
      MetricName: "Invocations",
      Dimensions: [{ Name: "FunctionName" }],
      RecentlyActive: "PT3H",
    }),
  );
  const samples: readonly string[] = sampleNames;
  const names = Metrics.filter(({ Dimensions }) => Dimensions?.length === 1)
    .map(({ Dimensions }) => Dimensions?.[0]?.Value ?? "")
    .filter((name) => !samples.includes(name))
    .slice(0, 500);
  if (names.length === 0) return [];
  const { MetricDataResults = [] } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(nowMs - recentSeconds * 1000),
      EndTime: new Date(nowMs + 60_000),
      MetricDataQueries: names.map((name, index) => ({
        Id: `f${index}`,
        MetricStat: {
          Metric: {
            Namespace: "AWS/Lambda",
            MetricName: "Invocations",
            Dimensions: [{ Name: "FunctionName", Value: name }],
          },
          Period: 60,
          Stat: "Sum",
        },
      })),
    }),
  );
  return MetricDataResults.filter(({ Values }) => Values?.some((value) => value > 0)).map(
    ({ Id }) => names[Number(Id?.slice(1))] ?? "",
  );
}
