import * as sdk from "@aws-sdk/client-api-gateway";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import { type RawReply, sendRaw, signedFor } from "../testing/send-raw.ts";

const echo = `exports.handler = async (event) => {
  const act = (event.headers || {})["x-act"] || event.act;
  if (act === "throw") throw new Error("Bad: no");
  if (act === "plain") return { hello: "there" };
  if (act === "text") return { statusCode: "201", body: "made", headers: { "X-Own": "a" }, multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] } };
  if (act === "binary") return { statusCode: 200, body: "AP8=", isBase64Encoded: true };
  if (act === "object body") return { statusCode: 200, body: {} };
  if (act === "slow") await new Promise((resolve) => setTimeout(resolve, 400));
  if (!event.requestContext) return { got: event };
  return { statusCode: 200, body: JSON.stringify(event) };
};`;
const gate = `let asked = 0;
exports.handler = async (event) => {
  const token = event.authorizationToken || (event.queryStringParameters || {}).token;
  if (token === "broken") throw new Error("no");
  if (token === "unauthorized") throw new Error("Unauthorized");
  if (token === "nothing") return {};
  return {
    principalId: "someone",
    policyDocument: { Statement: [{ Action: "execute-api:Invoke", Effect: token === "yes" ? "Allow" : "Deny", Resource: event.methodArn }] },
    context: { asked: ++asked, type: event.type },
    ...(token === "yes" && { usageIdentifierKey: "a-key-that-the-gate-finds" }),
  };
};`;

const region = "us-east-1";
const account = "000000000000";
let engine: FunctionRunner;
let arn: string;
beforeAll(async () => {
  engine = await runFunctions();
  const { FunctionArn = "" } = await engine.deploy("echo", echo);
  arn = FunctionArn;
  await engine.deploy("gate", gate);
  for (const FunctionName of ["echo", "gate"])
    await engine.clients.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "apis",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        SourceArn: `arn:aws:execute-api:${region}:${account}:*/*`,
      }),
    );
});
afterAll(() => engine.stop());

const uriOf = (functionArn = arn): string =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

interface Given {
  api?: Partial<sdk.CreateRestApiCommandInput>;
  method?: Partial<sdk.PutMethodCommandInput>;
  integration?: Partial<sdk.PutIntegrationCommandInput>;
  responses?: Partial<sdk.PutIntegrationResponseCommandInput>[];
  deploy?: Partial<sdk.CreateDeploymentCommandInput>;
  /** Called before the deployment. */
  before?: (restApiId: string) => Promise<Partial<sdk.PutMethodCommandInput> | void>;
}

/** An API of these methods (`GET /pets/{id}`), all of them to the echo, deployed to the stage dev. */
async function makeApi(keys: readonly string[], given: Given = {}): Promise<string> {
  const { restApis } = engine.clients;
  const { id: restApiId = "", rootResourceId = "" } = await restApis.send(
    new sdk.CreateRestApiCommand({ name: "made", ...given.api }),
  );
  const more = await given.before?.(restApiId);
  const ids: Record<string, string> = { "": rootResourceId };
  for (const key of keys) {
    const [httpMethod = "", path = ""] = key.split(" ");
    let resourceId = rootResourceId;
    let at = "";
    for (const pathPart of path.split("/").filter((part) => part !== "")) {
      at += `/${pathPart}`;
      ids[at] ??=
        (
          await restApis.send(
            new sdk.CreateResourceCommand({ restApiId, parentId: resourceId, pathPart }),
          )
        ).id ?? "";
      resourceId = ids[at] ?? "";
    }
    const named = { restApiId, resourceId, httpMethod };
    await restApis.send(
      new sdk.PutMethodCommand({ ...named, authorizationType: "NONE", ...given.method, ...more }),
    );
    await restApis.send(
      new sdk.PutIntegrationCommand({
        ...named,
        type: "AWS_PROXY",
        integrationHttpMethod: "POST",
        uri: uriOf(),
        ...given.integration,
      }),
    );
    for (const response of given.responses ?? [])
      await restApis.send(
        new sdk.PutIntegrationResponseCommand({ ...named, statusCode: "200", ...response }),
      );
  }
  await restApis.send(
    new sdk.CreateDeploymentCommand({ restApiId, stageName: "dev", ...given.deploy }),
  );
  return restApiId;
}

const hostOf = (id: string) =>
  `${id}.execute-api.${region}.localhost:${new URL(engine.endpoint).port}`;
const call = (id: string, options: Parameters<typeof sendRaw>[1] = {}) =>
  sendRaw(engine.endpoint, { ...options, headers: { host: hostOf(id), ...options.headers } });
const eventOf = (reply: RawReply) => {
  expect(reply.status).toBe(200);
  return JSON.parse(reply.body) as Record<string, never>;
};

test("a function gets AWS's event, and its answer becomes the response", async () => {
  const id = await makeApi(["ANY /{proxy+}"], { deploy: { variables: { a: "b" } } });
  const reply = await call(id, {
    method: "POST",
    path: "/dev/user/a%2Bb@c/?q=1&q=2&r=%C3%A9",
    headers: { "tEsT-HEADeR": "aValUE", "user-agent": "t", "content-type": "text/x" },
    body: "text",
  });
  const event = eventOf(reply);
  expect(event).toEqual({
    resource: "/{proxy+}",
    path: "/user/a%2Bb@c/",
    httpMethod: "POST",
    headers: expect.objectContaining({ "tEsT-HEADeR": "aValUE", "X-Forwarded-Proto": "http" }),
    multiValueHeaders: expect.objectContaining({ "tEsT-HEADeR": ["aValUE"] }),
    queryStringParameters: { q: "2", r: "é" },
    multiValueQueryStringParameters: { q: ["1", "2"], r: ["é"] },
    pathParameters: { proxy: "user/a%2Bb@c" },
    stageVariables: { a: "b" },
    requestContext: {
      accountId: account,
      apiId: id,
      deploymentId: expect.any(String),
      domainName: hostOf(id),
      domainPrefix: id,
      extendedRequestId: reply.headers["x-amz-apigw-id"],
      httpMethod: "POST",
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: "127.0.0.1",
        user: null,
        userAgent: "t",
        userArn: null,
      },
      path: "/dev/user/a%2Bb@c/",
      protocol: "HTTP/1.1",
      requestId: reply.headers["x-amzn-requestid"],
      requestTime: expect.any(String),
      requestTimeEpoch: expect.any(Number),
      resourceId: expect.any(String),
      resourcePath: "/{proxy+}",
      stage: "dev",
    },
    body: "text",
    isBase64Encoded: false,
  });
  const text = await call(id, { path: "/dev/x", headers: { "x-act": "text" } });
  expect(text).toMatchObject({ status: 201, body: "made" });
  expect(text.headers).toMatchObject({
    "x-own": "a",
    "set-cookie": ["a=1", "b=2"],
    "content-type": "application/json",
  });
  for (const act of ["throw", "plain", "object body"])
    expect(await call(id, { path: "/dev/x", headers: { "x-act": act } })).toMatchObject({
      status: 502,
      body: '{"message": "Internal server error"}'.replace(": ", ":"),
    });
  const direct = await sendRaw(engine.endpoint, { path: `/_lambdeck/execute-api/${id}/dev/y` });
  expect(eventOf(direct)).toMatchObject({ path: "/y" });
});

test("what is not there, not deployed or not permitted is refused in AWS's words", async () => {
  const id = await makeApi(["GET /pets/{id}", "GET /pets/dog"]);
  const refused = async (path: string, status: number, message: string, options = {}) => {
    const reply = await call(id, { path, ...options });
    expect(reply).toMatchObject({ status, body: JSON.stringify({ message }) });
    return reply.headers["x-amzn-errortype"];
  };
  expect(await refused("/dev/none", 403, "Missing Authentication Token")).toBe(
    "MissingAuthenticationTokenException",
  );
  await refused("/dev/pets/1", 403, "Missing Authentication Token", { method: "PUT" });
  expect(await refused("/none/pets/1", 403, "Forbidden")).toBe("ForbiddenException");
  expect(eventOf(await call(id, { path: "/dev/pets/dog" }))).toMatchObject({
    resource: "/pets/dog",
    pathParameters: null,
  });
  expect(eventOf(await call(id, { path: "/dev/pets/cat/" }))).toMatchObject({
    pathParameters: { id: "cat" },
  });
  const { FunctionArn } = await engine.deploy("private", echo);
  const closed = await makeApi(["GET /"], { integration: { uri: uriOf(FunctionArn) } });
  expect(await call(closed, { path: "/dev" })).toMatchObject({
    status: 500,
    body: '{"message":"Internal server error"}',
  });
  const slow = await makeApi(["GET /"], { integration: { timeoutInMillis: 50 } });
  expect(await call(slow, { path: "/dev", headers: { "x-act": "slow" } })).toMatchObject({
    status: 504,
    body: '{"message":"Endpoint request timed out"}',
  });
});

test("binary media types decide about base64, and large answers are compressed for who takes gzip", async () => {
  const id = await makeApi(["ANY /"], {
    api: { binaryMediaTypes: ["image/*"], minimumCompressionSize: 100 },
  });
  const sent = await call(id, {
    method: "POST",
    path: "/dev",
    headers: { "content-type": "image/png" },
    body: Buffer.of(0, 255),
  });
  expect(eventOf(sent)).toMatchObject({ body: "AP8=", isBase64Encoded: true });
  const act = { "x-act": "binary" };
  expect((await call(id, { path: "/dev", headers: act })).body).toBe("AP8=");
  const image = await call(id, { path: "/dev", headers: { ...act, accept: "image/png" } });
  expect(image.headers["content-length"]).toBe("2");
  const packed = await fetch(`${engine.endpoint}/_lambdeck/execute-api/${id}/dev`, {
    headers: { "accept-encoding": "gzip" },
  });
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(await packed.json()).toMatchObject({ httpMethod: "GET" });
});

test("MOCK answers preflights with what its response says", async () => {
  const id = await makeApi(["OPTIONS /x"], {
    integration: {
      type: "MOCK",
      requestTemplates: { "application/json": '{"statusCode": 204}' },
    },
    responses: [
      {
        statusCode: "204",
        responseParameters: {
          "method.response.header.Access-Control-Allow-Origin": "'*'",
          "method.response.header.X-Stage": "context.stage",
        },
      },
    ],
  });
  const origin = "https://a.example";
  const reply = await call(id, {
    method: "OPTIONS",
    path: "/dev/x",
    headers: { origin, "access-control-request-method": "GET" },
  });
  expect(reply.status).toBe(204);
  expect(reply.headers).toMatchObject({ "access-control-allow-origin": "*", "x-stage": "dev" });
});

test("AWS passes bodies through templates and selects responses by the function's error", async () => {
  const id = await makeApi(["POST /{id}"], {
    integration: {
      type: "AWS",
      requestTemplates: {
        "application/json":
          '{"act": "$input.params(\'act\')", "id": "$input.params(\'id\')", "a": $input.json(\'$.a\'), "s": "$util.escapeJavaScript($input.path(\'$.s\'))", "stage": "${context.stage}"}',
      },
    },
    responses: [
      {},
      {
        statusCode: "400",
        selectionPattern: "Bad.*",
        responseTemplates: { "application/json": "{\"why\": $input.json('$.errorMessage')}" },
      },
    ],
  });
  const body = JSON.stringify({ a: [1], s: 'q"' });
  const good = await call(id, { method: "POST", path: "/dev/7", body });
  expect(JSON.parse(good.body)).toEqual({
    got: { act: "", id: "7", a: [1], s: 'q"', stage: "dev" },
  });
  const bad = await call(id, { method: "POST", path: "/dev/7?act=throw", body });
  expect(bad).toMatchObject({ status: 400, body: '{"why": "Bad: no"}' });
});

test.each(["TOKEN", "REQUEST"] as const)("a %s authorizer decides who passes", async (type) => {
  const source =
    type === "TOKEN" ? "method.request.header.Auth" : "method.request.querystring.token";
  const id = await makeApi(["GET /"], {
    before: async (restApiId) => {
      const { id: authorizerId } = await engine.clients.restApis.send(
        new sdk.CreateAuthorizerCommand({
          restApiId,
          name: "gate",
          type,
          authorizerUri: uriOf(arn.replace(/echo$/, "gate")),
          identitySource: source,
        }),
      );
      return { authorizationType: "CUSTOM", authorizerId };
    },
  });
  const ask = (token?: string) =>
    type === "TOKEN"
      ? call(id, { path: "/dev", headers: token ? { Auth: token } : {} })
      : call(id, { path: `/dev${token ? `?token=${token}` : ""}` });
  expect(await ask()).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
  expect(await ask("unauthorized")).toMatchObject({ status: 401 });
  expect(await ask("no")).toMatchObject({
    status: 403,
    body: '{"Message":"User is not authorized to access this resource with an explicit deny"}',
  });
  expect(await ask("broken")).toMatchObject({ status: 500, body: '{"message":null}' });
  expect((await ask("nothing")).headers["x-amzn-errortype"]).toBe(
    "AuthorizerConfigurationException",
  );
  const first = eventOf(await ask("yes"));
  const told = { principalId: "someone", type };
  expect(first).toMatchObject({ requestContext: { authorizer: told } });
  const second = eventOf(await ask("yes"));
  expect(second.requestContext?.["authorizer"]).toEqual(first.requestContext?.["authorizer"]);
});

test("an API's keys may come from its authorizer", async () => {
  const { restApis } = engine.clients;
  const id = await makeApi(["GET /"], {
    api: { apiKeySource: "AUTHORIZER" },
    method: { apiKeyRequired: true },
    before: async (restApiId) => {
      const { id: authorizerId } = await restApis.send(
        new sdk.CreateAuthorizerCommand({
          restApiId,
          name: "gate",
          type: "TOKEN",
          authorizerUri: uriOf(arn.replace(/echo$/, "gate")),
          identitySource: "method.request.header.Auth",
        }),
      );
      return { authorizationType: "CUSTOM", authorizerId };
    },
  });
  const value = "a-key-that-the-gate-finds";
  const ask = () => call(id, { path: "/dev", headers: { Auth: "yes", "x-api-key": value } });
  expect(await ask()).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  const { id: keyId } = await restApis.send(
    new sdk.CreateApiKeyCommand({ name: "found", enabled: true, value }),
  );
  const { id: usagePlanId } = await restApis.send(
    new sdk.CreateUsagePlanCommand({ name: "p", apiStages: [{ apiId: id, stage: "dev" }] }),
  );
  await restApis.send(
    new sdk.CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }),
  );
  expect(eventOf(await ask())).toMatchObject({
    requestContext: { identity: { apiKey: value, apiKeyId: keyId } },
  });
});

test("required parameters, rates, IAM and the API's own gateway responses", async () => {
  const { restApis } = engine.clients;
  const id = await makeApi(["GET /"], {
    before: async (restApiId) => {
      await restApis.send(
        new sdk.PutGatewayResponseCommand({
          restApiId,
          responseType: "DEFAULT_4XX",
          responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" },
          responseTemplates: {
            "application/json":
              '{"why": $context.error.messageString, "type": "$context.error.responseType"}',
          },
        }),
      );
      const { id: requestValidatorId } = await restApis.send(
        new sdk.CreateRequestValidatorCommand({
          restApiId,
          name: "parameters",
          validateRequestParameters: true,
        }),
      );
      return { requestValidatorId, requestParameters: { "method.request.querystring.q": true } };
    },
  });
  const missing = await call(id, { path: "/dev" });
  expect(missing).toMatchObject({
    status: 400,
    body: '{"why": "Missing required request parameters: [q]", "type": "BAD_REQUEST_PARAMETERS"}',
  });
  expect(missing.headers["access-control-allow-origin"]).toBe("*");
  expect((await call(id, { path: "/dev?q=1" })).status).toBe(200);
  const op = "replace" as const;
  await restApis.send(
    new sdk.UpdateStageCommand({
      restApiId: id,
      stageName: "dev",
      patchOperations: [
        { op, path: "/*/*/throttling/rateLimit", value: "0.001" },
        { op, path: "/*/*/throttling/burstLimit", value: "1" },
      ],
    }),
  );
  expect((await call(id, { path: "/dev?q=1" })).status).toBe(200);
  expect((await call(id, { path: "/dev?q=1" })).status).toBe(429);
  const signed = await makeApi(["GET /"], { method: { authorizationType: "AWS_IAM" } });
  expect((await call(signed, { path: "/dev" })).status).toBe(403);
  expect(
    eventOf(await call(signed, { path: "/dev", headers: signedFor("execute-api") })),
  ).toMatchObject({ requestContext: { identity: { accessKey: "test" } } });
});

test("a stage serves what was deployed, and an imported document becomes an API", async () => {
  const { restApis } = engine.clients;
  const document = (path: string) =>
    Buffer.from(
      JSON.stringify({
        openapi: "3.0.1",
        info: { title: "Imported", version: "1" },
        paths: {
          [path]: {
            get: {
              responses: { "200": { description: "ok" } },
              "x-amazon-apigateway-integration": {
                type: "aws_proxy",
                httpMethod: "POST",
                uri: uriOf(),
              },
            },
          },
        },
      }),
    );
  const { id: restApiId = "" } = await restApis.send(
    new sdk.ImportRestApiCommand({ body: document("/a/{b}") }),
  );
  await restApis.send(new sdk.CreateDeploymentCommand({ restApiId, stageName: "dev" }));
  expect(eventOf(await call(restApiId, { path: "/dev/a/1" }))).toMatchObject({
    pathParameters: { b: "1" },
  });
  await restApis.send(
    new sdk.PutRestApiCommand({ restApiId, mode: "overwrite", body: document("/c") }),
  );
  expect((await call(restApiId, { path: "/dev/a/1" })).status).toBe(200);
  await restApis.send(new sdk.CreateDeploymentCommand({ restApiId, stageName: "dev" }));
  expect((await call(restApiId, { path: "/dev/a/1" })).status).toBe(403);
  expect((await call(restApiId, { path: "/dev/c" })).status).toBe(200);
});
