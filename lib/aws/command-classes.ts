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
    ...all("change", ["CreateQueue", "SetQueueAttributes"]),
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
};

/** The class of a command (without the suffix `Command`); undefined when it is not known. */
export function commandClass(service: CloudService, command: string): CommandClass | undefined {
  const commands = commandClasses[service];
  return Object.hasOwn(commands, command) ? commands[command] : undefined;
}

/** The IAM action a command needs; undefined when it needs none (everyone may ask who they are). */
export function iamAction(service: CloudService, command: string): string | undefined {
  if (service === "sts") return undefined;
  return exceptions[`${service}:${command}`] ?? `${service}:${command}`;
}

const exceptions: Record<string, string> = {
  "lambda:Invoke": "lambda:InvokeFunction",
  "lambda:InvokeWithResponseStream": "lambda:InvokeFunction",
};

function all(commandClass: CommandClass, commands: string[]): Record<string, CommandClass> {
  return Object.fromEntries(commands.map((command) => [command, commandClass]));
}
