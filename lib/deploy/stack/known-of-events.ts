const schedule = ["Description", "Enabled", "State", "Input", "RetryPolicy", "DeadLetterConfig"];
const rule = [...schedule, "EventBusName", "InputPath", "InputTransformer", "Target"];

/** What is carried over of an event; events that are mappings say it themselves. */
export const knownOfEvents: Readonly<Record<string, readonly string[]>> = {
  Api: [
    "Auth",
    "Method",
    "Path",
    "RequestModel",
    "RequestParameters",
    "RestApiId",
    "TimeoutInMillis",
  ],
  HttpApi: [
    "ApiId",
    "Auth",
    "Method",
    "Path",
    "PayloadFormatVersion",
    "RouteSettings",
    "TimeoutInMillis",
  ],
  CloudWatchEvent: [...rule, "Pattern", "RuleName"],
  EventBridgeRule: [...rule, "Pattern", "RuleName"],
  Schedule: [...rule, "Name", "Schedule"],
  ScheduleV2: [
    ...schedule,
    "ActionAfterCompletion",
    "EndDate",
    "FlexibleTimeWindow",
    "GroupName",
    "KmsKeyArn",
    "Name",
    "RoleArn",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "StartDate",
  ],
  SNS: ["FilterPolicy", "FilterPolicyScope", "RedrivePolicy", "Region", "SqsSubscription", "Topic"],
  S3: ["Bucket", "Events", "Filter"],
  CloudWatchLogs: ["FilterPattern", "LogGroupName"],
};
