import { notificationType } from "../expand-inline";
import type { Kind } from "../kind";
import { activityKind } from "./activity";
import { alarmKind } from "./alarm";
import { aliasKind } from "./alias";
import { bucketNotificationsKind } from "./bucket-notifications";
import { bucketKind } from "./bucket";
import { eventBusKind } from "./event-bus";
import { eventInvokeConfigKind } from "./event-invoke-config";
import { eventSourceMappingKind } from "./event-source-mapping";
import { functionUrlKind } from "./function-url";
import { functionKind } from "./function";
import { httpApiKind } from "./http-api/api";
import { apiDeploymentKind } from "./http-api/deployment";
import {
  apiAuthorizerKind,
  apiIntegrationKind,
  apiIntegrationResponseKind,
  apiModelKind,
  apiRouteKind,
  apiRouteResponseKind,
  apiStageKind,
} from "./http-api/parts";
import { layerKind } from "./layer";
import { logGroupKind } from "./log-group";
import { permissionKind } from "./permission";
import { parameterKind } from "./parameter";
import { queueKind } from "./queue";
import { bucketPolicyKind, queuePolicyKind, topicPolicyKind } from "./resource-policies";
import { restApiKind } from "./rest-api/api";
import { restApiKeyKind } from "./rest-api/api-key";
import { restDeploymentKind } from "./rest-api/deployment";
import { restMethodKind } from "./rest-api/method";
import {
  restAuthorizerKind,
  restGatewayResponseKind,
  restModelKind,
  restValidatorKind,
} from "./rest-api/parts";
import { restResourceKind } from "./rest-api/resource";
import { restStageKind } from "./rest-api/stage";
import { restUsagePlanKeyKind, restUsagePlanKind } from "./rest-api/usage-plan";
import { ruleKind } from "./rule";
import { scheduleGroupKind } from "./schedule-group";
import { scheduleKind } from "./schedule";
import { secretKind } from "./secret";
import { stateMachineKind } from "./state-machine";
import { streamConsumerKind } from "./stream-consumer";
import { streamKind } from "./stream";
import { subscriptionFilterKind } from "./subscription-filter";
import { subscriptionKind } from "./subscription";
import { tableKind } from "./table";
import { topicKind } from "./topic";
import { versionKind } from "./version";

/** The types that are deployed; what refers to nothing of the other comes in this order. */
export const kinds: ReadonlyMap<string, Kind> = new Map([
  ["AWS::SSM::Parameter", parameterKind],
  ["AWS::SecretsManager::Secret", secretKind],
  ["AWS::SQS::Queue", queueKind],
  ["AWS::SNS::Topic", topicKind],
  ["AWS::Kinesis::Stream", streamKind],
  ["AWS::Kinesis::StreamConsumer", streamConsumerKind],
  ["AWS::S3::Bucket", bucketKind],
  ["AWS::DynamoDB::Table", tableKind],
  ["AWS::Events::EventBus", eventBusKind],
  ["AWS::Logs::LogGroup", logGroupKind],
  ["AWS::Scheduler::ScheduleGroup", scheduleGroupKind],
  ["AWS::ApiGatewayV2::Api", httpApiKind],
  ["AWS::ApiGateway::RestApi", restApiKind],
  ["AWS::Lambda::LayerVersion", layerKind],
  ["AWS::Lambda::Function", functionKind],
  ["AWS::Lambda::Version", versionKind],
  ["AWS::Lambda::Alias", aliasKind],
  ["AWS::Lambda::EventInvokeConfig", eventInvokeConfigKind],
  ["AWS::Lambda::Url", functionUrlKind],
  ["AWS::StepFunctions::Activity", activityKind],
  ["AWS::StepFunctions::StateMachine", stateMachineKind],
  ["AWS::Lambda::Permission", permissionKind],
  ["AWS::SQS::QueuePolicy", queuePolicyKind],
  ["AWS::SNS::TopicPolicy", topicPolicyKind],
  ["AWS::S3::BucketPolicy", bucketPolicyKind],
  ["AWS::Events::Rule", ruleKind],
  ["AWS::Scheduler::Schedule", scheduleKind],
  ["AWS::SNS::Subscription", subscriptionKind],
  [notificationType, bucketNotificationsKind],
  ["AWS::Lambda::EventSourceMapping", eventSourceMappingKind],
  ["AWS::Logs::SubscriptionFilter", subscriptionFilterKind],
  ["AWS::ApiGatewayV2::Authorizer", apiAuthorizerKind],
  ["AWS::ApiGatewayV2::Model", apiModelKind],
  ["AWS::ApiGatewayV2::Integration", apiIntegrationKind],
  ["AWS::ApiGatewayV2::IntegrationResponse", apiIntegrationResponseKind],
  ["AWS::ApiGatewayV2::Route", apiRouteKind],
  ["AWS::ApiGatewayV2::RouteResponse", apiRouteResponseKind],
  ["AWS::ApiGatewayV2::Deployment", apiDeploymentKind],
  ["AWS::ApiGatewayV2::Stage", apiStageKind],
  ["AWS::ApiGateway::Authorizer", restAuthorizerKind],
  ["AWS::ApiGateway::Model", restModelKind],
  ["AWS::ApiGateway::RequestValidator", restValidatorKind],
  ["AWS::ApiGateway::GatewayResponse", restGatewayResponseKind],
  ["AWS::ApiGateway::Resource", restResourceKind],
  ["AWS::ApiGateway::Method", restMethodKind],
  ["AWS::ApiGateway::Deployment", restDeploymentKind],
  ["AWS::ApiGateway::Stage", restStageKind],
  ["AWS::ApiGateway::ApiKey", restApiKeyKind],
  ["AWS::ApiGateway::UsagePlan", restUsagePlanKind],
  ["AWS::ApiGateway::UsagePlanKey", restUsagePlanKeyKind],
  ["AWS::CloudWatch::Alarm", alarmKind],
]);

/** Why a type is skipped, where there is more to say than that it is not known. */
export function whySkipped(type: string): string {
  const service = type.split("::")[1] ?? "";
  return reasons[type] ?? reasons[`AWS::${service}`] ?? `${type} is not a part of the local cloud`;
}

const reasons: Readonly<Record<string, string>> = {
  "AWS::IAM": "permissions are not checked here; what refers to it gets its ARN",
  "AWS::Events::EventBusPolicy": "there is one account here, and its buses are open to it",
  "AWS::ApiGateway": "the local cloud's REST APIs have no such part",
  "AWS::ApiGatewayV2": "the local cloud's APIs have no such part",
  "AWS::Serverless::Application": "nested applications are not deployed; deploy their template",
  "AWS::Serverless::Connector": "permissions are not checked here",
  "AWS::CloudFormation": "nested stacks and custom resources are not deployed",
  "AWS::StepFunctions": "state machines have no versions, aliases and activities here",
  "AWS::SecretsManager": "secrets are not rotated, and their policies are not judged",
  "AWS::SSM": "of Systems Manager there is only the Parameter Store here",
  "AWS::Cognito": "there is no Cognito here",
  "AWS::CDK::Metadata": "it describes the template to AWS",
};
