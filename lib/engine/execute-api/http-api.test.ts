import { generateKeyPairSync, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as sdk from "@aws-sdk/client-apigatewayv2";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import { type RawReply, sendRaw, signedFor } from "../testing/send-raw.ts";

const echo = `exports.handler = async (event) => {
  const act = (event.headers || {})["x-act"];
  if (act === "throw") throw new Error("no");
  if (act === "object") return { hello: "there" };
  if (act === "plain") return { statusCode: 201, body: "made", headers: { "X-Own": "a" }, cookies: ["a=1", "b=2"] };
  if (act === "binary") return { statusCode: 200, body: "AP8=", isBase64Encoded: true };
  if (act === "inject") return { statusCode: 200, headers: { "x-a": "b\\r\\nx-evil: yes" } };
  if (act === "slow") await new Promise((resolve) => setTimeout(resolve, 400));
  return { statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(event) };
};`;
const authorizer = `let asked = 0;
exports.handler = async (event) => {
  const token = event.headers.authorization || event.headers.Authorization;
  asked++;
  if (token === "broken") throw new Error("no");
  if (token === "unauthorized") throw new Error("Unauthorized");
  if (event.version === "2.0") return { isAuthorized: token === "yes", context: { asked, who: event.identitySource[0] } };
  return {
    principalId: "someone",
    policyDocument: { Statement: [{ Action: "execute-api:Invoke", Effect: token === "yes" ? "Allow" : "Deny", Resource: event.methodArn }] },
    context: { asked },
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
  await engine.deploy("gate", authorizer);
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

const uriOf = (functionArn: string): string =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

/** Calls an API by its host name, which find names below localhost on this machine. */
function call(api: { ApiEndpoint?: string }, options: Parameters<typeof sendRaw>[1] = {}) {
  const headers = { host: new URL(api.ApiEndpoint ?? "").host, ...options.headers };
  return sendRaw(engine.endpoint, { ...options, headers });
}
const eventOf = (reply: RawReply) => {
  expect(reply.status).toBe(200);
  return JSON.parse(reply.body) as Record<string, never> & { requestContext: never };
};

/** An API of these routes, all of them to the echo, in a stage that deploys itself. */
async function makeApi(
  routes: Record<string, Partial<sdk.CreateRouteCommandInput>>,
  {
    integration = {},
    stage = {},
    api = {},
  }: {
    integration?: Partial<sdk.CreateIntegrationCommandInput>;
    stage?: Partial<sdk.CreateStageCommandInput>;
    api?: Partial<sdk.CreateApiCommandInput>;
  } = {},
) {
  const { apis } = engine.clients;
  const made = await apis.send(
    new sdk.CreateApiCommand({ Name: "made", ProtocolType: "HTTP", ...api }),
  );
  const { ApiId } = made;
  const { IntegrationId } = await apis.send(
    new sdk.CreateIntegrationCommand({
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: arn,
      PayloadFormatVersion: "2.0",
      ...integration,
    }),
  );
  for (const [RouteKey, more] of Object.entries(routes))
    await apis.send(
      new sdk.CreateRouteCommand({
        ApiId,
        RouteKey,
        Target: `integrations/${IntegrationId}`,
        ...more,
      }),
    );
  await apis.send(
    new sdk.CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true, ...stage }),
  );
  return { ...made, IntegrationId };
}

test("an API made with a target serves at once; the function gets AWS's event of format 2.0", async () => {
  const api = await engine.clients.apis.send(
    new sdk.CreateApiCommand({ Name: "quick", ProtocolType: "HTTP", Target: arn }),
  );
  const { host } = new URL(api.ApiEndpoint ?? "");
  expect(host).toBe(
    `${api.ApiId}.execute-api.${region}.localhost:${new URL(engine.endpoint).port}`,
  );
  const reply = await call(api, {
    method: "POST",
    path: "/a%20b/c?q=1&q=2&empty=",
    headers: { "Content-Type": "text/plain", cookie: "a=1; b=2", "user-agent": "t" },
    body: "text",
  });
  expect(eventOf(reply)).toEqual({
    version: "2.0",
    routeKey: "$default",
    rawPath: "/a b/c",
    rawQueryString: "q=1&q=2&empty=",
    cookies: ["a=1", "b=2"],
    headers: {
      "content-type": "text/plain",
      "content-length": "4",
      host,
      "user-agent": "t",
      "x-amzn-trace-id": expect.stringMatching(/^Root=1-/),
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-port": new URL(engine.endpoint).port,
      "x-forwarded-proto": "http",
    },
    queryStringParameters: { q: "1,2", empty: "" },
    requestContext: {
      accountId: account,
      apiId: api.ApiId,
      domainName: host,
      domainPrefix: api.ApiId,
      http: {
        method: "POST",
        path: "/a b/c",
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "t",
      },
      requestId: reply.headers["apigw-requestid"],
      routeKey: "$default",
      stage: "$default",
      time: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    body: "text",
    isBase64Encoded: false,
  });
});

test("what a function returns becomes the response; what it cannot be is an internal error", async () => {
  const api = await makeApi({ $default: {} });
  const act = (what: string) => call(api, { headers: { "x-act": what } });
  const plain = await act("plain");
  expect(plain).toMatchObject({ status: 201, body: "made" });
  expect(plain.headers).toMatchObject({
    "x-own": "a",
    "set-cookie": ["a=1", "b=2"],
    "content-type": "text/plain; charset=utf-8",
  });
  const object = await act("object");
  expect(object).toMatchObject({ status: 200, body: '{"hello":"there"}' });
  expect(object.headers["content-type"]).toBe("application/json");
  expect((await act("binary")).headers["content-length"]).toBe("2");
  for (const bad of ["throw", "inject"]) {
    const reply = await act(bad);
    expect(reply).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect(reply.headers).not.toHaveProperty("x-evil");
  }
});

test("the most specific route takes a request, then a variable, a greedy one and the default", async () => {
  const api = await makeApi({
    "GET /pets/dog/1": {},
    "GET /pets/dog/{id}": {},
    "GET /pets/{proxy+}": {},
    "ANY /{proxy+}": {},
    "GET /": {},
    $default: {},
  });
  const routeOf = async (path: string, method = "GET") => {
    const event = eventOf(await call(api, { path, method }));
    return [event.routeKey, event.pathParameters];
  };
  expect(await routeOf("/pets/dog/1")).toEqual(["GET /pets/dog/1", undefined]);
  expect(await routeOf("/pets/dog/a%2Bb")).toEqual(["GET /pets/dog/{id}", { id: "a+b" }]);
  expect(await routeOf("/pets/cat/1")).toEqual(["GET /pets/{proxy+}", { proxy: "cat/1" }]);
  expect(await routeOf("/pets/dog/1", "POST")).toEqual(["ANY /{proxy+}", { proxy: "pets/dog/1" }]);
  expect(await routeOf("/")).toEqual(["GET /", undefined]);
  expect(await routeOf("/", "PUT")).toEqual(["$default", undefined]);
});

test("a stage is the first part of the path, has variables and serves what was deployed to it", async () => {
  const { apis } = engine.clients;
  const api = await makeApi(
    { "GET /one": {} },
    {
      stage: { StageName: "dev", AutoDeploy: false, StageVariables: { fn: "echo" } },
      integration: { IntegrationUri: arn.replace(/echo$/, "${stageVariables.fn}") },
    },
  );
  const { ApiId } = api;
  const notFound = { status: 404, body: '{"message":"Not Found"}' };
  expect(await call(api, { path: "/dev/one" })).toMatchObject(notFound);
  await apis.send(new sdk.CreateDeploymentCommand({ ApiId, StageName: "dev" }));
  const event = eventOf(await call(api, { path: "/dev/one" }));
  expect(event).toMatchObject({
    rawPath: "/dev/one",
    stageVariables: { fn: "echo" },
    requestContext: { stage: "dev" },
  });
  await apis.send(
    new sdk.CreateRouteCommand({
      ApiId,
      RouteKey: "GET /two",
      Target: `integrations/${api.IntegrationId}`,
    }),
  );
  expect(await call(api, { path: "/dev/two" })).toMatchObject(notFound);
  await apis.send(new sdk.UpdateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true }));
  expect((await call(api, { path: "/dev/two" })).status).toBe(200);
  expect(await call(api, { path: "/one" })).toMatchObject(notFound);
  const direct = await sendRaw(engine.endpoint, {
    path: `/_lambdeck/execute-api/${ApiId}/dev/one`,
  });
  expect(eventOf(direct)).toMatchObject({ rawPath: "/dev/one" });
});

test("format 1.0 keeps headers as they were sent and all values of each", async () => {
  const api = await makeApi(
    { "GET /pets/{id}": {} },
    { integration: { PayloadFormatVersion: "1.0" } },
  );
  const event = eventOf(
    await call(api, { path: "/pets/7?a=1&a=2", headers: { "X-Thing": "b", cookie: "c=1" } }),
  );
  expect(event).toMatchObject({
    version: "1.0",
    resource: "/pets/{id}",
    path: "/pets/7",
    httpMethod: "GET",
    headers: { "X-Thing": "b", cookie: "c=1" },
    multiValueHeaders: { "X-Thing": ["b"] },
    queryStringParameters: { a: "2" },
    multiValueQueryStringParameters: { a: ["1", "2"] },
    pathParameters: { id: "7" },
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
    requestContext: { resourcePath: "/pets/{id}", identity: { sourceIp: "127.0.0.1", user: null } },
  });
});

test("a function that does not permit the route, and one that is not there, are internal errors", async () => {
  const { FunctionArn } = await engine.deploy("private", echo);
  for (const IntegrationUri of [FunctionArn, `${FunctionArn}x`]) {
    const api = await makeApi({ "GET /x": {} }, { integration: { IntegrationUri } });
    expect(await call(api, { path: "/x" })).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  }
  const api = await makeApi(
    { "GET /x/{id}": {} },
    { integration: { IntegrationUri: FunctionArn } },
  );
  await engine.clients.lambda.send(
    new AddPermissionCommand({
      FunctionName: "private",
      StatementId: "one-route",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: `arn:aws:execute-api:${region}:${account}:${api.ApiId}/*/GET/x/{id}`,
    }),
  );
  expect((await call(api, { path: "/x/1" })).status).toBe(200);
  const byRole = await makeApi(
    { "GET /x": {} },
    {
      integration: {
        IntegrationUri: FunctionArn,
        CredentialsArn: "arn:aws:iam::000000000000:role/api",
      },
    },
  );
  expect((await call(byRole, { path: "/x" })).status).toBe(200);
});

test("an integration's time-out ends the wait with 503", async () => {
  const api = await makeApi({ $default: {} }, { integration: { TimeoutInMillis: 50 } });
  expect(await call(api, { headers: { "x-act": "slow" } })).toMatchObject({
    status: 503,
    body: '{"message":"Service Unavailable"}',
  });
});

test("the API's CORS settings answer preflights and replace the function's", async () => {
  const api = await makeApi(
    { "GET /x": {} },
    { api: { CorsConfiguration: { AllowOrigins: ["https://a.example"], AllowMethods: ["GET"] } } },
  );
  const origin = "https://a.example";
  const preflight = await call(api, {
    method: "OPTIONS",
    path: "/x",
    headers: { origin, "access-control-request-method": "GET" },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers).toMatchObject({
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET",
  });
  const reply = await call(api, { path: "/x", headers: { origin } });
  expect(reply.headers["access-control-allow-origin"]).toBe(origin);
  const other = await call(api, { path: "/x", headers: { origin: "https://b.example" } });
  expect(other.headers).not.toHaveProperty("access-control-allow-origin");
  const page = await sendRaw(engine.endpoint, {
    path: `/_lambdeck/execute-api/${api.ApiId}/x`,
    headers: { "sec-fetch-site": "none" },
  });
  expect(page.status).toBe(403);
});

test.each(["2.0", "1.0"] as const)(
  "a function may decide who passes (format %s)",
  async (version) => {
    const { apis } = engine.clients;
    const api = await makeApi({ "GET /open": {} });
    const { ApiId } = api;
    const { AuthorizerId } = await apis.send(
      new sdk.CreateAuthorizerCommand({
        ApiId,
        Name: "gate",
        AuthorizerType: "REQUEST",
        AuthorizerUri: uriOf(arn.replace(/echo$/, "gate")),
        AuthorizerPayloadFormatVersion: version,
        EnableSimpleResponses: version === "2.0",
        IdentitySource: ["$request.header.Authorization"],
        AuthorizerResultTtlInSeconds: 300,
      }),
    );
    await apis.send(
      new sdk.CreateRouteCommand({
        ApiId,
        RouteKey: "GET /closed",
        Target: `integrations/${api.IntegrationId}`,
        AuthorizationType: "CUSTOM",
        AuthorizerId,
      }),
    );
    const ask = (token?: string) =>
      call(api, { path: "/closed", headers: token ? { Authorization: token } : {} });
    expect(await ask()).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(await ask("no")).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
    expect((await ask("broken")).status).toBe(500);
    expect((await ask("unauthorized")).status).toBe(401);
    const first = eventOf(await ask("yes"));
    const told = { lambda: expect.objectContaining({ asked: expect.any(Number) }) };
    expect(first).toMatchObject({ requestContext: { authorizer: told } });
    // The second time the function is not asked again.
    const second = eventOf(await ask("yes"));
    expect(second).toMatchObject({
      requestContext: { authorizer: (first.requestContext as never)["authorizer"] },
    });
  },
);

test("AWS_IAM lets signed requests in", async () => {
  const api = await makeApi({ "GET /x": { AuthorizationType: "AWS_IAM" } });
  expect(await call(api, { path: "/x" })).toMatchObject({
    status: 403,
    body: '{"message":"Forbidden"}',
  });
  const reply = await call(api, { path: "/x", headers: signedFor("execute-api") });
  expect(eventOf(reply)).toMatchObject({
    requestContext: { authorizer: { iam: { accessKey: "test", accountId: account } } },
  });
});

test("tokens are verified with the keys of their issuer", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const issuer = await new Promise<Server>((resolve) => {
    const server = createServer((request, response) => {
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const body = request.url?.includes("openid")
        ? { jwks_uri: `${base}/keys` }
        : { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k", alg: "RS256" }] };
      response.end(JSON.stringify(body));
    }).listen(0, "127.0.0.1", () => resolve(server));
  });
  const iss = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const tokenOf = (claims: object) => {
    const text = `${part({ alg: "RS256", kid: "k" })}.${part(claims)}`;
    return `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
  };
  const { apis } = engine.clients;
  const api = await makeApi({ "GET /open": {} });
  const { AuthorizerId } = await apis.send(
    new sdk.CreateAuthorizerCommand({
      ApiId: api.ApiId,
      Name: "tokens",
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration: { Issuer: iss, Audience: ["me"] },
    }),
  );
  await apis.send(
    new sdk.CreateRouteCommand({
      ApiId: api.ApiId,
      RouteKey: "GET /closed",
      Target: `integrations/${api.IntegrationId}`,
      AuthorizationType: "JWT",
      AuthorizerId,
      AuthorizationScopes: ["read"],
    }),
  );
  const exp = Math.floor(Date.now() / 1000) + 60;
  const ask = (claims: object, spoil = "") =>
    call(api, { path: "/closed", headers: { Authorization: `Bearer ${tokenOf(claims)}${spoil}` } });
  const good = { iss, aud: "me", exp, scope: "read write", n: 1 };
  expect(eventOf(await ask(good))).toMatchObject({
    requestContext: {
      authorizer: { jwt: { claims: { n: "1", aud: "me" }, scopes: ["read", "write"] } },
    },
  });
  expect((await ask(good, "x")).status).toBe(401);
  const other = await ask({ ...good, aud: "you" });
  expect(other.headers["www-authenticate"]).toBe(
    'Bearer scope="read" error="invalid_token" error_description="the token does not have a valid audience"',
  );
  expect((await ask({ ...good, exp: 1 })).status).toBe(401);
  expect((await ask({ ...good, iss: "http://x" })).status).toBe(401);
  expect((await ask({ ...good, scope: "write" })).status).toBe(403);
  issuer.close();
});

test("parameters of requests and responses are mapped, stages limit rates and log accesses", async () => {
  const { logs } = engine.clients;
  const api = await makeApi(
    { "GET /x/{id}": {} },
    {
      integration: {
        RequestParameters: {
          "append:header.x-id": "$request.path.id",
          "overwrite:querystring.q": "${stageVariables.v}-${context.stage}",
          "remove:header.x-gone": "''",
          "overwrite:path": "/other",
        },
        ResponseParameters: {
          "200": {
            "overwrite:statuscode": "202",
            "append:header.x-told": "$request.querystring.q",
          },
        },
      },
      stage: {
        StageVariables: { v: "1" },
        DefaultRouteSettings: { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 0.001 },
        AccessLogSettings: {
          DestinationArn: `arn:aws:logs:${region}:${account}:log-group:accesses`,
          Format: "$context.routeKey $context.status $context.identity.userAgent",
        },
      },
    },
  );
  const reply = await call(api, {
    path: "/x/7?q=a",
    headers: { "x-gone": "1", "user-agent": "u" },
  });
  expect(reply.status).toBe(202);
  expect(reply.headers["x-told"]).toBe("a");
  const event = JSON.parse(reply.body) as { headers: object };
  expect(event).toMatchObject({
    rawPath: "/other",
    queryStringParameters: { q: "1-$default" },
    headers: { "x-id": "7" },
  });
  expect(event.headers).not.toHaveProperty("x-gone");
  expect(await call(api, { path: "/x/7" })).toMatchObject({
    status: 429,
    body: '{"message":"Too Many Requests"}',
  });
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "accesses" }));
  expect(events.map(({ message }) => message)).toEqual(["GET /x/{id} 202 u", "GET /x/{id} 429 -"]);
});

test("HTTP_PROXY sends requests on", async () => {
  const behind = await new Promise<Server>((resolve) => {
    const server = createServer((request, response) => {
      response.setHeader("x-behind", "yes");
      response.statusCode = 203;
      response.end(`${request.method} ${request.url}`);
    }).listen(0, "127.0.0.1", () => resolve(server));
  });
  const base = `http://127.0.0.1:${(behind.address() as AddressInfo).port}`;
  const api = await makeApi(
    { "ANY /p/{proxy+}": {} },
    {
      integration: {
        IntegrationType: "HTTP_PROXY",
        IntegrationMethod: "ANY",
        IntegrationUri: `${base}/base/{proxy}`,
        PayloadFormatVersion: "1.0",
      },
    },
  );
  const reply = await call(api, { method: "PUT", path: "/p/a/b?c=1", body: "x" });
  expect(reply).toMatchObject({ status: 203, body: "PUT /base/a/b?c=1" });
  expect(reply.headers["x-behind"]).toBe("yes");
  behind.close();
});
