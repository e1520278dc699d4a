import * as sdk from "@aws-sdk/client-apigatewayv2";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine } from "../testing/start-engine.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;
let homeDir: string;
beforeAll(async () => {
  homeDir = mkdtempSync(join(tmpdir(), "lambdeck-apis-"));
  engine = await startEngine({ homeDir });
});
afterAll(async () => {
  await engine.stop();
  rmSync(homeDir, { recursive: true, force: true });
});

const arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
const send = <Output extends object>(command: { input: object }) =>
  engine.clients.apis.send(command as never) as Promise<Output>;
const http = async (more: object = {}) =>
  (await send<sdk.Api>(new sdk.CreateApiCommand({ Name: "a", ProtocolType: "HTTP", ...more })))
    .ApiId ?? "";
const socket = () =>
  http({ ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.action" });
const refused = (command: { input: object }, code: string, message: string | RegExp) =>
  expect(send(command)).rejects.toMatchObject({
    name: code,
    message: typeof message === "string" ? message : expect.stringMatching(message),
  });

test("an API is made with AWS's defaults, changed, tagged, listed and deleted", async () => {
  const made = await send<sdk.CreateApiCommandOutput>(
    new sdk.CreateApiCommand({ Name: "one", ProtocolType: "HTTP", Tags: { a: "1" } }),
  );
  const { ApiId } = made;
  expect(made).toMatchObject({
    ApiId: expect.stringMatching(/^[a-z0-9]{10}$/),
    ApiEndpoint: `http://${ApiId}.execute-api.us-east-1.localhost:${new URL(engine.endpoint).port}`,
    ApiKeySelectionExpression: "$request.header.x-api-key",
    CreatedDate: expect.any(Date),
    DisableExecuteApiEndpoint: false,
    RouteSelectionExpression: "$request.method $request.path",
    Tags: { a: "1" },
  });
  const CorsConfiguration = { AllowOrigins: ["*"] };
  const changed = await send<sdk.Api>(
    new sdk.UpdateApiCommand({ ApiId, Name: "two", CorsConfiguration }),
  );
  expect(changed).toMatchObject({ Name: "two", CorsConfiguration });
  await send(new sdk.DeleteCorsConfigurationCommand({ ApiId }));
  expect(await send(new sdk.GetApiCommand({ ApiId }))).not.toHaveProperty("CorsConfiguration");
  const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${ApiId}`;
  await send(new sdk.TagResourceCommand({ ResourceArn, Tags: { b: "2" } }));
  await send(new sdk.UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
  expect(await send(new sdk.GetTagsCommand({ ResourceArn }))).toMatchObject({ Tags: { b: "2" } });
  const { Items = [] } = await send<sdk.GetApisCommandOutput>(new sdk.GetApisCommand({}));
  expect(Items.map((api) => api.ApiId)).toContain(ApiId);
  await send(new sdk.DeleteApiCommand({ ApiId }));
  await refused(
    new sdk.GetApiCommand({ ApiId }),
    "NotFoundException",
    `Invalid API identifier specified 000000000000:${ApiId}`,
  );
});

test("what cannot be an API, an integration or a route is refused by AWS's words", async () => {
  const bad = "BadRequestException";
  await refused(
    new sdk.CreateApiCommand({ Name: "a", ProtocolType: "?" as never }),
    bad,
    "Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]",
  );
  await refused(
    new sdk.CreateApiCommand({ Name: "a", ProtocolType: "WEBSOCKET" }),
    bad,
    /RouteSelectionExpression is required/,
  );
  const ApiId = await http();
  const integrate = (more: object) =>
    new sdk.CreateIntegrationCommand({ ApiId, IntegrationType: "AWS_PROXY", ...more });
  await refused(integrate({}), bad, /IntegrationUri is a required parameter/);
  await refused(integrate({ IntegrationUri: "x" }), bad, /Invalid ARN/);
  await refused(integrate({ IntegrationUri: arn, TimeoutInMillis: 30_001 }), bad, /30000/);
  await refused(integrate({ IntegrationUri: arn, ConnectionType: "VPC_LINK" }), bad, /VPC links/);
  const { IntegrationId } = await send<sdk.Integration>(integrate({ IntegrationUri: arn }));
  const Target = `integrations/${IntegrationId}`;
  const route = (RouteKey: string, more: object = {}) =>
    new sdk.CreateRouteCommand({ ApiId, RouteKey, Target, ...more });
  expect(await send(route("GET /pets/{id}"))).toMatchObject({
    ApiKeyRequired: false,
    AuthorizationType: "NONE",
    RouteId: expect.stringMatching(/^[a-z0-9]{7}$/),
  });
  await refused(
    route("GET /pets/{id}"),
    "ConflictException",
    "Route with key GET /pets/{id} already exists for this API",
  );
  await refused(
    route("GET /pets/{name}/x"),
    "ConflictException",
    'The provided route key "GET /pets/{name}/x" has a conflicting variable on the same hierarchical level as "GET /pets/{id}"',
  );
  await refused(route("FETCH /x"), bad, /route key is not formatted properly/);
  await refused(route("GET /{a+}/b"), bad, /Greedy/);
  await refused(route("GET /y", { AuthorizationType: "JWT" }), bad, /Invalid authorizer ID/);
  await refused(
    new sdk.DeleteIntegrationCommand({ ApiId, IntegrationId }),
    "ConflictException",
    /GET \/pets\/\{id\}/,
  );
});

test("stages that deploy themselves follow changes; others are deployed", async () => {
  const ApiId = await http();
  await refused(
    new sdk.CreateDeploymentCommand({ ApiId }),
    "BadRequestException",
    "At least one route is required before deploying the Api.",
  );
  await send(new sdk.CreateRouteCommand({ ApiId, RouteKey: "GET /a" }));
  const own = await send<sdk.CreateStageCommandOutput>(
    new sdk.CreateStageCommand({ ApiId, StageName: "own", AutoDeploy: true }),
  );
  expect(own).toMatchObject({ AutoDeploy: true, DeploymentId: expect.any(String) });
  await refused(
    new sdk.CreateStageCommand({ ApiId, StageName: "own" }),
    "ConflictException",
    "Stage already exists",
  );
  await send(new sdk.CreateRouteCommand({ ApiId, RouteKey: "GET /b" }));
  const later = await send<sdk.Stage>(new sdk.GetStageCommand({ ApiId, StageName: "own" }));
  expect(later.DeploymentId).not.toBe(own.DeploymentId);
  await send(new sdk.CreateStageCommand({ ApiId, StageName: "dev" }));
  const { DeploymentId } = await send<sdk.Deployment>(
    new sdk.CreateDeploymentCommand({ ApiId, StageName: "dev", Description: "d" }),
  );
  await refused(
    new sdk.DeleteDeploymentCommand({ ApiId, DeploymentId }),
    "BadRequestException",
    "Active stages pointing to this deployment must be moved or deleted",
  );
  const { Items = [] } = await send<sdk.GetDeploymentsCommandOutput>(
    new sdk.GetDeploymentsCommand({ ApiId }),
  );
  expect(new Set(Items.map((one) => one.DeploymentId))).toEqual(
    new Set([later.DeploymentId, DeploymentId]),
  );
  await refused(
    new sdk.UpdateStageCommand({ ApiId, StageName: "dev", RouteSettings: { "GET /c": {} } }),
    "NotFoundException",
    "Unable to find Route by key GET /c within the provided RouteSettings",
  );
});

test("WebSocket APIs have responses and models, HTTP APIs do not", async () => {
  const ApiId = await socket();
  const { RouteId } = await send<sdk.Route>(
    new sdk.CreateRouteCommand({ ApiId, RouteKey: "$default" }),
  );
  const respond = (more: object) =>
    new sdk.CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default", ...more });
  const { RouteResponseId } = await send<sdk.RouteResponse>(respond({}));
  await refused(respond({}), "ConflictException", /already exists/);
  expect(
    await send(new sdk.GetRouteResponseCommand({ ApiId, RouteId, RouteResponseId })),
  ).toMatchObject({ RouteResponseKey: "$default" });
  await send(new sdk.DeleteRouteResponseCommand({ ApiId, RouteId, RouteResponseId }));
  const { ModelId } = await send<sdk.Model>(
    new sdk.CreateModelCommand({ ApiId, Name: "M", Schema: "{}" }),
  );
  expect(await send(new sdk.GetModelCommand({ ApiId, ModelId }))).toMatchObject({ Name: "M" });
  await refused(
    new sdk.CreateModelCommand({ ApiId: await http(), Name: "M", Schema: "{}" }),
    "BadRequestException",
    /only supported for WEBSOCKET/,
  );
});

test("lists come in pages, and an authorizer in use stays", async () => {
  const ApiId = await http();
  for (const RouteKey of ["GET /a", "GET /b", "GET /c"])
    await send(new sdk.CreateRouteCommand({ ApiId, RouteKey }));
  const first = await send<sdk.GetRoutesCommandOutput>(
    new sdk.GetRoutesCommand({ ApiId, MaxResults: "2" }),
  );
  const { NextToken } = first;
  const second = await send<sdk.GetRoutesCommandOutput>(
    new sdk.GetRoutesCommand({ ApiId, MaxResults: "2", NextToken }),
  );
  const keys = [...(first.Items ?? []), ...(second.Items ?? [])].map(({ RouteKey }) => RouteKey);
  expect(keys).toEqual(["GET /a", "GET /b", "GET /c"]);
  expect(second.NextToken).toBeUndefined();
  const { AuthorizerId } = await send<sdk.Authorizer>(
    new sdk.CreateAuthorizerCommand({
      ApiId,
      Name: "g",
      AuthorizerType: "REQUEST",
      AuthorizerUri: uri,
      AuthorizerPayloadFormatVersion: "2.0",
      IdentitySource: ["$request.header.A"],
    }),
  );
  const [route] = first.Items ?? [];
  await send(
    new sdk.UpdateRouteCommand({
      ApiId,
      RouteId: route?.RouteId,
      AuthorizationType: "CUSTOM",
      AuthorizerId,
    }),
  );
  await refused(
    new sdk.DeleteAuthorizerCommand({ ApiId, AuthorizerId }),
    "ConflictException",
    /referenced/,
  );
});

test("an OpenAPI document becomes an API; a second one replaces its routes", async () => {
  const document = (path: string, more: object = {}) => `openapi: 3.0.1
info:
  title: Imported
  version: 2.0
x-amazon-apigateway-cors:
  allowOrigins: ["https://a.example"]
components:
  securitySchemes:
    gate:
      type: oauth2
      x-amazon-apigateway-authorizer:
        type: jwt
        identitySource: $request.header.Authorization
        jwtConfiguration: { issuer: "https://issuer.example", audience: [me] }
    signed: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
  x-amazon-apigateway-integrations:
    fn: { type: aws_proxy, httpMethod: POST, uri: "${arn}", payloadFormatVersion: 2.0 }
paths:
  ${path}:
    get:
      security: [{ gate: [read] }]
      x-amazon-apigateway-integration: { $ref: "#/components/x-amazon-apigateway-integrations/fn" }
      ${JSON.stringify(more).slice(1, -1).replace(":", ": ")}
  /$default:
    x-amazon-apigateway-any-method:
      security: [{ signed: [] }]
      x-amazon-apigateway-integration: { type: HTTP_PROXY, httpMethod: ANY, uri: "http://127.0.0.1:1", payloadFormatVersion: "1.0" }
`;
  const made = await send<sdk.ImportApiCommandOutput>(
    new sdk.ImportApiCommand({ Body: document("/a/{b}") }),
  );
  const { ApiId } = made;
  expect(made).toMatchObject({
    Name: "Imported",
    Version: "2.0",
    CorsConfiguration: { AllowOrigins: ["https://a.example"] },
  });
  const routes = async () =>
    (await send<sdk.GetRoutesCommandOutput>(new sdk.GetRoutesCommand({ ApiId }))).Items ?? [];
  expect(await routes()).toMatchObject([
    { RouteKey: "GET /a/{b}", AuthorizationType: "JWT", AuthorizationScopes: ["read"] },
    { RouteKey: "$default", AuthorizationType: "AWS_IAM" },
  ]);
  await send(new sdk.ReimportApiCommand({ ApiId, Body: document("/c") }));
  expect((await routes()).map(({ RouteKey }) => RouteKey)).toEqual(["GET /c", "$default"]);
  const missing = {
    responses: {
      "200": { content: { "application/json": { schema: { $ref: "#/components/schemas/None" } } } },
    },
  };
  await refused(
    new sdk.ReimportApiCommand({ ApiId, FailOnWarnings: true, Body: document("/d", missing) }),
    "BadRequestException",
    "Warnings found during import:\n\tParse issue: attribute paths.'/d'(get).responses.200.content.schema.#/components/schemas/None is missing",
  );
});

test("APIs and what was deployed of them are there again after a start", async () => {
  const ApiId = await http({ Target: arn });
  const read = async () => [
    (await send<sdk.GetRoutesCommandOutput>(new sdk.GetRoutesCommand({ ApiId }))).Items,
    (await send<sdk.GetDeploymentsCommandOutput>(new sdk.GetDeploymentsCommand({ ApiId }))).Items,
  ];
  const before = await read();
  expect(before[1]).toHaveLength(1);
  await engine.stop();
  engine = await startEngine({ homeDir });
  expect(await read()).toEqual(before);
});
