import type { CompositeAlarm, MetricAlarm, MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { Alarm, AlarmCondition, AlarmMetric } from "@/lib/model/alarm";
import { isComparison, isMissingData } from "@/lib/model/alarm-form";
import { isoTime } from "@/lib/model/iso-time";

/** A metric or math alarm as the pages know it. */
export function alarmOfMetric(aws: MetricAlarm): Alarm {
  const queries = aws.Metrics ?? [];
  const metrics = queries.length > 0 ? queries.flatMap(metricOfQuery) : metricOf(aws);
  const expressions = queries.flatMap(({ Expression }) => Expression ?? []);
  const isMath = queries.length > 0;
  const condition = conditionOf(aws, metrics);
  return {
    ...commonOf(aws),
    kind: isMath ? "math" : "metric",
    condition,
    ...(isMath ? { metrics, expressions } : { metric: metrics[0] }),
    ...(condition ? {} : { fixed: fixedWords(aws) }),
  };
}

export function alarmOfComposite(aws: CompositeAlarm): Alarm {
  return {
    ...commonOf(aws),
    kind: "composite",
    rule: aws.AlarmRule ?? "",
    fixed: "The rule of a composite alarm is not edited here.",
  };
}

/** The members of an alarm that PutMetricAlarm sets. */
export function putInputOf(aws: MetricAlarm): Record<string, unknown> {
  const names = [
    "AlarmName",
    "AlarmDescription",
    "ActionsEnabled",
    "OKActions",
    "AlarmActions",
    "InsufficientDataActions",
    "MetricName",
    "Namespace",
    "Statistic",
    "ExtendedStatistic",
    "Dimensions",
    "Period",
    "Unit",
    "EvaluationPeriods",
    "DatapointsToAlarm",
    "Threshold",
    "ComparisonOperator",
    "TreatMissingData",
    "EvaluateLowSampleCountPercentile",
    "Metrics",
    "ThresholdMetricId",
  ] as const;
  return pickSet(aws, names);
}

/** The members of a composite alarm that PutCompositeAlarm sets. */
export function putCompositeInputOf(aws: CompositeAlarm): Record<string, unknown> {
  return pickSet(aws, [
    "AlarmName",
    "AlarmDescription",
    "ActionsEnabled",
    "OKActions",
    "AlarmActions",
    "InsufficientDataActions",
    "AlarmRule",
    "ActionsSuppressor",
    "ActionsSuppressorWaitPeriod",
    "ActionsSuppressorExtensionPeriod",
  ]);
}

function pickSet<T extends object>(from: T, names: readonly (keyof T & string)[]) {
  // An empty list of dimensions or metrics is one that was never set.
  const isSet = (value: unknown) =>
    value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(
    names.flatMap((name) => (isSet(from[name]) ? [[name, from[name]]] : [])),
  ) as Record<string, unknown>;
}

function commonOf(aws: MetricAlarm | CompositeAlarm) {
  return {
    name: aws.AlarmName ?? "",
    arn: aws.AlarmArn,
    description: aws.AlarmDescription ?? "",
    state: aws.StateValue ?? "INSUFFICIENT_DATA",
    stateReason: aws.StateReason ?? "",
    since: isoTime(aws.StateTransitionedTimestamp ?? aws.StateUpdatedTimestamp),
    revision: isoTime(aws.AlarmConfigurationUpdatedTimestamp),
    actionsEnabled: aws.ActionsEnabled ?? true,
    actions: {
      alarm: aws.AlarmActions ?? [],
      ok: aws.OKActions ?? [],
      insufficientData: aws.InsufficientDataActions ?? [],
    },
  };
}

function metricOf(aws: MetricAlarm): AlarmMetric[] {
  if (!aws.MetricName) return [];
  return [
    {
      namespace: aws.Namespace ?? "",
      metric: aws.MetricName,
      dimensions: dimensionsOf(aws.Dimensions),
      statistic: aws.Statistic ?? aws.ExtendedStatistic ?? "",
      periodSeconds: aws.Period ?? 60,
    },
  ];
}

function metricOfQuery({ MetricStat }: MetricDataQuery): AlarmMetric[] {
  if (!MetricStat?.Metric?.MetricName) return [];
  return [
    {
      namespace: MetricStat.Metric.Namespace ?? "",
      metric: MetricStat.Metric.MetricName,
      dimensions: dimensionsOf(MetricStat.Metric.Dimensions),
      statistic: MetricStat.Stat ?? "",
      periodSeconds: MetricStat.Period ?? 60,
    },
  ];
}

function dimensionsOf(given: MetricAlarm["Dimensions"]) {
  return (given ?? []).map(({ Name = "", Value = "" }) => ({ Name, Value }));
}

function conditionOf(
  aws: MetricAlarm,
  metrics: readonly AlarmMetric[],
): AlarmCondition | undefined {
  if (aws.Threshold === undefined || !isComparison(aws.ComparisonOperator)) return undefined;
  const evaluationPeriods = aws.EvaluationPeriods ?? 1;
  const low = aws.EvaluateLowSampleCountPercentile;
  return {
    comparison: aws.ComparisonOperator,
    threshold: aws.Threshold,
    periodSeconds: aws.Period ?? metrics[0]?.periodSeconds ?? 60,
    evaluationPeriods,
    datapointsToAlarm: aws.DatapointsToAlarm ?? evaluationPeriods,
    treatMissingData: isMissingData(aws.TreatMissingData) ? aws.TreatMissingData : "missing",
    evaluateLowSampleCount: low === "ignore" || low === "evaluate" ? low : undefined,
  };
}

function fixedWords({ ThresholdMetricId, ComparisonOperator }: MetricAlarm): string {
  return ThresholdMetricId
    ? "Its threshold is a band that CloudWatch learns; it is not edited here."
    : `Its comparison ${ComparisonOperator ?? "is not known and"} cannot be edited here.`;
}
