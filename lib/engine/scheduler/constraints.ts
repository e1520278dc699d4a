import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

type Rules = Record<string, Constraint>;

const word: Constraint = { min: 1, max: 64, pattern: "^[0-9a-zA-Z-_.]+$" };
const name: Constraint = { ...word, required: true };
const token: Rules = { ClientToken: { min: 1, max: 64, pattern: "^[a-zA-Z0-9-_]+$" } };
const state: Rules = { State: { enum: ["ENABLED", "DISABLED"] } };
const page: Rules = {
  MaxResults: { min: 1, max: 100 },
  NamePrefix: word,
  NextToken: { min: 1, max: 2048 },
};
const resource: Rules = {
  ResourceArn: {
    required: true,
    min: 1,
    max: 1011,
    pattern: "^arn:aws(-[a-z]+)?:scheduler:[a-z0-9\\-]+:\\d{12}:schedule-group\\/[0-9a-zA-Z-_.]+$",
  },
};
const tags: Rules = {
  Tags: { min: 0, max: 200 },
  "Tags[].Key": { required: true, min: 1, max: 128 },
  "Tags[].Value": { required: true, min: 1, max: 256 },
};

/** Parameters of targets that the engine does not have are refused by name, and have no rules here. */
const schedule: Rules = {
  FlexibleTimeWindow: { required: true },
  Name: name,
  ScheduleExpression: { required: true, min: 1, max: 256 },
  Target: { required: true },
  ActionAfterCompletion: { enum: ["NONE", "DELETE"] },
  ...token,
  Description: { min: 0, max: 512 },
  "FlexibleTimeWindow.Mode": { required: true, enum: ["OFF", "FLEXIBLE"] },
  "FlexibleTimeWindow.MaximumWindowInMinutes": { min: 1, max: 1440 },
  GroupName: word,
  KmsKeyArn: {
    min: 1,
    max: 2048,
    pattern: "^arn:aws(-[a-z]+)?:kms:[a-z0-9\\-]+:\\d{12}:(key|alias)\\/[0-9a-zA-Z-_]*$",
  },
  ScheduleExpressionTimezone: { min: 1, max: 50 },
  ...state,
  "Target.Arn": { required: true, min: 1, max: 1600 },
  "Target.RoleArn": {
    required: true,
    min: 1,
    max: 1600,
    pattern: "^arn:aws(-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+$",
  },
  "Target.DeadLetterConfig.Arn": {
    min: 1,
    max: 1600,
    pattern: "^arn:aws(-[a-z]+)?:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+$",
  },
  "Target.EventBridgeParameters.DetailType": { required: true, min: 1, max: 128 },
  "Target.EventBridgeParameters.Source": {
    required: true,
    min: 1,
    max: 256,
    pattern: "^(?=[/\\.\\-_A-Za-z0-9]+)((?!aws\\.).*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)$",
  },
  "Target.Input": { min: 1 },
  "Target.KinesisParameters.PartitionKey": { required: true, min: 1, max: 256 },
  "Target.RetryPolicy.MaximumEventAgeInSeconds": { min: 60, max: 86_400 },
  "Target.RetryPolicy.MaximumRetryAttempts": { min: 0, max: 185 },
  "Target.SqsParameters.MessageGroupId": { min: 1, max: 128 },
};

/** AWS's own constraints (API model 2021-06-30) of all operations. */
export const schedulerConstraints: ConstraintTable = {
  CreateSchedule: schedule,
  CreateScheduleGroup: { Name: name, ...token, ...tags },
  DeleteSchedule: { Name: name, ...token, GroupName: word },
  DeleteScheduleGroup: { Name: name, ...token },
  GetSchedule: { Name: name, GroupName: word },
  GetScheduleGroup: { Name: name },
  ListScheduleGroups: page,
  ListSchedules: { GroupName: word, ...page, ...state },
  ListTagsForResource: resource,
  TagResource: { ...resource, ...tags, Tags: { required: true, min: 0, max: 200 } },
  UntagResource: {
    ...resource,
    TagKeys: { required: true, min: 0, max: 200 },
    "TagKeys[]": { min: 1, max: 128 },
  },
  UpdateSchedule: schedule,
};
