import { asText } from "../json-place";
import {
  account,
  anything,
  arn,
  bool,
  exactly,
  free,
  hex,
  int,
  list,
  message,
  num,
  obj,
  oneOf,
  only,
  opt,
  orNull,
  region,
  type Shape,
  type SourceShape,
  str,
  time,
  url,
} from "./shape";

const resource = (RequestType: string, more: Record<string, Shape> = {}) =>
  only(
    obj({
      RequestType: exactly(RequestType),
      ResponseURL: url,
      StackId: arn,
      RequestId: str,
      ResourceType: str,
      LogicalResourceId: str,
      ResourceProperties: free,
      ServiceToken: opt(arn),
      ...more,
    }),
  );

const config = (invokingEvent: Shape) =>
  only(
    obj({
      version: exactly("1.0"),
      invokingEvent: message(asText, invokingEvent),
      ruleParameters: message(asText, free),
      resultToken: str,
      eventLeftScope: bool,
      configRuleName: str,
      configRuleArn: arn,
      configRuleId: str,
      accountId: account,
      executionRoleArn: arn,
    }),
  );

const artifact = obj({
  location: obj({
    s3Location: obj({ bucketName: str, objectKey: str }),
    type: exactly("S3"),
  }),
  revision: orNull(str),
  name: str,
});

export const operationShapes: Record<string, SourceShape> = {
  cloudformation: resource("Create"),
  "cloudformation-update": resource("Update", {
    PhysicalResourceId: str,
    OldResourceProperties: free,
  }),
  "cloudformation-delete": resource("Delete", { PhysicalResourceId: str }),
  codepipeline: only(
    obj({
      "CodePipeline.job": obj({
        id: str,
        accountId: account,
        data: obj({
          actionConfiguration: obj({
            configuration: obj({ FunctionName: str, UserParameters: opt(str) }),
          }),
          inputArtifacts: list(artifact),
          outputArtifacts: list(artifact),
          artifactCredentials: obj({
            accessKeyId: str,
            secretAccessKey: str,
            sessionToken: str,
            expirationTime: opt(num),
          }),
          continuationToken: opt(str),
          encryptionKey: opt(free),
        }),
      }),
    }),
  ),
  codecommit: only(
    obj({
      Records: list(
        obj({
          awsRegion: region,
          codecommit: obj({
            references: list(
              obj({ commit: hex, created: opt(bool), deleted: opt(bool), ref: str }),
            ),
          }),
          customData: opt(str),
          eventId: str,
          eventName: str,
          eventPartNumber: int,
          eventSource: exactly("aws:codecommit"),
          eventSourceARN: arn,
          eventTime: time,
          eventTotalParts: int,
          eventTriggerConfigId: str,
          eventTriggerName: str,
          eventVersion: str,
          userIdentityARN: arn,
        }),
      ),
    }),
  ),
  "codedeploy-hook": only(obj({ DeploymentId: str, LifecycleEventHookExecutionId: str })),
  "config-rule": config(
    obj({
      configurationItem: free,
      configurationItemDiff: opt(anything),
      notificationCreationTime: opt(time),
      messageType: oneOf([
        "ConfigurationItemChangeNotification",
        "OversizedConfigurationItemChangeNotification",
      ]),
      recordVersion: opt(str),
    }),
  ),
  "config-periodic": config(
    obj({
      awsAccountId: account,
      notificationCreationTime: time,
      messageType: exactly("ScheduledNotification"),
      recordVersion: str,
    }),
  ),
  "secrets-rotation": only(
    obj({
      Step: oneOf(["createSecret", "setSecret", "testSecret", "finishSecret"]),
      SecretId: arn,
      ClientRequestToken: str,
      RotationToken: opt(str),
    }),
  ),
  // A rule's SELECT makes what it likes of a message.
  "iot-rule": only(free),
  "iot-button": only(
    obj({
      serialNumber: str,
      clickType: oneOf(["SINGLE", "DOUBLE", "LONG"]),
      batteryVoltage: str,
    }),
  ),
  "batch-job": only(
    obj({ jobName: str, jobQueue: str, jobDefinition: str, parameters: opt(free) }),
  ),
  "ground-truth": only(
    obj({
      version: exactly("2018-10-16"),
      labelingJobArn: arn,
      dataObject: obj({ "source-ref": opt(str), source: opt(str) }),
    }),
  ),
  "lambda-destination": only(
    obj({
      version: exactly("1.0"),
      timestamp: time,
      requestContext: obj({
        requestId: str,
        functionArn: arn,
        condition: oneOf([
          "Success",
          "RetriesExhausted",
          "EventAgeExceeded",
          "ZeroReservedConcurrency",
        ]),
        approximateInvokeCount: int,
      }),
      requestPayload: anything,
      responseContext: orNull(
        obj({ statusCode: int, executedVersion: str, functionError: opt(orNull(str)) }),
      ),
      responsePayload: opt(anything),
    }),
  ),
};
