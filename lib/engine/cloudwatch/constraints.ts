import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

export const units = [
  "Seconds",
  "Microseconds",
  "Milliseconds",
  "Bytes",
  "Kilobytes",
  "Megabytes",
  "Gigabytes",
  "Terabytes",
  "Bits",
  "Kilobits",
  "Megabits",
  "Gigabits",
  "Terabits",
  "Percent",
  "Count",
  "Bytes/Second",
  "Kilobytes/Second",
  "Megabytes/Second",
  "Gigabytes/Second",
  "Terabytes/Second",
  "Bits/Second",
  "Kilobits/Second",
  "Megabits/Second",
  "Gigabits/Second",
  "Terabits/Second",
  "Count/Second",
  "None",
];

const alarmName: Constraint = { required: true, min: 1, max: 255 };
const oneAlarm = { AlarmName: alarmName };
const alarmNames: Record<string, Constraint> = {
  AlarmNames: { required: true, max: 100 },
  "AlarmNames[]": { min: 1, max: 255 },
};
const alarmTypes: Constraint = { enum: ["CompositeAlarm", "MetricAlarm", "LogAlarm"] };
const stateValue: Constraint = { enum: ["OK", "ALARM", "INSUFFICIENT_DATA"] };
const page: Constraint = { min: 1, max: 100 };
const scanBy: Constraint = { enum: ["TimestampDescending", "TimestampAscending"] };
export const statistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
const statistic: Constraint = { enum: statistics };
const resource: Record<string, Constraint> = { ResourceARN: { required: true, min: 1, max: 1024 } };
const tags: Record<string, Constraint> = {
  "Tags[].Key": { required: true, min: 1, max: 128 },
  "Tags[].Value": { required: true, min: 0, max: 256 },
};
const dimensions: Record<string, Constraint> = {
  Dimensions: { max: 30 },
  "Dimensions[].Name": { required: true, min: 1, max: 255 },
  "Dimensions[].Value": { required: true, min: 1, max: 1024 },
};
const actions: Record<string, Constraint> = {
  AlarmDescription: { min: 0, max: 1024 },
  OKActions: { max: 5 },
  "OKActions[]": { min: 1, max: 1024 },
  AlarmActions: { max: 5 },
  "AlarmActions[]": { min: 1, max: 1024 },
  InsufficientDataActions: { max: 5 },
  "InsufficientDataActions[]": { min: 1, max: 1024 },
};

/** The members of a metric data query, in the list called `list`. */
function queries(list: string): Record<string, Constraint> {
  const metric = `${list}[].MetricStat.Metric`;
  return {
    [`${list}[].Id`]: { required: true, min: 1, max: 255 },
    [metric]: { required: true },
    [`${list}[].MetricStat.Period`]: { required: true, min: 1 },
    [`${list}[].MetricStat.Stat`]: { required: true },
    [`${metric}.Namespace`]: { min: 1, max: 255, pattern: "[^:].*" },
    [`${metric}.MetricName`]: { min: 1, max: 255 },
    [`${metric}.Dimensions`]: { max: 30 },
    [`${metric}.Dimensions[].Name`]: { required: true, min: 1, max: 255 },
    [`${metric}.Dimensions[].Value`]: { required: true, min: 1, max: 1024 },
    [`${list}[].MetricStat.Unit`]: { enum: units },
    [`${list}[].Expression`]: { min: 1, max: 2048 },
    [`${list}[].Period`]: { min: 1 },
    [`${list}[].AccountId`]: { min: 1, max: 255 },
  };
}

/** Input constraints of the operations the engine has; PutMetricData and GetMetricStatistics check their own. */
export const cloudwatchConstraints: ConstraintTable = {
  GetMetricData: {
    MetricDataQueries: { required: true },
    StartTime: { required: true },
    EndTime: { required: true },
    ...queries("MetricDataQueries"),
    ScanBy: scanBy,
  },
  ListMetrics: {
    Namespace: { min: 1, max: 255, pattern: "[^:].*" },
    MetricName: { min: 1, max: 255 },
    Dimensions: { max: 10 },
    "Dimensions[].Name": { required: true, min: 1, max: 255 },
    "Dimensions[].Value": { min: 1, max: 1024 },
    RecentlyActive: { enum: ["PT3H"] },
    OwningAccount: { min: 1, max: 255 },
  },
  DeleteAlarms: alarmNames,
  DeleteDashboards: { DashboardNames: { required: true } },
  DescribeAlarmContributors: oneAlarm,
  DescribeAlarmHistory: {
    AlarmName: { min: 1, max: 255 },
    AlarmContributorId: { min: 1, max: 16 },
    "AlarmTypes[]": alarmTypes,
    HistoryItemType: {
      enum: [
        "ConfigurationUpdate",
        "StateUpdate",
        "Action",
        "AlarmContributorStateUpdate",
        "AlarmContributorAction",
      ],
    },
    MaxRecords: page,
    ScanBy: scanBy,
  },
  DescribeAlarms: {
    AlarmNames: { max: 100 },
    "AlarmNames[]": { min: 1, max: 255 },
    AlarmNamePrefix: { min: 1, max: 255 },
    "AlarmTypes[]": alarmTypes,
    ChildrenOfAlarmName: { min: 1, max: 255 },
    ParentsOfAlarmName: { min: 1, max: 255 },
    StateValue: stateValue,
    ActionPrefix: { min: 1, max: 1024 },
    MaxRecords: page,
  },
  DescribeAlarmsForMetric: {
    MetricName: { required: true, min: 1, max: 255 },
    Namespace: { required: true, min: 1, max: 255, pattern: "[^:].*" },
    Statistic: statistic,
    ...dimensions,
    Period: { min: 1 },
    Unit: { enum: units },
  },
  DisableAlarmActions: alarmNames,
  EnableAlarmActions: alarmNames,
  GetDashboard: { DashboardName: { required: true } },
  ListTagsForResource: resource,
  PutCompositeAlarm: {
    ...oneAlarm,
    AlarmRule: { required: true, min: 1, max: 10_240 },
    ...actions,
    ...tags,
    ActionsSuppressor: { min: 1, max: 1600 },
  },
  PutDashboard: { DashboardName: { required: true }, DashboardBody: { required: true }, ...tags },
  PutMetricAlarm: {
    ...oneAlarm,
    ...actions,
    MetricName: { min: 1, max: 255 },
    Namespace: { min: 1, max: 255, pattern: "[^:].*" },
    Statistic: statistic,
    ...dimensions,
    Period: { min: 1 },
    Unit: { enum: units },
    EvaluationPeriods: { min: 1 },
    DatapointsToAlarm: { min: 1 },
    ComparisonOperator: {
      enum: [
        "GreaterThanOrEqualToThreshold",
        "GreaterThanThreshold",
        "LessThanThreshold",
        "LessThanOrEqualToThreshold",
        "LessThanLowerOrGreaterThanUpperThreshold",
        "LessThanLowerThreshold",
        "GreaterThanUpperThreshold",
      ],
    },
    TreatMissingData: { min: 1, max: 255 },
    EvaluateLowSampleCountPercentile: { min: 1, max: 255 },
    ...queries("Metrics"),
    ...tags,
    ThresholdMetricId: { min: 1, max: 255 },
  },
  SetAlarmState: {
    ...oneAlarm,
    StateValue: { ...stateValue, required: true },
    StateReason: { required: true, min: 0, max: 1023 },
    StateReasonData: { min: 0, max: 4000 },
  },
  TagResource: { ...resource, Tags: { required: true }, ...tags },
  UntagResource: { ...resource, TagKeys: { required: true }, "TagKeys[]": { min: 1, max: 128 } },
};
