import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

type Rules = Record<string, Constraint>;

const required: Constraint = { required: true };
const api: Rules = { ApiId: required };
const cors: Rules = { "CorsConfiguration.MaxAge": { min: -1, max: 86_400 } };
const addresses: Rules = { IpAddressType: { enum: ["ipv4", "dualstack"] } };
const authorizer: Rules = {
  AuthorizerType: { enum: ["REQUEST", "JWT"] },
  AuthorizerResultTtlInSeconds: { min: 0, max: 3600 },
};
const contentHandling: Rules = {
  ContentHandlingStrategy: { enum: ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"] },
};
const integration: Rules = {
  ...contentHandling,
  ConnectionType: { enum: ["INTERNET", "VPC_LINK"] },
  IntegrationType: { enum: ["AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"] },
  PassthroughBehavior: { enum: ["WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"] },
  TimeoutInMillis: { min: 50, max: 30_000 },
};
const route: Rules = { AuthorizationType: { enum: ["NONE", "AWS_IAM", "CUSTOM", "JWT"] } };
const level: Constraint = { enum: ["ERROR", "INFO", "OFF"] };
const stage: Rules = {
  "DefaultRouteSettings.LoggingLevel": level,
  "RouteSettings{value}.LoggingLevel": level,
};

const ofApi = (...members: string[]): Rules => ({
  ...api,
  ...Object.fromEntries(members.map((name) => [name, required])),
});

/** API model 2018-11-29. */
export const apigatewayv2Constraints: ConstraintTable = {
  CreateApi: { Name: required, ProtocolType: required, ...cors, ...addresses },
  CreateAuthorizer: {
    ...ofApi("IdentitySource", "Name"),
    ...authorizer,
    AuthorizerType: { ...authorizer.AuthorizerType, required: true },
  },
  CreateDeployment: api,
  CreateIntegration: {
    ...api,
    ...integration,
    IntegrationType: { ...integration.IntegrationType, required: true },
  },
  CreateIntegrationResponse: {
    ...ofApi("IntegrationId", "IntegrationResponseKey"),
    ...contentHandling,
  },
  CreateModel: ofApi("Name", "Schema"),
  CreateRoute: { ...ofApi("RouteKey"), ...route },
  CreateRouteResponse: ofApi("RouteId", "RouteResponseKey"),
  CreateStage: { ...ofApi("StageName"), ...stage },
  ImportApi: { Body: required },
  ReimportApi: ofApi("Body"),
  TagResource: { ResourceArn: required },
  UntagResource: { ResourceArn: required, TagKeys: required },
  UpdateApi: { ...api, ...cors, ...addresses },
  UpdateAuthorizer: { ...ofApi("AuthorizerId"), ...authorizer },
  UpdateIntegration: { ...ofApi("IntegrationId"), ...integration },
  UpdateIntegrationResponse: {
    ...ofApi("IntegrationId", "IntegrationResponseId"),
    ...contentHandling,
  },
  UpdateRoute: { ...ofApi("RouteId"), ...route },
  UpdateStage: { ...ofApi("StageName"), ...stage },
};
