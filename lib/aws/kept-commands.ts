import * as apigateway from "@aws-sdk/client-api-gateway";
import * as apigatewayv2 from "@aws-sdk/client-apigatewayv2";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as events from "@aws-sdk/client-eventbridge";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as schemas from "@aws-sdk/client-schemas";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import type { CloudCall } from "@/lib/model/change";

type KeptCommands = typeof keptCommands;

/** A call as data, its input checked by the compiler like one that is sent at once. */
export function keptCall<
  Service extends keyof KeptCommands,
  Command extends keyof KeptCommands[Service] & string,
>(service: Service, command: Command, input: InputOf<KeptCommands[Service][Command]>): CloudCall {
  return { service, command, input: { ...(input as object) } };
}

type InputOf<Command> = Command extends new (input: infer Input) => unknown
  ? Input & object
  : never;

/** The commands that are kept as data, in the journal and in the steps of a change. */
export const keptCommands = {
  lambda: {
    AddPermission: lambda.AddPermissionCommand,
    CreateAlias: lambda.CreateAliasCommand,
    CreateEventSourceMapping: lambda.CreateEventSourceMappingCommand,
    CreateFunctionUrlConfig: lambda.CreateFunctionUrlConfigCommand,
    DeleteAlias: lambda.DeleteAliasCommand,
    DeleteEventSourceMapping: lambda.DeleteEventSourceMappingCommand,
    DeleteFunction: lambda.DeleteFunctionCommand,
    DeleteFunctionConcurrency: lambda.DeleteFunctionConcurrencyCommand,
    DeleteFunctionEventInvokeConfig: lambda.DeleteFunctionEventInvokeConfigCommand,
    DeleteFunctionUrlConfig: lambda.DeleteFunctionUrlConfigCommand,
    DeleteProvisionedConcurrencyConfig: lambda.DeleteProvisionedConcurrencyConfigCommand,
    GetAlias: lambda.GetAliasCommand,
    GetEventSourceMapping: lambda.GetEventSourceMappingCommand,
    GetFunctionConcurrency: lambda.GetFunctionConcurrencyCommand,
    GetFunctionConfiguration: lambda.GetFunctionConfigurationCommand,
    GetFunctionEventInvokeConfig: lambda.GetFunctionEventInvokeConfigCommand,
    GetFunctionUrlConfig: lambda.GetFunctionUrlConfigCommand,
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
    UpdateFunctionUrlConfig: lambda.UpdateFunctionUrlConfigCommand,
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
  events: {
    DeleteRule: events.DeleteRuleCommand,
    DescribeRule: events.DescribeRuleCommand,
    DisableRule: events.DisableRuleCommand,
    EnableRule: events.EnableRuleCommand,
    ListTargetsByRule: events.ListTargetsByRuleCommand,
    PutRule: events.PutRuleCommand,
    PutTargets: events.PutTargetsCommand,
    RemoveTargets: events.RemoveTargetsCommand,
  },
  scheduler: {
    CreateSchedule: scheduler.CreateScheduleCommand,
    DeleteSchedule: scheduler.DeleteScheduleCommand,
    GetSchedule: scheduler.GetScheduleCommand,
    UpdateSchedule: scheduler.UpdateScheduleCommand,
  },
  sns: {
    CreateTopic: sns.CreateTopicCommand,
    DeleteTopic: sns.DeleteTopicCommand,
    GetSubscriptionAttributes: sns.GetSubscriptionAttributesCommand,
    GetTopicAttributes: sns.GetTopicAttributesCommand,
    SetSubscriptionAttributes: sns.SetSubscriptionAttributesCommand,
    Subscribe: sns.SubscribeCommand,
    Unsubscribe: sns.UnsubscribeCommand,
  },
  s3: {
    CreateBucket: s3.CreateBucketCommand,
    DeleteBucket: s3.DeleteBucketCommand,
    GetBucketNotificationConfiguration: s3.GetBucketNotificationConfigurationCommand,
    HeadBucket: s3.HeadBucketCommand,
    PutBucketNotificationConfiguration: s3.PutBucketNotificationConfigurationCommand,
  },
  apigatewayv2: {
    CreateApi: apigatewayv2.CreateApiCommand,
    CreateDeployment: apigatewayv2.CreateDeploymentCommand,
    CreateIntegration: apigatewayv2.CreateIntegrationCommand,
    CreateRoute: apigatewayv2.CreateRouteCommand,
    CreateRouteResponse: apigatewayv2.CreateRouteResponseCommand,
    CreateStage: apigatewayv2.CreateStageCommand,
    DeleteApi: apigatewayv2.DeleteApiCommand,
    DeleteIntegration: apigatewayv2.DeleteIntegrationCommand,
    DeleteRoute: apigatewayv2.DeleteRouteCommand,
    DeleteRouteResponse: apigatewayv2.DeleteRouteResponseCommand,
    DeleteStage: apigatewayv2.DeleteStageCommand,
    GetApi: apigatewayv2.GetApiCommand,
    GetIntegration: apigatewayv2.GetIntegrationCommand,
    GetRoute: apigatewayv2.GetRouteCommand,
    GetRouteResponse: apigatewayv2.GetRouteResponseCommand,
    GetStage: apigatewayv2.GetStageCommand,
    UpdateIntegration: apigatewayv2.UpdateIntegrationCommand,
    UpdateRoute: apigatewayv2.UpdateRouteCommand,
    UpdateStage: apigatewayv2.UpdateStageCommand,
  },
  apigateway: {
    CreateDeployment: apigateway.CreateDeploymentCommand,
    CreateResource: apigateway.CreateResourceCommand,
    CreateRestApi: apigateway.CreateRestApiCommand,
    CreateStage: apigateway.CreateStageCommand,
    DeleteIntegration: apigateway.DeleteIntegrationCommand,
    DeleteIntegrationResponse: apigateway.DeleteIntegrationResponseCommand,
    DeleteMethod: apigateway.DeleteMethodCommand,
    DeleteMethodResponse: apigateway.DeleteMethodResponseCommand,
    DeleteResource: apigateway.DeleteResourceCommand,
    DeleteRestApi: apigateway.DeleteRestApiCommand,
    DeleteStage: apigateway.DeleteStageCommand,
    GetMethod: apigateway.GetMethodCommand,
    GetResource: apigateway.GetResourceCommand,
    GetRestApi: apigateway.GetRestApiCommand,
    GetStage: apigateway.GetStageCommand,
    PutIntegration: apigateway.PutIntegrationCommand,
    PutIntegrationResponse: apigateway.PutIntegrationResponseCommand,
    PutMethod: apigateway.PutMethodCommand,
    PutMethodResponse: apigateway.PutMethodResponseCommand,
    UpdateStage: apigateway.UpdateStageCommand,
  },
};
