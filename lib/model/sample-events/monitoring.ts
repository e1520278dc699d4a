import { asGzip } from "../gzip-text";
import { type Steps } from "../json-place";
import { busEvent } from "./storage";
import {
  choice,
  echoed,
  type EventTarget,
  json,
  line,
  nameInArn,
  partitionOf,
  type SampleEvent,
  sourceArn,
  text,
} from "./sample-event";

const group = "Storage and schedule";

/** What CloudWatch Logs compresses: two lines of one stream. */
const logsMessage = ({ accountId, functionName }: EventTarget) => ({
  messageType: "DATA_MESSAGE",
  owner: accountId,
  logGroup: `/aws/lambda/${functionName}`,
  logStream: "2026/11/26/[$LATEST]0123456789abcdef0123456789abcdef",
  subscriptionFilters: ["errors"],
  logEvents: [
    {
      id: "eventId1",
      timestamp: 1_795_267_200_000,
      message: "[ERROR] order o_5590217 is not paid",
    },
    {
      id: "eventId2",
      timestamp: 1_795_267_200_012,
      message: "[ERROR] order o_5590218 is not paid",
    },
  ],
});

const logsFields = (...steps: Steps) => [
  line("Log group", ...steps, "logGroup"),
  line("Log stream", ...steps, "logStream"),
  text("First message", ...steps, "logEvents", 0, "message"),
  json("Log events", ...steps, "logEvents"),
];

export const monitoringEvents: SampleEvent[] = [
  {
    id: "schedule-rule",
    label: "EventBridge schedule rule",
    group,
    service: "events",
    event: (target) => ({
      ...busEvent(target, { "detail-type": "Scheduled Event", source: "aws.events" }),
      resources: [sourceArn(target, "events", "rule/every-10-minutes")],
      detail: {},
    }),
    fields: () => [
      nameInArn("Rule", "resources", 0),
      line("Time", "time"),
      json("Detail", "detail"),
    ],
  },
  {
    id: "scheduler",
    label: "EventBridge Scheduler",
    group,
    service: "scheduler",
    event: (target) => ({
      ...busEvent(target, { "detail-type": "Scheduled Event", source: "aws.scheduler" }),
      resources: [sourceArn(target, "scheduler", "schedule/default/every-10-minutes")],
      detail: "{}",
    }),
    fields: () => [
      nameInArn("Schedule", "resources", 0),
      line("Time", "time"),
      text("Detail", "detail"),
    ],
  },
  {
    id: "ec2-state",
    label: "EC2 state change",
    group: "Operations",
    service: "events",
    event: (target) => ({
      ...busEvent(target, {
        "detail-type": "EC2 Instance State-change Notification",
        source: "aws.ec2",
      }),
      resources: [
        `arn:${partitionOf(target)}:ec2:${target.region}:${target.accountId}:instance/i-0a1b2c3d4e5f60718`,
      ],
      detail: { "instance-id": "i-0a1b2c3d4e5f60718", state: "running" },
    }),
    fields: () => [
      echoed(line("Instance", "detail", "instance-id"), nameInArn("", "resources", 0).at),
      choice(
        "State",
        ["pending", "running", "stopping", "stopped", "shutting-down", "terminated"],
        "detail",
        "state",
      ),
    ],
  },
  {
    id: "codebuild-state",
    label: "CodeBuild state change",
    group: "Operations",
    service: "events",
    event: (target) => {
      const build = `arn:${partitionOf(target)}:codebuild:${target.region}:${target.accountId}:build/shop:8745a7a9-c340-456a-9166-edf953571bea`;
      return {
        ...busEvent(target, {
          "detail-type": "CodeBuild Build State Change",
          source: "aws.codebuild",
        }),
        resources: [build],
        detail: {
          "build-status": "SUCCEEDED",
          "project-name": "shop",
          "build-id": build,
          "current-phase": "COMPLETED",
          version: "1",
        },
      };
    },
    fields: () => [
      line("Project", "detail", "project-name"),
      choice("Status", ["IN_PROGRESS", "SUCCEEDED", "FAILED", "STOPPED"], "detail", "build-status"),
      line("Phase", "detail", "current-phase"),
    ],
  },
  {
    id: "cloudwatch-alarm",
    label: "CloudWatch alarm",
    group,
    service: "cloudwatch",
    event: (target) => ({
      source: "aws.cloudwatch",
      alarmArn: sourceArn(target, "cloudwatch", "alarm:checkout-errors"),
      accountId: target.accountId,
      time: "${nowIso}",
      region: target.region,
      alarmData: {
        alarmName: "checkout-errors",
        state: {
          value: "ALARM",
          reason: "Threshold Crossed: 1 datapoint [12.0] was greater than the threshold (10.0).",
          timestamp: "${nowIso}",
        },
        previousState: { value: "OK", timestamp: "${nowIso}" },
        configuration: {
          metrics: [
            {
              id: "errors",
              metricStat: {
                metric: {
                  namespace: "AWS/Lambda",
                  name: "Errors",
                  dimensions: { FunctionName: target.functionName },
                },
                period: 60,
                stat: "Sum",
              },
              returnData: true,
            },
          ],
        },
      },
    }),
    fields: () => [
      echoed(line("Alarm", "alarmData", "alarmName"), nameInArn("", "alarmArn").at),
      choice("State", ["OK", "ALARM", "INSUFFICIENT_DATA"], "alarmData", "state", "value"),
      text("Reason", "alarmData", "state", "reason"),
      choice(
        "State before",
        ["OK", "ALARM", "INSUFFICIENT_DATA"],
        "alarmData",
        "previousState",
        "value",
      ),
    ],
    passedOn: {
      event: (target) => ({
        AlarmName: "checkout-errors",
        AlarmDescription: null,
        AWSAccountId: target.accountId,
        AlarmConfigurationUpdatedTimestamp: "2026-11-01T08:00:00.000+0000",
        NewStateValue: "ALARM",
        NewStateReason:
          "Threshold Crossed: 1 datapoint [12.0] was greater than the threshold (10.0).",
        StateChangeTime: "${nowIso}",
        Region: target.region,
        AlarmArn: sourceArn(target, "cloudwatch", "alarm:checkout-errors"),
        OldStateValue: "OK",
        OKActions: [],
        AlarmActions: [sourceArn(target, "sns", "orders")],
        InsufficientDataActions: [],
        Trigger: {
          MetricName: "Errors",
          Namespace: "AWS/Lambda",
          StatisticType: "Statistic",
          Statistic: "SUM",
          Unit: null,
          Dimensions: [{ value: target.functionName, name: "FunctionName" }],
          Period: 60,
          EvaluationPeriods: 1,
          ComparisonOperator: "GreaterThanThreshold",
          Threshold: 10,
          TreatMissingData: "notBreaching",
          EvaluateLowSampleCountPercentile: "",
        },
      }),
      fields: () => [
        echoed(line("Alarm", "AlarmName"), nameInArn("", "AlarmArn").at),
        choice("State", ["OK", "ALARM", "INSUFFICIENT_DATA"], "NewStateValue"),
        text("Reason", "NewStateReason"),
      ],
    },
  },
  {
    id: "cloudwatch-logs",
    label: "CloudWatch Logs subscription",
    group,
    service: "logs",
    event: (target) => ({ awslogs: { data: asGzip.encode(JSON.stringify(logsMessage(target))) } }),
    fields: () => logsFields("awslogs", "data", asGzip),
    passedOn: { event: logsMessage, fields: () => logsFields(), isCompressed: true },
  },
  {
    id: "step-functions",
    label: "Step Functions failure",
    group,
    service: "states",
    event: () => ({ Error: "OrderNotPaid", Cause: JSON.stringify({ orderId: "o_5590217" }) }),
    fields: () => [line("Error", "Error"), text("Cause", "Cause")],
  },
];
