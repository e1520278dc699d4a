import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

type Rules = Record<string, Constraint>;

const required: Constraint = { required: true };
const all = (...names: string[]): Rules =>
  Object.fromEntries(names.map((name) => [name, required]));
const status: Rules = { statusCode: { required: true, pattern: "[1-5]\\d\\d" } };
const patch: Rules = {
  "patchOperations[].op": { enum: ["add", "remove", "move", "test", "replace", "copy"] },
};
const connection: Rules = { connectionType: { enum: ["INTERNET", "VPC_LINK"] } };
const integrationTypes = { enum: ["HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"] };
const authorizerTypes = { enum: ["TOKEN", "COGNITO_USER_POOLS", "REQUEST"] };
const contentHandling: Rules = {
  contentHandling: { enum: ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"] },
};

/** API model 2015-07-09; the order of the values is that in which AWS prints them. */
export const apigatewayConstraints: ConstraintTable = {
  CreateAuthorizer: { ...all("name"), type: { ...authorizerTypes, required: true } },
  CreateModel: all("name", "contentType"),
  CreateResource: all("pathPart"),
  CreateRestApi: {
    ...all("name"),
    apiKeySource: { enum: ["HEADER", "AUTHORIZER"] },
    "endpointConfiguration.types[]": { enum: ["PRIVATE", "EDGE", "REGIONAL"] },
    "endpointConfiguration.ipAddressType": { enum: ["ipv4", "dualstack"] },
  },
  CreateStage: all("stageName", "deploymentId"),
  CreateUsagePlan: { ...all("name"), "quota.period": { enum: ["WEEK", "DAY", "MONTH"] } },
  CreateUsagePlanKey: all("keyId", "keyType"),
  DeleteIntegrationResponse: status,
  DeleteMethodResponse: status,
  GetIntegrationResponse: status,
  GetMethodResponse: status,
  GetUsage: all("startDate", "endDate"),
  ImportApiKeys: { ...all("body"), format: { required: true, enum: ["csv"] } },
  ImportRestApi: all("body"),
  PutIntegration: {
    type: { ...integrationTypes, required: true },
    ...connection,
    ...contentHandling,
  },
  PutIntegrationResponse: { ...status, ...contentHandling },
  PutMethod: all("authorizationType"),
  PutMethodResponse: status,
  PutRestApi: { ...all("body"), mode: { enum: ["merge", "overwrite"] } },
  TagResource: all("tags"),
  UntagResource: all("tagKeys"),
  UpdateApiKey: patch,
  UpdateAuthorizer: patch,
  UpdateDeployment: patch,
  UpdateGatewayResponse: patch,
  UpdateIntegration: patch,
  UpdateIntegrationResponse: { ...status, ...patch },
  UpdateMethod: patch,
  UpdateMethodResponse: { ...status, ...patch },
  UpdateModel: patch,
  UpdateRequestValidator: patch,
  UpdateResource: patch,
  UpdateRestApi: patch,
  UpdateStage: patch,
  UpdateUsage: patch,
  UpdateUsagePlan: patch,
};
