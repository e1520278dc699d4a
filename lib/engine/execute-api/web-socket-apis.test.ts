import {
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import * as sdk from "@aws-sdk/client-apigatewayv2";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import { sendRaw, signedFor } from "../testing/send-raw.ts";
import { SocketClient } from "../testing/socket-client.ts";

const chat = `exports.handler = async (event) => {
  console.log("SEEN " + JSON.stringify(event));
  const { routeKey } = event.requestContext;
  if (routeKey === "$connect") {
    const { who } = event.queryStringParameters || {};
    if (who === "throw") throw new Error("no");
    return { statusCode: who === "stranger" ? 403 : 200, headers: { "Sec-WebSocket-Protocol": "chat" } };
  }
  if (event.body === "fail") throw new Error("no");
  return { statusCode: 200, body: routeKey + " " + (event.body || "") };
};`;
const gate = `exports.handler = async (event) => ({
  principalId: "p",
  policyDocument: { Statement: [{ Action: "execute-api:*", Effect: event.queryStringParameters.token === "yes" ? "Allow" : "Deny", Resource: event.methodArn }] },
  context: { name: "n" },
});`;

let engine: FunctionRunner;
let arn: string;
beforeAll(async () => {
  engine = await runFunctions();
  const { FunctionArn = "" } = await engine.deploy("chat", chat);
  arn = FunctionArn;
  await engine.deploy("gate", gate);
  for (const FunctionName of ["chat", "gate"])
    await engine.clients.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "apis",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        SourceArn: "arn:aws:execute-api:us-east-1:000000000000:*/*",
      }),
    );
});
afterAll(() => engine.stop());

async function makeApi(
  keys: readonly string[],
  connect: Partial<sdk.CreateRouteCommandInput> = {},
): Promise<{ apiId: string; host: string; connect: typeof connect }> {
  const { apis } = engine.clients;
  const { ApiId = "", ApiEndpoint = "" } = await apis.send(
    new sdk.CreateApiCommand({
      Name: "chat",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  expect(ApiEndpoint).toMatch(/^ws:\/\//);
  const { IntegrationId } = await apis.send(
    new sdk.CreateIntegrationCommand({
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
    }),
  );
  for (const RouteKey of keys) {
    const more = RouteKey === "$connect" ? connect : {};
    const { RouteId } = await apis.send(
      new sdk.CreateRouteCommand({
        ApiId,
        RouteKey,
        Target: `integrations/${IntegrationId}`,
        ...more,
      }),
    );
    if (RouteKey === "$default" || RouteKey === "say")
      await apis.send(
        new sdk.CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }),
      );
  }
  await apis.send(new sdk.CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true }));
  return { apiId: ApiId, host: new URL(ApiEndpoint).host, connect };
}

const open = (host: string, path = "/dev", headers: Record<string, string> = {}) =>
  SocketClient.open(engine.endpoint, { path, headers: { host, ...headers } });

async function seen(type: string): Promise<Record<string, never>[]> {
  const lines = await engine.logged("chat");
  return lines
    .flatMap((line) => /SEEN (.*)/.exec(line)?.[1] ?? [])
    .map((json) => JSON.parse(json) as { requestContext: { eventType: string } })
    .filter(({ requestContext }) => requestContext.eventType === type) as never;
}

test("a connection, its messages and its end reach the routes that they choose", async () => {
  const { host, apiId } = await makeApi(["$connect", "$disconnect", "$default", "say", "quiet"]);
  const client = await open(host, "/dev?who=me&who=you", {
    "user-agent": "t",
    "sec-websocket-protocol": "chat",
  });
  expect(client.headers["sec-websocket-protocol"]).toBe("chat");
  client.send('{"action":"say","n":1}');
  expect(await client.next()).toEqual({ text: 'say {"action":"say","n":1}' });
  client.send("no json");
  expect(await client.next()).toEqual({ text: "$default no json" });
  client.send('{"action":"$connect"}');
  expect(await client.next()).toMatchObject({ text: expect.stringMatching(/^\$default/) });
  client.send("fail");
  expect(await client.next()).toEqual({
    text: expect.stringMatching(
      /^\{"message": "Internal server error", "connectionId":"[^"]+", "requestId":"[^"]+"\}$/,
    ),
  });
  const connect = (await seen("CONNECT")).at(-1);
  const context = {
    apiId,
    stage: "dev",
    domainName: host,
    messageDirection: "IN",
    identity: { sourceIp: "127.0.0.1", userAgent: "t" },
    connectionId: expect.stringMatching(/^[A-Za-z0-9]{15}=$/),
    connectedAt: expect.any(Number),
  };
  expect(connect).toMatchObject({
    queryStringParameters: { who: "you" },
    multiValueQueryStringParameters: { who: ["me", "you"] },
    headers: { "sec-websocket-version": "13" },
    requestContext: { ...context, routeKey: "$connect" },
    isBase64Encoded: false,
  });
  expect((await seen("MESSAGE"))[0]).toMatchObject({
    body: '{"action":"say","n":1}',
    requestContext: { ...context, routeKey: "say", messageId: expect.any(String) },
  });
  client.close();
  await expect
    .poll(() => seen("DISCONNECT"))
    .toEqual([
      expect.objectContaining({
        requestContext: expect.objectContaining({
          disconnectStatusCode: 1000,
          disconnectReason: "Connection Closed Normally",
          routeKey: "$disconnect",
        }) as unknown,
      }),
    ]);
});

test("$connect refuses by its status; no route at all is forbidden", async () => {
  const { host } = await makeApi(["$connect"]);
  await expect(open(host, "/dev?who=stranger")).rejects.toThrow("403");
  await expect(open(host, "/dev?who=throw")).rejects.toThrow("502");
  await expect(open(host, "/prod")).rejects.toThrow("403");
  const client = await open(host);
  client.send("anything");
  expect(await client.next()).toEqual({ text: expect.stringMatching(/^\{"message": "Forbidden"/) });
  client.destroy();
});

test("an authorizer decides over $connect, and later events tell what it said", async () => {
  const { apis } = engine.clients;
  const { host, apiId: ApiId } = await makeApi(["$connect", "$default"]);
  const { AuthorizerId } = await apis.send(
    new sdk.CreateAuthorizerCommand({
      ApiId,
      Name: "gate",
      AuthorizerType: "REQUEST",
      AuthorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn.replace(/chat$/, "gate")}/invocations`,
      IdentitySource: ["route.request.querystring.token"],
    }),
  );
  const { Items = [] } = await apis.send(new sdk.GetRoutesCommand({ ApiId }));
  const { RouteId } = Items.find(({ RouteKey }) => RouteKey === "$connect") ?? {};
  await apis.send(
    new sdk.UpdateRouteCommand({ ApiId, RouteId, AuthorizationType: "CUSTOM", AuthorizerId }),
  );
  await expect(open(host)).rejects.toThrow("401");
  await expect(open(host, "/dev?token=no")).rejects.toThrow("403");
  const client = await open(host, "/dev?token=yes");
  client.send("hi");
  await client.next();
  expect((await seen("MESSAGE")).at(-1)).toMatchObject({
    requestContext: { authorizer: { principalId: "p", name: "n" } },
  });
  client.destroy();
});

test("the management API reaches a connection by its id", async () => {
  const { host, apiId } = await makeApi(["$connect", "$default"]);
  const client = await open(host);
  client.send("hi");
  await client.next();
  const [message] = (await seen("MESSAGE")).slice(-1) as unknown as [
    { requestContext: { connectionId: string } },
  ];
  const id = encodeURIComponent(message.requestContext.connectionId);
  const manage = (
    method: string,
    path: string,
    headers = signedFor("execute-api"),
    body?: string,
  ) => sendRaw(engine.endpoint, { method, path, headers, ...(body !== undefined && { body }) });
  const base = `/_lambdeck/execute-api/${apiId}/dev/@connections/`;
  expect(await manage("POST", base + id, {}, "x")).toMatchObject({
    status: 403,
    body: '{"message":"Missing Authentication Token"}',
  });
  expect((await manage("POST", base + id, undefined, "by path")).status).toBe(200);
  expect(await client.next()).toEqual({ text: "by path" });
  expect((await manage("POST", `/@connections/${id}`, undefined, "by id")).status).toBe(200);
  expect(await client.next()).toEqual({ text: "by id" });
  const big = "x".repeat(100_000);
  await manage("POST", base + id, undefined, big);
  expect(await client.next()).toEqual({ text: big });
  expect((await manage("POST", base + id, undefined, "x".repeat(131_073))).status).toBe(413);
  expect(JSON.parse((await manage("GET", base + id)).body)).toEqual({
    connectedAt: expect.stringMatching(/^\d{4}-/),
    identity: { sourceIp: "127.0.0.1", userAgent: "" },
    lastActiveAt: expect.stringMatching(/^\d{4}-/),
  });
  expect((await manage("DELETE", base + id)).status).toBe(204);
  expect(await client.next()).toEqual({ code: 1000, reason: "Connection Closed Normally" });
  client.destroy();
  const gone = await manage("GET", base + id);
  expect(gone.status).toBe(410);
  expect(gone.headers["x-amzn-errortype"]).toBe("GoneException");
});

test("pages of browsers reach a WebSocket API by its host only", async () => {
  const { host, apiId } = await makeApi(["$default"]);
  const path = `/_lambdeck/execute-api/${apiId}/dev`;
  const origin = "https://any.example";
  await expect(SocketClient.open(engine.endpoint, { path, headers: { origin } })).rejects.toThrow(
    "403",
  );
  (await SocketClient.open(engine.endpoint, { path })).destroy();
  (await open(host, "/dev", { origin })).destroy();
  expect((await sendRaw(engine.endpoint, { path: "/dev", headers: { host } })).status).toBe(426);
});

test("templates say who may connect, what a function gets and what the client gets", async () => {
  const { apis } = engine.clients;
  const { ApiId = "", ApiEndpoint = "" } = await apis.send(
    new sdk.CreateApiCommand({
      Name: "mapped",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  const route = async (
    RouteKey: string,
    integration: Partial<sdk.CreateIntegrationCommandInput>,
    ResponseTemplates?: Record<string, string>,
  ) => {
    const { IntegrationId } = await apis.send(
      new sdk.CreateIntegrationCommand({
        ApiId,
        IntegrationType: "MOCK",
        TemplateSelectionExpression: "\\$default",
        ...integration,
      }),
    );
    if (ResponseTemplates)
      await apis.send(
        new sdk.CreateIntegrationResponseCommand({
          ApiId,
          IntegrationId,
          IntegrationResponseKey: "/2\\d\\d/",
          ResponseTemplates,
          TemplateSelectionExpression: "\\$default",
        }),
      );
    const Target = `integrations/${IntegrationId}`;
    const { RouteId } = await apis.send(new sdk.CreateRouteCommand({ ApiId, RouteKey, Target }));
    await apis.send(
      new sdk.CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }),
    );
  };
  await route("$connect", {
    RequestTemplates: {
      $default: `{"statusCode": #if($input.params("who") == "me")200#{else}403#end}`,
    },
  });
  await route(
    "say",
    {
      IntegrationType: "AWS",
      IntegrationUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
      RequestTemplates: {
        $default: `{"requestContext": {"routeKey": "$context.routeKey"}, "body": $input.json('$.n')}`,
      },
    },
    { $default: `$input.path('$.body') of $context.eventType` },
  );
  await route(
    "ping",
    { RequestTemplates: { $default: '{"statusCode": 200}' } },
    { $default: "pong $input.path('$.n')" },
  );
  await apis.send(new sdk.CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true }));
  const { host } = new URL(ApiEndpoint);
  await expect(open(host, "/dev?who=you")).rejects.toThrow("403");
  const client = await open(host, "/dev?who=me");
  client.send('{"action":"say","n":[1]}');
  expect(await client.next()).toEqual({ text: "say 1 of MESSAGE" });
  client.send('{"action":"ping"}');
  expect(await client.next()).toEqual({ text: "pong " });
  await expect(route("bad", { RequestTemplates: { $default: "#if(1)" } })).rejects.toThrow(
    "cannot read the mapping template",
  );
  client.close();
});

test("routes ask for the keys of the usage plans that have the stage", async () => {
  const { restApis, apis } = engine.clients;
  const { host, apiId } = await makeApi(["$connect", "say", "$default"], { ApiKeyRequired: true });
  const { Items = [] } = await apis.send(new sdk.GetRoutesCommand({ ApiId: apiId }));
  const say = Items.find(({ RouteKey }) => RouteKey === "say");
  await apis.send(
    new sdk.UpdateRouteCommand({ ApiId: apiId, RouteId: say?.RouteId, ApiKeyRequired: true }),
  );
  await expect(open(host)).rejects.toThrow("403");
  const value = "the-key-of-a-socket-that-talks";
  const { id: keyId } = await restApis.send(
    new CreateApiKeyCommand({ name: "socket", enabled: true, value }),
  );
  const { id: usagePlanId } = await restApis.send(
    new CreateUsagePlanCommand({
      name: "sockets",
      apiStages: [{ apiId, stage: "dev" }],
      quota: { limit: 2, period: "MONTH" },
    }),
  );
  await restApis.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  const client = await open(host, "/dev", { "x-api-key": value });
  const connected = await seen("CONNECT");
  expect(connected.at(-1)).toMatchObject({
    requestContext: { identity: { apiKey: value, apiKeyId: keyId } },
  });
  client.send('{"action":"say"}');
  expect(await client.next()).toEqual({ text: 'say {"action":"say"}' });
  client.send('{"action":"say"}');
  expect(await client.next()).toMatchObject({ text: expect.stringContaining("Limit Exceeded") });
  client.send("free");
  expect(await client.next()).toEqual({ text: "$default free" });
  client.close();
  await apis.send(new sdk.DeleteApiCommand({ ApiId: apiId }));
  const plan = await restApis.send(new GetUsagePlanCommand({ usagePlanId }));
  expect(plan.apiStages).toEqual([]);
});
