import { asText } from "../json-place";
import {
  arn,
  choice,
  type EventTarget,
  iamArn,
  json,
  line,
  nameInArn,
  type SampleEvent,
  sourceArn,
} from "./sample-event";

const group = "Operations";

function configEvent(target: EventTarget, invokingEvent: object): object {
  return {
    version: "1.0",
    invokingEvent: JSON.stringify(invokingEvent),
    ruleParameters: JSON.stringify({ maximumMemory: "1024" }),
    resultToken: "EXAMPLE",
    eventLeftScope: false,
    configRuleName: "lambda-memory",
    configRuleArn: arn(target, "config", "config-rule/config-rule-0abc12"),
    configRuleId: "config-rule-0abc12",
    accountId: target.accountId,
    executionRoleArn: iamArn(target, "role/config"),
  };
}

const configFields = () => [
  line("Rule", "configRuleName"),
  json("Rule parameters", "ruleParameters", asText),
];

function customResource(target: EventTarget, RequestType: "Create" | "Update" | "Delete"): object {
  const properties = { ServiceToken: target.functionArn, Table: "orders" };
  return {
    RequestType,
    ResponseURL: "https://cloudformation.example.com/presigned-answer",
    StackId: sourceArn(target, "cloudformation", "stack/shop/5b918d10-cd98-11ea-90d5-0a9cd3354c10"),
    RequestId: "${uuid}",
    ResourceType: "Custom::Seed",
    LogicalResourceId: "SeedOrders",
    ...(RequestType !== "Create" && { PhysicalResourceId: "seed-orders-1" }),
    ResourceProperties: properties,
    ...(RequestType === "Update" && {
      OldResourceProperties: { ...properties, Table: "orders-v1" },
    }),
  };
}

function customResourceSample(RequestType: "Create" | "Update" | "Delete"): SampleEvent {
  return {
    id: `cloudformation${RequestType === "Create" ? "" : `-${RequestType.toLowerCase()}`}`,
    label: `CloudFormation custom resource${RequestType === "Create" ? "" : `, ${RequestType.toLowerCase()}`}`,
    group,
    service: "cloudformation",
    event: (target) => customResource(target, RequestType),
    fields: () => [
      line("Resource type", "ResourceType"),
      line("Logical id", "LogicalResourceId"),
      json("Properties", "ResourceProperties"),
      ...(RequestType === "Create" ? [] : [line("Physical id", "PhysicalResourceId")]),
      ...(RequestType === "Update" ? [json("Old properties", "OldResourceProperties")] : []),
      line("Answer to", "ResponseURL"),
    ],
  };
}

export const operationEvents: SampleEvent[] = [
  customResourceSample("Create"),
  customResourceSample("Update"),
  customResourceSample("Delete"),
  {
    id: "codepipeline",
    label: "CodePipeline job",
    group,
    service: "codepipeline",
    event: (target) => ({
      "CodePipeline.job": {
        id: "${uuid}",
        accountId: target.accountId,
        data: {
          actionConfiguration: {
            configuration: { FunctionName: target.functionName, UserParameters: "prod" },
          },
          inputArtifacts: [
            {
              location: {
                s3Location: { bucketName: "acme-pipeline", objectKey: "shop/source/9c41e7b2.zip" },
                type: "S3",
              },
              revision: null,
              name: "source",
            },
          ],
          outputArtifacts: [],
          artifactCredentials: {
            accessKeyId: "EXAMPLE",
            secretAccessKey: "EXAMPLE",
            sessionToken: "EXAMPLE",
          },
        },
      },
    }),
    fields: () => {
      const data = ["CodePipeline.job", "data"] as const;
      const source = [...data, "inputArtifacts", 0, "location", "s3Location"] as const;
      return [
        line("User parameters", ...data, "actionConfiguration", "configuration", "UserParameters"),
        line("Bucket", ...source, "bucketName"),
        line("Key", ...source, "objectKey"),
        line("Job id", "CodePipeline.job", "id"),
      ];
    },
  },
  {
    id: "codecommit",
    label: "CodeCommit push",
    group,
    service: "codecommit",
    event: (target) => ({
      Records: [
        {
          awsRegion: target.region,
          codecommit: {
            references: [
              { commit: "5e21bb07c3a95f1077b3c4f19d3a07f0a6e915c0", ref: "refs/heads/main" },
            ],
          },
          eventId: "${uuid}",
          eventName: "ReferenceChanges",
          eventPartNumber: 1,
          eventSource: "aws:codecommit",
          eventSourceARN: sourceArn(target, "codecommit", "shop"),
          eventTime: "${nowIso}",
          eventTotalParts: 1,
          eventTriggerConfigId: "1b2a6c9e-0000-4000-8000-5f1c9d7d1c0f",
          eventTriggerName: "on-push",
          eventVersion: "1.0",
          userIdentityARN: iamArn(target, "user/mira"),
        },
      ],
    }),
    fields: () => {
      const reference = ["Records", 0, "codecommit", "references", 0] as const;
      return [
        nameInArn("Repository", "Records", 0, "eventSourceARN"),
        line("Reference", ...reference, "ref"),
        line("Commit", ...reference, "commit"),
      ];
    },
  },
  {
    id: "codedeploy-hook",
    label: "CodeDeploy lifecycle hook",
    group,
    service: "codedeploy",
    event: () => ({ DeploymentId: "d-EXAMPLE11", LifecycleEventHookExecutionId: "EXAMPLE" }),
    fields: () => [
      line("Deployment", "DeploymentId"),
      line("Hook execution", "LifecycleEventHookExecutionId"),
    ],
  },
  {
    id: "config-rule",
    label: "Config rule",
    group,
    service: "config",
    event: (target) =>
      configEvent(target, {
        configurationItem: {
          resourceType: "AWS::Lambda::Function",
          resourceId: target.functionName,
          configurationItemStatus: "OK",
        },
        messageType: "ConfigurationItemChangeNotification",
      }),
    fields: () => {
      const item = ["invokingEvent", asText, "configurationItem"] as const;
      return [
        line("Resource type", ...item, "resourceType"),
        line("Resource id", ...item, "resourceId"),
        choice(
          "Status",
          ["OK", "ResourceDiscovered", "ResourceDeleted", "ResourceNotRecorded"],
          ...item,
          "configurationItemStatus",
        ),
        ...configFields(),
      ];
    },
  },
  {
    id: "config-periodic",
    label: "Config rule, periodic",
    group,
    service: "config",
    event: (target) =>
      configEvent(target, {
        awsAccountId: target.accountId,
        notificationCreationTime: "2026-11-26T14:31:58.000Z",
        messageType: "ScheduledNotification",
        recordVersion: "1.0",
      }),
    fields: () => [
      line("Account", "invokingEvent", asText, "awsAccountId"),
      line("Notified at", "invokingEvent", asText, "notificationCreationTime"),
      ...configFields(),
    ],
  },
];
