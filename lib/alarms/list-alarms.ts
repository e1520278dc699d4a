import {
  type CompositeAlarm,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
import { type Alarm, alarmsInRule, type FunctionAlarms } from "@/lib/model/alarm";
import { functionDimensions } from "@/lib/model/metric-plan";
import type { Connection } from "@/lib/model/connection";
import type { Problem } from "@/lib/model/problem";
import { alarmOfComposite, alarmOfMetric } from "./alarm-shape";

/** 100 alarms a page. Where an account has more, the usual metrics are asked for one by one. */
const mostPages = 20;
const usualMetrics = [
  "Errors",
  "Throttles",
  "Duration",
  "Invocations",
  "ConcurrentExecutions",
  "AsyncEventAge",
  "IteratorAge",
];

/**
 * The alarms that watch a function: those of its metrics or its mappings', of expressions with them, and the
 * composite ones that contain any of these.
 */
export async function listFunctionAlarms(
  connection: Connection,
  functionName: string,
  mappingUuids: readonly string[] = [],
): Promise<FunctionAlarms> {
  const problems: Problem[] = [];
  const found = await describeAll(connection).catch((error: unknown) => {
    problems.push(problemFrom(error, { connection, action: "list the alarms" }));
    return undefined;
  });
  const isPart = found === undefined || found.isPart;
  const listed = found ?? { metric: [], composite: [] };
  let metric = listed.metric;
  if (isPart) {
    const byName = await describeForMetrics(connection, functionName).catch(() => undefined);
    if (byName) metric = uniqueByName([...metric, ...byName]);
  }
  const own = metric
    .map(alarmOfMetric)
    .filter((alarm) => watches(alarm, functionName, mappingUuids));
  const alarms = [...own, ...compositesOf(own, listed.composite)].sort(
    (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name),
  );
  return { alarms, problems, isPart };
}

/** In alarm first, then what cannot be judged. */
function rank({ state }: Alarm): number {
  return state === "ALARM" ? 0 : state === "OK" ? 2 : 1;
}

function watches(
  { metric, metrics }: Alarm,
  functionName: string,
  mappingUuids: readonly string[],
): boolean {
  return [...(metric ? [metric] : []), ...(metrics ?? [])].some(({ dimensions }) =>
    dimensions.some(
      ({ Name, Value }) =>
        (Name === "FunctionName" && Value === functionName) ||
        (Name === "EventSourceMappingUUID" && mappingUuids.includes(Value)),
    ),
  );
}

/** Those whose rule names one of the alarms, or a composite one that does. */
function compositesOf(own: readonly Alarm[], all: readonly CompositeAlarm[]): Alarm[] {
  const names = new Set(own.map(({ name }) => name));
  const chosen: Alarm[] = [];
  let left = all.map(alarmOfComposite);
  for (;;) {
    const next = left.filter(({ rule = "" }) => alarmsInRule(rule).some((name) => names.has(name)));
    if (next.length === 0) return chosen;
    for (const alarm of next) names.add(alarm.name);
    chosen.push(...next);
    left = left.filter((alarm) => !next.includes(alarm));
  }
}

async function describeAll(
  connection: Connection,
): Promise<{ metric: MetricAlarm[]; composite: CompositeAlarm[]; isPart: boolean }> {
  const metric: MetricAlarm[] = [];
  const composite: CompositeAlarm[] = [];
  const seen = new Set<string>();
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await clientsFor(connection).cloudwatch.send(
      new DescribeAlarmsCommand({
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        MaxRecords: 100,
        NextToken,
      }),
    );
    metric.push(...(answer.MetricAlarms ?? []));
    composite.push(...(answer.CompositeAlarms ?? []));
    NextToken = answer.NextToken;
    // Some endpoints give the same token for ever.
    if (!NextToken || seen.has(NextToken)) return { metric, composite, isPart: false };
    seen.add(NextToken);
  }
  return { metric, composite, isPart: true };
}

async function describeForMetrics(
  connection: Connection,
  functionName: string,
): Promise<MetricAlarm[]> {
  const answers = await Promise.all(
    usualMetrics.map((MetricName) =>
      clientsFor(connection).cloudwatch.send(
        new DescribeAlarmsForMetricCommand({
          Namespace: "AWS/Lambda",
          MetricName,
          Dimensions: functionDimensions(functionName),
        }),
      ),
    ),
  );
  return answers.flatMap(({ MetricAlarms }) => MetricAlarms ?? []);
}

function uniqueByName(alarms: readonly MetricAlarm[]): MetricAlarm[] {
  return [...new Map(alarms.map((alarm) => [alarm.AlarmName, alarm])).values()];
}
