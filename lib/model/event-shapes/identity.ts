import * as z from "zod/mini";
import {
  anything,
  arn,
  bool,
  either,
  exactly,
  free,
  list,
  num,
  obj,
  oneOf,
  only,
  opt,
  orNull,
  region,
  type Shape,
  str,
  type SourceShape,
  strings,
  time,
} from "./shape";

const pool = (trigger: RegExp, request: Record<string, Shape>, response: Record<string, Shape>) =>
  only(
    obj({
      version: str,
      region,
      userPoolId: str,
      userName: str,
      callerContext: obj({ awsSdkVersion: str, clientId: str }),
      triggerSource: str.check(z.regex(trigger, { error: "a trigger of this kind" })),
      request: obj({ ...request, clientMetadata: opt(orNull(strings)) }),
      response: obj(response),
    }),
  );

const userAttributes = strings;
const validationData = opt(orNull(strings));

const alexa = (request: Record<string, Shape>) =>
  only(
    obj({
      version: str,
      session: obj({
        new: bool,
        sessionId: str,
        application: obj({ applicationId: str }),
        attributes: opt(free),
        user: obj({ userId: str, accessToken: opt(str) }),
      }),
      context: obj({
        System: obj({
          application: obj({ applicationId: str }),
          user: obj({ userId: str, accessToken: opt(str) }),
          device: opt(obj({ deviceId: opt(str), supportedInterfaces: free })),
          apiEndpoint: opt(str),
          apiAccessToken: opt(str),
        }),
        AudioPlayer: opt(free),
      }),
      request: obj({ requestId: str, timestamp: time, locale: str, ...request }),
    }),
  );

const home = (namespace: string, names: string[], header: object, rest: object) =>
  only(
    obj({
      directive: obj({
        header: obj({
          namespace: exactly(namespace),
          name: oneOf(names),
          payloadVersion: exactly("3"),
          messageId: str,
          ...header,
        }),
        ...rest,
      }),
    }),
  );

const token = obj({ type: str, token: str });
const lexSource = oneOf(["DialogCodeHook", "FulfillmentCodeHook"]);
const phone = orNull(obj({ Address: str, Type: str }));

const lexIntent = (more: Record<string, Shape>) =>
  obj({
    name: str,
    slots: free,
    state: str,
    confirmationState: opt(str),
    kendraResponse: opt(anything),
    ...more,
  });

export const identityShapes: Record<string, SourceShape> = {
  "cognito-pre-sign-up": pool(
    /^PreSignUp_/,
    { userAttributes, validationData },
    { autoConfirmUser: bool, autoVerifyEmail: bool, autoVerifyPhone: bool },
  ),
  "cognito-post-confirmation": pool(/^PostConfirmation_/, { userAttributes }, {}),
  "cognito-pre-authentication": pool(
    /^PreAuthentication_/,
    { userAttributes, validationData, userNotFound: opt(bool) },
    {},
  ),
  "cognito-post-authentication": pool(
    /^PostAuthentication_/,
    { userAttributes, newDeviceUsed: bool },
    {},
  ),
  "cognito-pre-token": pool(
    /^TokenGeneration_/,
    {
      userAttributes,
      groupConfiguration: obj({
        groupsToOverride: orNull(list(str)),
        iamRolesToOverride: orNull(list(str)),
        preferredRole: orNull(str),
      }),
      scopes: opt(list(str)),
    },
    { claimsOverrideDetails: opt(orNull(free)), claimsAndScopeOverrideDetails: opt(orNull(free)) },
  ),
  "cognito-custom-message": pool(
    /^CustomMessage_/,
    {
      userAttributes,
      codeParameter: str,
      usernameParameter: orNull(str),
      linkParameter: opt(str),
    },
    { smsMessage: orNull(str), emailMessage: orNull(str), emailSubject: orNull(str) },
  ),
  "cognito-define-challenge": pool(
    /^DefineAuthChallenge_/,
    {
      userAttributes,
      session: list(
        obj({ challengeName: str, challengeResult: bool, challengeMetadata: opt(orNull(str)) }),
      ),
      userNotFound: opt(bool),
    },
    {
      challengeName: orNull(str),
      issueTokens: orNull(bool),
      failAuthentication: orNull(bool),
    },
  ),
  "cognito-migrate-user": pool(
    /^UserMigration_/,
    { password: str, validationData },
    {
      userAttributes: orNull(strings),
      finalUserStatus: orNull(str),
      messageAction: orNull(str),
      desiredDeliveryMediums: orNull(list(str)),
      forceAliasCreation: orNull(bool),
    },
  ),
  "cognito-sync": only(
    obj({
      version: num,
      eventType: exactly("SyncTrigger"),
      region,
      identityPoolId: str,
      identityId: str,
      datasetName: str,
      datasetRecords: z.record(
        str,
        obj({ oldValue: opt(str), newValue: opt(str), op: oneOf(["replace", "remove"]) }),
      ),
    }),
  ),
  "alexa-launch": alexa({ type: exactly("LaunchRequest") }),
  "alexa-intent": alexa({
    type: exactly("IntentRequest"),
    dialogState: opt(str),
    intent: obj({ name: str, confirmationStatus: str, slots: opt(free) }),
  }),
  "alexa-end": alexa({
    type: exactly("SessionEndedRequest"),
    reason: oneOf(["USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS"]),
    error: opt(obj({ type: str, message: str })),
  }),
  "alexa-home-discovery": home(
    "Alexa.Discovery",
    ["Discover"],
    {},
    { payload: obj({ scope: token }) },
  ),
  "alexa-home-power": home(
    "Alexa.PowerController",
    ["TurnOn", "TurnOff"],
    { correlationToken: str },
    { endpoint: obj({ scope: token, endpointId: str, cookie: strings }), payload: free },
  ),
  lex: only(
    obj({
      messageVersion: exactly("1.0"),
      invocationSource: lexSource,
      userId: str,
      sessionAttributes: orNull(strings),
      requestAttributes: orNull(strings),
      bot: obj({ name: str, alias: orNull(str), version: str }),
      outputDialogMode: oneOf(["Text", "Voice"]),
      currentIntent: obj({
        name: str,
        slots: z.record(str, orNull(str)),
        slotDetails: opt(free),
        confirmationStatus: oneOf(["None", "Confirmed", "Denied"]),
      }),
      inputTranscript: opt(str),
      recentIntentSummaryView: opt(list(anything)),
    }),
  ),
  "lex-v2": only(
    obj({
      messageVersion: exactly("1.0"),
      invocationSource: lexSource,
      inputMode: oneOf(["Text", "Speech", "DTMF"]),
      responseContentType: str,
      sessionId: str,
      inputTranscript: str,
      invocationLabel: opt(str),
      bot: obj({
        id: str,
        name: str,
        aliasId: str,
        aliasName: opt(str),
        localeId: str,
        version: str,
      }),
      interpretations: list(
        obj({
          intent: lexIntent({}),
          nluConfidence: opt(either([num, obj({ score: num })])),
          interpretationSource: opt(str),
          sentimentResponse: opt(free),
        }),
      ),
      proposedNextState: opt(free),
      requestAttributes: opt(strings),
      sessionState: obj({
        activeContexts: opt(list(anything)),
        sessionAttributes: opt(strings),
        runtimeHints: opt(free),
        dialogAction: opt(free),
        intent: lexIntent({}),
        originatingRequestId: opt(str),
      }),
      transcriptions: opt(list(anything)),
    }),
  ),
  connect: only(
    obj({
      Name: exactly("ContactFlowEvent"),
      Details: obj({
        ContactData: obj({
          Attributes: strings,
          Channel: oneOf(["VOICE", "CHAT", "TASK", "EMAIL"]),
          ContactId: str,
          CustomerEndpoint: phone,
          CustomerId: opt(orNull(str)),
          Description: opt(orNull(str)),
          InitialContactId: str,
          InitiationMethod: str,
          InstanceARN: arn,
          LanguageCode: opt(str),
          MediaStreams: free,
          Name: opt(orNull(str)),
          PreviousContactId: str,
          Queue: orNull(obj({ ARN: arn, Name: str, OutboundCallerId: opt(anything) })),
          References: opt(free),
          SystemEndpoint: phone,
        }),
        Parameters: strings,
      }),
    }),
  ),
};
