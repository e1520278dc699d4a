import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

const word = "[\\.\\-_A-Za-z0-9]+";
const busPrefix = "(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?";

const busName: Constraint = { min: 1, max: 256, pattern: "[/\\.\\-_A-Za-z0-9]+" };
const busNameOrArn: Constraint = { min: 1, max: 1600, pattern: `${busPrefix}[/\\.\\-_A-Za-z0-9]+` };
const name: Constraint = { required: true, min: 1, max: 64, pattern: word };
const arn: Constraint = { min: 1, max: 1600 };
const requiredArn: Constraint = { ...arn, required: true };
const description: Constraint = { max: 512 };
const kmsKey: Constraint = { max: 2048, pattern: "^[a-zA-Z0-9_\\-/:]*$" };
const page = { NextToken: { min: 1, max: 2048 }, Limit: { min: 1, max: 100 } };
const tags = {
  "Tags[].Key": { required: true, min: 1, max: 128 },
  "Tags[].Value": { required: true, min: 0, max: 256 },
};
const logConfig = {
  "LogConfig.IncludeDetail": { enum: ["NONE", "FULL"] },
  "LogConfig.Level": { enum: ["OFF", "ERROR", "INFO", "TRACE"] },
};
const onRule = { Name: name, EventBusName: busNameOrArn };

/** Members of an entry as AWS prints them when there are too many entries. */
const printedEntry = [
  "Time",
  "Source",
  "Resources",
  "DetailType",
  "Detail",
  "EventBusName",
  "TraceHeader",
];

/** AWS's own constraints (API model 2015-10-07) of the operations that the engine has. */
export const eventsConstraints: ConstraintTable = {
  CreateEventBus: {
    Name: { ...busName, required: true },
    EventSourceName: { min: 1, max: 256, pattern: "aws\\.partner(/[\\.\\-_A-Za-z0-9]+){2,}" },
    Description: description,
    KmsKeyIdentifier: kmsKey,
    "DeadLetterConfig.Arn": arn,
    ...logConfig,
    ...tags,
  },
  DeleteEventBus: { Name: { ...busName, required: true } },
  DeleteRule: onRule,
  DescribeEventBus: { Name: busNameOrArn },
  DescribeRule: onRule,
  DisableRule: onRule,
  EnableRule: onRule,
  ListEventBuses: { NamePrefix: busName, ...page },
  ListRuleNamesByTarget: { TargetArn: requiredArn, EventBusName: busNameOrArn, ...page },
  ListRules: { NamePrefix: { ...name, required: false }, EventBusName: busNameOrArn, ...page },
  ListTagsForResource: { ResourceARN: requiredArn },
  ListTargetsByRule: { Rule: name, EventBusName: busNameOrArn, ...page },
  PutEvents: {
    Entries: { required: true, min: 1, max: 10, printed: printedEntry },
    "Entries[].Resources[]": { max: 2048 },
    "Entries[].EventBusName": { min: 1, max: 1600, pattern: `${busPrefix}${word}` },
    "Entries[].TraceHeader": { min: 1, max: 500 },
    EndpointId: { min: 1, max: 50, pattern: "^[A-Za-z0-9\\-]+[\\.][A-Za-z0-9\\-]+$" },
  },
  PutPermission: {
    EventBusName: { min: 1, max: 256, pattern: word },
    Action: { min: 1, max: 64, pattern: "events:[a-zA-Z]+" },
    Principal: { min: 1, max: 12, pattern: "(\\d{12}|\\*)" },
    StatementId: { min: 1, max: 64, pattern: "[a-zA-Z0-9-_]+" },
    "Condition.Type": { required: true },
    "Condition.Key": { required: true },
    "Condition.Value": { required: true },
  },
  PutRule: {
    Name: name,
    ScheduleExpression: { max: 256 },
    EventPattern: { max: 4096 },
    State: { enum: ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"] },
    Description: description,
    RoleArn: arn,
    ...tags,
    EventBusName: busNameOrArn,
  },
  PutTargets: {
    Rule: name,
    Targets: { required: true, min: 1, max: 100 },
    EventBusName: busNameOrArn,
    "Targets[].Id": name,
    "Targets[].Arn": requiredArn,
    "Targets[].RoleArn": arn,
    "Targets[].Input": { max: 8192 },
    "Targets[].InputPath": { max: 256 },
    "Targets[].InputTransformer.InputTemplate": { required: true, min: 1, max: 8192 },
    "Targets[].InputTransformer.InputPathsMap": { max: 100 },
    "Targets[].InputTransformer.InputPathsMap{key}": {
      min: 1,
      max: 256,
      pattern: "[A-Za-z0-9\\_\\-]+",
    },
    "Targets[].InputTransformer.InputPathsMap{value}": { max: 256 },
    "Targets[].KinesisParameters.PartitionKeyPath": { required: true, max: 256 },
    "Targets[].SqsParameters.MessageGroupId": { max: 100 },
    "Targets[].DeadLetterConfig.Arn": arn,
    "Targets[].RetryPolicy.MaximumRetryAttempts": { min: 0, max: 185 },
    "Targets[].RetryPolicy.MaximumEventAgeInSeconds": { min: 60, max: 86_400 },
  },
  RemovePermission: {
    StatementId: { min: 1, max: 64, pattern: "[a-zA-Z0-9-_]+" },
    EventBusName: { min: 1, max: 256, pattern: word },
  },
  RemoveTargets: {
    Rule: name,
    Ids: { required: true, min: 1, max: 100 },
    EventBusName: busNameOrArn,
    "Ids[]": { min: 1, max: 64, pattern: word },
  },
  TagResource: { ResourceARN: requiredArn, Tags: { required: true }, ...tags },
  TestEventPattern: { EventPattern: { required: true, max: 4096 }, Event: { required: true } },
  UntagResource: {
    ResourceARN: requiredArn,
    TagKeys: { required: true },
    "TagKeys[]": { min: 1, max: 128 },
  },
  UpdateEventBus: {
    Name: busName,
    KmsKeyIdentifier: kmsKey,
    Description: description,
    "DeadLetterConfig.Arn": arn,
    ...logConfig,
  },
};
