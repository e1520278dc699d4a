import type { CloudService } from "@/lib/model/change";

/** What a command may do: look, change something, or run a function (or send it work). */
export type CommandClass = "read" | "change" | "invoke";

/**
 * Every command the product sends, by service. A command that is not here is refused, so a new one has
 * to be judged first. `iam` is the permission it needs where that is not `SERVICE:COMMAND`.
 */
export const commandClasses: Record<CloudService, Record<string, CommandClass>> = {
  lambda: {
    ...all("read", [
      "GetAccountSettings",
      "GetAlias",
      "GetEventSourceMapping",
      "GetFunction",
      "GetFunctionConcurrency",
      "GetFunctionConfiguration",
      "GetFunctionEventInvokeConfig",
      "GetFunctionUrlConfig",
      "GetPolicy",
      "GetProvisionedConcurrencyConfig",
      "ListAliases",
      "ListEventSourceMappings",
      "ListFunctionEventInvokeConfigs",
      "ListFunctionUrlConfigs",
      "ListFunctions",
      "ListLayers",
      "ListProvisionedConcurrencyConfigs",
      "ListTags",
      "ListVersionsByFunction",
    ]),
    ...all("change", [
      "AddPermission",
      "CreateAlias",
      "CreateEventSourceMapping",
      "CreateFunction",
      "CreateFunctionUrlConfig",
      "DeleteAlias",
      "DeleteEventSourceMapping",
      "DeleteFunction",
      "DeleteFunctionConcurrency",
      "DeleteFunctionEventInvokeConfig",
      "DeleteFunctionUrlConfig",
      "DeleteProvisionedConcurrencyConfig",
      "PublishVersion",
      "PutFunctionConcurrency",
      "PutFunctionEventInvokeConfig",
      "PutProvisionedConcurrencyConfig",
      "RemovePermission",
      "TagResource",
      "UntagResource",
      "UpdateAlias",
      "UpdateEventSourceMapping",
      "UpdateFunctionCode",
      "UpdateFunctionConfiguration",
      "UpdateFunctionEventInvokeConfig",
      "UpdateFunctionUrlConfig",
    ]),
    ...all("invoke", ["Invoke", "InvokeWithResponseStream"]),
  },
  cloudwatch: {
    ...all("read", [
      "DescribeAlarmHistory",
      "DescribeAlarms",
      "DescribeAlarmsForMetric",
      "GetMetricData",
      "ListMetrics",
      "ListTagsForResource",
    ]),
    ...all("change", [
      "DeleteAlarms",
      "DisableAlarmActions",
      "EnableAlarmActions",
      "PutCompositeAlarm",
      "PutMetricAlarm",
    ]),
  },
  logs: {
    ...all("read", [
      "DescribeLogGroups",
      "DescribeQueryDefinitions",
      "DescribeSubscriptionFilters",
      "FilterLogEvents",
      "GetLogEvents",
      "GetLogGroupFields",
      "GetLogRecord",
      "GetQueryResults",
      "StartLiveTail",
      "StartQuery",
      // Ends what Lambdeck itself has started.
      "StopQuery",
    ]),
    ...all("change", [
      "CreateLogGroup",
      "DeleteQueryDefinition",
      "DeleteRetentionPolicy",
      "PutQueryDefinition",
      "PutRetentionPolicy",
    ]),
  },
  sqs: {
    ...all("read", ["GetQueueAttributes", "GetQueueUrl", "ListQueues"]),
    ...all("change", ["CreateQueue", "DeleteQueue", "SetQueueAttributes"]),
    ...all("invoke", ["SendMessageBatch"]),
  },
  sts: all("read", ["GetCallerIdentity"]),
  iam: all("read", ["ListRoles"]),
  schemas: {
    ...all("read", ["DescribeRegistry", "DescribeSchema", "ListSchemaVersions"]),
    ...all("change", [
      "CreateRegistry",
      "CreateSchema",
      "DeleteSchema",
      "DeleteSchemaVersion",
      "UpdateSchema",
    ]),
  },
  events: {
    ...all("read", [
      "DescribeRule",
      "ListEventBuses",
      "ListRuleNamesByTarget",
      "ListRules",
      "ListTargetsByRule",
    ]),
    ...all("change", [
      "DeleteRule",
      "DisableRule",
      "EnableRule",
      "PutRule",
      "PutTargets",
      "RemoveTargets",
    ]),
    ...all("invoke", ["PutEvents"]),
  },
  scheduler: {
    ...all("read", ["GetSchedule", "ListScheduleGroups", "ListSchedules"]),
    ...all("change", ["CreateSchedule", "DeleteSchedule", "UpdateSchedule"]),
  },
  sns: {
    ...all("read", [
      "GetSubscriptionAttributes",
      "GetTopicAttributes",
      "ListSubscriptions",
      "ListTopics",
    ]),
    ...all("change", [
      "CreateTopic",
      "DeleteTopic",
      "SetSubscriptionAttributes",
      "Subscribe",
      "Unsubscribe",
    ]),
    ...all("invoke", ["PublishBatch"]),
  },
  s3: {
    ...all("read", ["GetBucketNotificationConfiguration", "HeadBucket", "ListBuckets"]),
    ...all("change", ["CreateBucket", "DeleteBucket", "PutBucketNotificationConfiguration"]),
    ...all("invoke", ["PutObject"]),
  },
  apigateway: {
    ...all("read", [
      "GetMethod",
      "GetResource",
      "GetResources",
      "GetRestApi",
      "GetRestApis",
      "GetStage",
      "GetStages",
    ]),
    ...all("change", [
      "CreateDeployment",
      "CreateResource",
      "CreateRestApi",
      "CreateStage",
      "DeleteIntegration",
      "DeleteIntegrationResponse",
      "DeleteMethod",
      "DeleteMethodResponse",
      "DeleteResource",
      "DeleteRestApi",
      "DeleteStage",
      "PutIntegration",
      "PutIntegrationResponse",
      "PutMethod",
      "PutMethodResponse",
      "UpdateStage",
    ]),
  },
  apigatewayv2: {
    ...all("read", [
      "GetApi",
      "GetApis",
      "GetIntegration",
      "GetIntegrations",
      "GetRoute",
      "GetRouteResponse",
      "GetRouteResponses",
      "GetRoutes",
      "GetStage",
      "GetStages",
    ]),
    ...all("change", [
      "CreateApi",
      "CreateDeployment",
      "CreateIntegration",
      "CreateRoute",
      "CreateRouteResponse",
      "CreateStage",
      "DeleteApi",
      "DeleteIntegration",
      "DeleteRoute",
      "DeleteRouteResponse",
      "DeleteStage",
      "UpdateIntegration",
      "UpdateRoute",
      "UpdateStage",
    ]),
  },
  kinesis: {
    ...all("read", ["ListStreams"]),
    ...all("invoke", ["PutRecords"]),
  },
  dynamodb: {
    ...all("read", ["DescribeTable", "ListTables"]),
    ...all("invoke", ["PutItem"]),
  },
};

/** The class of a command (without the suffix `Command`); undefined when it is not known. */
export function commandClass(service: CloudService, command: string): CommandClass | undefined {
  const commands = commandClasses[service];
  return Object.hasOwn(commands, command) ? commands[command] : undefined;
}

/** The IAM action a command needs; undefined when it needs none (everyone may ask who they are). */
export function iamAction(service: CloudService, command: string): string | undefined {
  if (service === "sts") return undefined;
  // API Gateway's actions are the methods of HTTP.
  if (service.startsWith("apigateway")) return `apigateway:${gatewayMethod(command)}`;
  return exceptions[`${service}:${command}`] ?? `${service}:${command}`;
}

const exceptions: Record<string, string> = {
  "lambda:Invoke": "lambda:InvokeFunction",
  "lambda:InvokeWithResponseStream": "lambda:InvokeFunction",
  "s3:ListBuckets": "s3:ListAllMyBuckets",
  "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:PutBucketNotificationConfiguration": "s3:PutBucketNotification",
  "sns:PublishBatch": "sns:Publish",
  "sqs:SendMessageBatch": "sqs:SendMessage",
};

function gatewayMethod(command: string): string {
  if (command.startsWith("Get")) return "GET";
  if (command.startsWith("Delete")) return "DELETE";
  if (command.startsWith("Update")) return "PATCH";
  return command.startsWith("Put") ? "PUT" : "POST";
}

function all(commandClass: CommandClass, commands: string[]): Record<string, CommandClass> {
  return Object.fromEntries(commands.map((command) => [command, commandClass]));
}
