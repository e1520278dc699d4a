import { arn, sourceArn, type SampleEvent } from "./sample-event";

const operations = "Operations";
const identity = "Identity and voice";

export const operationEvents: SampleEvent[] = [
  {
    id: "cloudformation",
    label: "CloudFormation custom resource",
    group: operations,
    service: "cloudformation",
    event: (target) => ({
      RequestType: "Create",
      ResponseURL: "https://cloudformation.example.com/presigned-answer",
      StackId: sourceArn(
        target,
        "cloudformation",
        "stack/shop/5b918d10-cd98-11ea-90d5-0a9cd3354c10",
      ),
      RequestId: "${uuid}",
      ResourceType: "Custom::Seed",
      LogicalResourceId: "SeedOrders",
      ResourceProperties: { ServiceToken: target.functionArn, Table: "orders" },
    }),
  },
  {
    id: "codepipeline",
    label: "CodePipeline job",
    group: operations,
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
  },
  {
    id: "codecommit",
    label: "CodeCommit push",
    group: operations,
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
          userIdentityARN: `arn:aws:iam::${target.accountId}:user/mira`,
        },
      ],
    }),
  },
  {
    id: "config-rule",
    label: "Config rule",
    group: operations,
    service: "config",
    event: (target) => ({
      version: "1.0",
      invokingEvent: JSON.stringify({
        configurationItem: {
          resourceType: "AWS::Lambda::Function",
          resourceId: target.functionName,
          configurationItemStatus: "OK",
        },
        messageType: "ConfigurationItemChangeNotification",
      }),
      ruleParameters: JSON.stringify({ maximumMemory: "1024" }),
      resultToken: "EXAMPLE",
      eventLeftScope: false,
      configRuleName: "lambda-memory",
      configRuleArn: arn(target, "config", "config-rule/config-rule-0abc12"),
      configRuleId: "config-rule-0abc12",
      accountId: target.accountId,
      executionRoleArn: `arn:aws:iam::${target.accountId}:role/config`,
    }),
  },
  {
    id: "secrets-rotation",
    label: "Secrets Manager rotation",
    group: operations,
    service: "secretsmanager",
    event: (target) => ({
      Step: "createSecret",
      SecretId: sourceArn(target, "secretsmanager", "secret:shop/database-a1b2c3"),
      ClientRequestToken: "${uuid}",
      RotationToken: "${uuid}",
    }),
  },
  {
    id: "iot-rule",
    label: "IoT rule",
    group: operations,
    service: "iot",
    event: () => ({
      deviceId: "sensor-17",
      temperatureCelsius: 21.4,
      batteryPercent: 87,
      timestamp: "${nowMs}",
    }),
  },
  {
    id: "cognito-pre-sign-up",
    label: "Cognito pre sign-up",
    group: identity,
    service: "cognito-idp",
    event: (target) => ({
      version: "1",
      region: target.region,
      userPoolId: `${target.region}_aBcDeFgHi`,
      userName: "mira",
      callerContext: { awsSdkVersion: "aws-sdk-js-3", clientId: "7lhlkkfbfb4q5kpp90urffao" },
      triggerSource: "PreSignUp_SignUp",
      request: {
        userAttributes: { email: "mira@example.com" },
        validationData: null,
      },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    }),
  },
  {
    id: "alexa-intent",
    label: "Alexa intent",
    group: identity,
    service: "alexa-appkit",
    event: () => ({
      version: "1.0",
      session: {
        new: true,
        sessionId: "amzn1.echo-api.session.${uuid}",
        application: { applicationId: "amzn1.ask.skill.example" },
        attributes: {},
        user: { userId: "amzn1.ask.account.EXAMPLE" },
      },
      context: {
        System: {
          application: { applicationId: "amzn1.ask.skill.example" },
          user: { userId: "amzn1.ask.account.EXAMPLE" },
          device: { supportedInterfaces: {} },
        },
      },
      request: {
        type: "IntentRequest",
        requestId: "amzn1.echo-api.request.${uuid}",
        timestamp: "${nowIso}",
        locale: "en-GB",
        intent: {
          name: "OrderStatus",
          confirmationStatus: "NONE",
          slots: {
            orderId: { name: "orderId", value: "5590217", confirmationStatus: "NONE" },
          },
        },
      },
    }),
  },
  {
    id: "lex-v2",
    label: "Lex V2 fulfilment",
    group: identity,
    service: "lexv2",
    event: () => ({
      messageVersion: "1.0",
      invocationSource: "FulfillmentCodeHook",
      inputMode: "Text",
      responseContentType: "text/plain; charset=utf-8",
      sessionId: "${uuid}",
      inputTranscript: "where is order 5590217",
      bot: {
        id: "ABCDEFGHIJ",
        name: "Shop",
        aliasId: "TSTALIASID",
        localeId: "en_GB",
        version: "DRAFT",
      },
      interpretations: [
        {
          intent: { name: "OrderStatus", slots: {}, state: "ReadyForFulfillment" },
          nluConfidence: 0.94,
        },
      ],
      sessionState: {
        activeContexts: [],
        sessionAttributes: {},
        intent: {
          name: "OrderStatus",
          confirmationState: "None",
          state: "ReadyForFulfillment",
          slots: {
            orderId: {
              shape: "Scalar",
              value: {
                originalValue: "5590217",
                interpretedValue: "5590217",
                resolvedValues: ["5590217"],
              },
            },
          },
        },
      },
    }),
  },
  {
    id: "connect",
    label: "Connect contact flow",
    group: identity,
    service: "connect",
    event: (target) => ({
      Name: "ContactFlowEvent",
      Details: {
        ContactData: {
          Attributes: {},
          Channel: "VOICE",
          ContactId: "${uuid}",
          CustomerEndpoint: { Address: "+15555550100", Type: "TELEPHONE_NUMBER" },
          InitialContactId: "${uuid}",
          InitiationMethod: "INBOUND",
          InstanceARN: sourceArn(
            target,
            "connect",
            "instance/9308c2a1-9bc6-4cea-8290-6c0b4a6d38fa",
          ),
          MediaStreams: {},
          PreviousContactId: "",
          Queue: null,
          SystemEndpoint: { Address: "+15555550199", Type: "TELEPHONE_NUMBER" },
        },
        Parameters: { orderId: "o_5590217" },
      },
    }),
  },
];
