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
      "DeleteAlias",
      "DeleteEventSourceMapping",
      "DeleteFunction",
      "DeleteFunctionConcurrency",
      "DeleteFunctionEventInvokeConfig",
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
  events: all("read", [
    "ListEventBuses",
    "ListRuleNamesByTarget",
    "ListRules",
    "ListTargetsByRule",
    "DescribeRule",
  ]),
  scheduler: all("read", ["GetSchedule", "ListSchedules"]),
  sns: all("read", ["GetSubscriptionAttributes", "ListSubscriptions"]),
  s3: all("read", ["GetBucketNotificationConfiguration", "ListBuckets"]),
  apigateway: all("read", ["GetResources", "GetRestApis", "GetStages"]),
  apigatewayv2: all("read", ["GetApis", "GetIntegrations", "GetRoutes", "GetStages"]),
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
