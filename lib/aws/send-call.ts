import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as lambda from "@aws-sdk/client-lambda";
import * as schemas from "@aws-sdk/client-schemas";
import * as sqs from "@aws-sdk/client-sqs";
import type { CloudCall } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { readSetting, saveSetting } from "@/lib/store/settings";
import { type Clients, clientsFor } from "./clients";

/**
 * Sends a call that is kept as data, as the journal does for undoing and for looking at what is there now.
 * The guard judges it like any other. Throws a ProblemError for a command that is not kept so.
 */
export async function sendCall(connection: Connection, call: CloudCall): Promise<object> {
  if (call.service === "lambdeck") return doSettingCall(call);
  const Command = keptCommand(call);
  if (!Command)
    throw new ProblemError({
      kind: "unsupported",
      title: `${call.command} was not sent`,
      detail: `Lambdeck cannot repeat ${call.service} ${call.command} from its journal.`,
    });
  // The input was checked by the compiler where it was first sent; here it comes from the store.
  const client: { send(command: never): Promise<object> } = clientsFor(connection)[call.service];
  return client.send(new Command(call.input as never) as never);
}

export function canSend(call: CloudCall): boolean {
  return call.service === "lambdeck" || keptCommand(call) !== undefined;
}

/** A setting of Lambdeck itself as a call, so that the journal takes it back like any other. */
export function settingCall(name: string, value: unknown): CloudCall {
  return { service: "lambdeck", command: "SaveSetting", input: { name, value } };
}

function doSettingCall({ command, input }: CloudCall): object {
  const name = String(input.name);
  if (command === "SaveSetting") saveSetting(name, input.value);
  return { value: readSetting(name) };
}

function keptCommand({ service, command }: CloudCall): CommandConstructor | undefined {
  if (service === "lambdeck") return undefined;
  const commands: Record<string, CommandConstructor> = keptCommands[service] ?? {};
  return Object.hasOwn(commands, command) ? commands[command] : undefined;
}

type CommandConstructor = new (input: never) => object;

const keptCommands: Partial<Record<keyof Clients, Record<string, CommandConstructor>>> = {
  lambda: {
    AddPermission: lambda.AddPermissionCommand,
    CreateAlias: lambda.CreateAliasCommand,
    CreateEventSourceMapping: lambda.CreateEventSourceMappingCommand,
    DeleteAlias: lambda.DeleteAliasCommand,
    DeleteEventSourceMapping: lambda.DeleteEventSourceMappingCommand,
    DeleteFunction: lambda.DeleteFunctionCommand,
    DeleteFunctionConcurrency: lambda.DeleteFunctionConcurrencyCommand,
    DeleteFunctionEventInvokeConfig: lambda.DeleteFunctionEventInvokeConfigCommand,
    DeleteProvisionedConcurrencyConfig: lambda.DeleteProvisionedConcurrencyConfigCommand,
    GetAlias: lambda.GetAliasCommand,
    GetEventSourceMapping: lambda.GetEventSourceMappingCommand,
    GetFunctionConcurrency: lambda.GetFunctionConcurrencyCommand,
    GetFunctionConfiguration: lambda.GetFunctionConfigurationCommand,
    GetFunctionEventInvokeConfig: lambda.GetFunctionEventInvokeConfigCommand,
    GetPolicy: lambda.GetPolicyCommand,
    GetProvisionedConcurrencyConfig: lambda.GetProvisionedConcurrencyConfigCommand,
    ListTags: lambda.ListTagsCommand,
    PutFunctionConcurrency: lambda.PutFunctionConcurrencyCommand,
    PutFunctionEventInvokeConfig: lambda.PutFunctionEventInvokeConfigCommand,
    PutProvisionedConcurrencyConfig: lambda.PutProvisionedConcurrencyConfigCommand,
    RemovePermission: lambda.RemovePermissionCommand,
    TagResource: lambda.TagResourceCommand,
    UntagResource: lambda.UntagResourceCommand,
    UpdateAlias: lambda.UpdateAliasCommand,
    UpdateEventSourceMapping: lambda.UpdateEventSourceMappingCommand,
    UpdateFunctionConfiguration: lambda.UpdateFunctionConfigurationCommand,
    UpdateFunctionEventInvokeConfig: lambda.UpdateFunctionEventInvokeConfigCommand,
  },
  cloudwatch: {
    DeleteAlarms: cloudwatch.DeleteAlarmsCommand,
    DescribeAlarms: cloudwatch.DescribeAlarmsCommand,
    DisableAlarmActions: cloudwatch.DisableAlarmActionsCommand,
    EnableAlarmActions: cloudwatch.EnableAlarmActionsCommand,
    PutCompositeAlarm: cloudwatch.PutCompositeAlarmCommand,
    PutMetricAlarm: cloudwatch.PutMetricAlarmCommand,
  },
  logs: {
    DeleteQueryDefinition: logs.DeleteQueryDefinitionCommand,
    DeleteRetentionPolicy: logs.DeleteRetentionPolicyCommand,
    DescribeLogGroups: logs.DescribeLogGroupsCommand,
    DescribeQueryDefinitions: logs.DescribeQueryDefinitionsCommand,
    PutQueryDefinition: logs.PutQueryDefinitionCommand,
    PutRetentionPolicy: logs.PutRetentionPolicyCommand,
  },
  schemas: {
    CreateSchema: schemas.CreateSchemaCommand,
    DeleteSchema: schemas.DeleteSchemaCommand,
    DescribeSchema: schemas.DescribeSchemaCommand,
    UpdateSchema: schemas.UpdateSchemaCommand,
  },
  sqs: {
    GetQueueAttributes: sqs.GetQueueAttributesCommand,
    SetQueueAttributes: sqs.SetQueueAttributesCommand,
  },
};
