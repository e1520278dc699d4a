import { notificationType } from "../expand-events";
import type { Kind } from "../kind";
import { alarmKind } from "./alarm";
import { aliasKind } from "./alias";
import { bucketNotificationsKind } from "./bucket-notifications";
import { bucketKind } from "./bucket";
import { eventBusKind } from "./event-bus";
import { eventInvokeConfigKind } from "./event-invoke-config";
import { eventSourceMappingKind } from "./event-source-mapping";
import { functionUrlKind } from "./function-url";
import { functionKind } from "./function";
import { layerKind } from "./layer";
import { logGroupKind } from "./log-group";
import { permissionKind } from "./permission";
import { queueKind } from "./queue";
import { ruleKind } from "./rule";
import { subscriptionFilterKind } from "./subscription-filter";
import { tableKind } from "./table";
import { versionKind } from "./version";

/** The types that are deployed, in the order in which they are made. */
export const kinds: ReadonlyMap<string, Kind> = new Map([
  ["AWS::SQS::Queue", queueKind],
  ["AWS::S3::Bucket", bucketKind],
  ["AWS::DynamoDB::Table", tableKind],
  ["AWS::Events::EventBus", eventBusKind],
  ["AWS::Logs::LogGroup", logGroupKind],
  ["AWS::Lambda::LayerVersion", layerKind],
  ["AWS::Lambda::Function", functionKind],
  ["AWS::Lambda::Version", versionKind],
  ["AWS::Lambda::Alias", aliasKind],
  ["AWS::Lambda::EventInvokeConfig", eventInvokeConfigKind],
  ["AWS::Lambda::Url", functionUrlKind],
  ["AWS::Lambda::Permission", permissionKind],
  ["AWS::Events::Rule", ruleKind],
  [notificationType, bucketNotificationsKind],
  ["AWS::Lambda::EventSourceMapping", eventSourceMappingKind],
  ["AWS::Logs::SubscriptionFilter", subscriptionFilterKind],
  ["AWS::CloudWatch::Alarm", alarmKind],
]);

/** Why a type is skipped, where there is more to say than that it is not known. */
export function whySkipped(type: string): string {
  const service = type.split("::")[1] ?? "";
  return reasons[type] ?? reasons[`AWS::${service}`] ?? `${type} is not a part of the local cloud`;
}

const noApi = "there is no API Gateway here; FunctionUrlConfig gives a function an address";
const reasons: Readonly<Record<string, string>> = {
  "AWS::IAM": "permissions are not checked here; what refers to it gets its ARN",
  "AWS::SQS::QueuePolicy": "permissions are not checked here",
  "AWS::S3::BucketPolicy": "permissions are not checked here",
  "AWS::SNS": "there is no SNS here; what refers to a topic gets its ARN",
  "AWS::Kinesis": "there is no Kinesis here",
  "AWS::ApiGateway": noApi,
  "AWS::ApiGatewayV2": noApi,
  "AWS::Serverless::Api": noApi,
  "AWS::Serverless::HttpApi": noApi,
  "AWS::Serverless::StateMachine": "there is no Step Functions here",
  "AWS::Serverless::Application": "nested applications are not deployed; deploy their template",
  "AWS::CloudFormation": "nested stacks and custom resources are not deployed",
  "AWS::StepFunctions": "there is no Step Functions here",
  "AWS::Scheduler": "there is no EventBridge Scheduler here; AWS::Events::Rule has schedules too",
  "AWS::Cognito": "there is no Cognito here",
  "AWS::CDK::Metadata": "it describes the template to AWS",
};
