import {
  choice,
  type EventField,
  type EventTarget,
  json,
  line,
  type SampleEvent,
  sourceArn,
} from "./sample-event";

const group = "Identity and voice";

function poolEvent(target: EventTarget, triggerSource: string, request: object, response: object) {
  const pool = sourceArn(target, "cognito-idp", `userpool/${target.region}_aBcDeFgHi`);
  return {
    version: "1",
    region: target.region,
    userPoolId: pool.split("/")[1] ?? `${target.region}_aBcDeFgHi`,
    userName: "mira",
    callerContext: { awsSdkVersion: "aws-sdk-js-3", clientId: "7lhlkkfbfb4q5kpp90urffao" },
    triggerSource,
    request,
    response,
  };
}

const attributes = { sub: "9d2f6c1e-7a40-4b3c-8f51-2e6b8d0c4a77", email: "mira@example.com" };

/** One trigger of a Cognito user pool: its sources, and what it gets and answers. */
function poolSample(
  id: string,
  label: string,
  sources: [string, ...string[]],
  request: object,
  response: object,
  more: EventField[] = [],
): SampleEvent {
  return {
    id,
    label,
    group,
    service: "cognito-idp",
    event: (target) => poolEvent(target, sources[0], request, response),
    fields: () => [
      choice("Trigger", sources, "triggerSource"),
      line("User", "userName"),
      line("User pool", "userPoolId"),
      ...("userAttributes" in request
        ? [json("User attributes", "request", "userAttributes")]
        : []),
      ...more,
      line("Client", "callerContext", "clientId"),
    ],
  };
}

export const cognitoEvents: SampleEvent[] = [
  poolSample(
    "cognito-pre-sign-up",
    "Cognito pre sign-up",
    ["PreSignUp_SignUp", "PreSignUp_AdminCreateUser", "PreSignUp_ExternalProvider"],
    { userAttributes: { email: "mira@example.com" }, validationData: null },
    { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  ),
  poolSample(
    "cognito-post-confirmation",
    "Cognito post confirmation",
    ["PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword"],
    { userAttributes: attributes },
    {},
  ),
  poolSample(
    "cognito-pre-authentication",
    "Cognito pre authentication",
    ["PreAuthentication_Authentication"],
    { userAttributes: attributes, validationData: {}, userNotFound: false },
    {},
  ),
  poolSample(
    "cognito-post-authentication",
    "Cognito post authentication",
    ["PostAuthentication_Authentication"],
    { userAttributes: attributes, newDeviceUsed: false },
    {},
  ),
  poolSample(
    "cognito-pre-token",
    "Cognito pre token generation",
    [
      "TokenGeneration_Authentication",
      "TokenGeneration_HostedAuth",
      "TokenGeneration_RefreshTokens",
      "TokenGeneration_NewPasswordChallenge",
    ],
    {
      userAttributes: attributes,
      groupConfiguration: {
        groupsToOverride: ["staff"],
        iamRolesToOverride: [],
        preferredRole: null,
      },
    },
    { claimsOverrideDetails: null },
    [json("Groups", "request", "groupConfiguration", "groupsToOverride")],
  ),
  poolSample(
    "cognito-custom-message",
    "Cognito custom message",
    ["CustomMessage_SignUp", "CustomMessage_ForgotPassword", "CustomMessage_ResendCode"],
    {
      userAttributes: attributes,
      codeParameter: "{####}",
      usernameParameter: null,
      linkParameter: "{##Click here##}",
    },
    { smsMessage: null, emailMessage: null, emailSubject: null },
  ),
  poolSample(
    "cognito-define-challenge",
    "Cognito define auth challenge",
    ["DefineAuthChallenge_Authentication"],
    { userAttributes: attributes, session: [], userNotFound: false },
    { challengeName: null, issueTokens: null, failAuthentication: null },
    [json("Session", "request", "session")],
  ),
  poolSample(
    "cognito-migrate-user",
    "Cognito migrate user",
    ["UserMigration_Authentication", "UserMigration_ForgotPassword"],
    { password: "EXAMPLE", validationData: {}, clientMetadata: {} },
    {
      userAttributes: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
      forceAliasCreation: null,
    },
    [line("Password", "request", "password")],
  ),
  {
    id: "cognito-sync",
    label: "Cognito Sync",
    group,
    service: "cognito-sync",
    event: (target) => ({
      version: 2,
      eventType: "SyncTrigger",
      region: target.region,
      identityPoolId: `${target.region}:0a1b2c3d-0000-4000-8000-5f1c9d7d1c0f`,
      identityId: `${target.region}:1b2a6c9e-0000-4000-8000-5f1c9d7d1c0f`,
      datasetName: "settings",
      datasetRecords: { theme: { oldValue: "light", newValue: "dark", op: "replace" } },
    }),
    fields: () => [
      line("Dataset", "datasetName"),
      json("Records", "datasetRecords"),
      line("Identity", "identityId"),
    ],
  },
];
