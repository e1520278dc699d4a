// A report on a schedule: how did the functions of this account do? Everything it says comes from CloudWatch, where
// Lambda records a few numbers about each call. Try it by hand: {"minutes": 60}.
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda";

const cloudwatch = new CloudWatchClient({});
const lambda = new LambdaClient({});

const figures = [
  { id: "calls", MetricName: "Invocations", Stat: "Sum" },
  { id: "errors", MetricName: "Errors", Stat: "Sum" },
  { id: "throttles", MetricName: "Throttles", Stat: "Sum" },
  { id: "p95", MetricName: "Duration", Stat: "p95" },
];
/** GetMetricData takes up to 500 queries in one call. */
const functionsPerCall = Math.floor(500 / figures.length);

export async function handler(event) {
  const minutes = Number(event.minutes ?? process.env.MINUTES ?? 10);
  const names = await functionNames();
  const rows = [];
  for (let at = 0; at < names.length; at += functionsPerCall)
    rows.push(...(await readFigures(names.slice(at, at + functionsPerCall), minutes)));
  const busy = rows.filter(({ calls }) => calls > 0).sort((a, b) => b.calls - a.calls);
  const report = {
    minutes,
    functions: names.length,
    calls: sum(busy, "calls"),
    errors: sum(busy, "errors"),
    throttles: sum(busy, "throttles"),
    busiest: busy.slice(0, 10),
    // More than one call in twenty failing is worth a look.
    needAttention: busy
      .filter(({ calls, errors }) => errors / calls > 0.05)
      .map(({ name }) => name),
  };
  console.log(JSON.stringify(report));
  return report;
}

async function functionNames() {
  const names = [];
  for await (const page of paginateListFunctions({ client: lambda }, {}))
    for (const { FunctionName } of page.Functions ?? []) names.push(FunctionName);
  return names;
}

async function readFigures(names, minutes) {
  const EndTime = new Date();
  const StartTime = new Date(EndTime.getTime() - minutes * 60_000);
  const queries = names.flatMap((name, index) =>
    figures.map(({ id, MetricName, Stat }) => ({
      Id: `${id}${index}`,
      MetricStat: {
        Metric: {
          Namespace: "AWS/Lambda",
          MetricName,
          Dimensions: [{ Name: "FunctionName", Value: name }],
        },
        Period: 60,
        Stat,
      },
    })),
  );
  const { MetricDataResults = [] } = await cloudwatch.send(
    new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries: queries }),
  );
  const values = new Map(MetricDataResults.map(({ Id, Values }) => [Id, Values ?? []]));
  return names.map((name, index) => ({
    name,
    calls: total(values.get(`calls${index}`)),
    errors: total(values.get(`errors${index}`)),
    throttles: total(values.get(`throttles${index}`)),
    // The worst minute: percentiles of single minutes cannot be added up.
    worstP95Ms: Math.round(Math.max(0, ...(values.get(`p95${index}`) ?? []))),
  }));
}

function total(values = []) {
  return values.reduce((all, value) => all + value, 0);
}

function sum(rows, column) {
  return total(rows.map((row) => row[column]));
}
