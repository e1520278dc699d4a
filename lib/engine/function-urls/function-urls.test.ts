import { request as httpRequest } from "node:http";
import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import * as sdk from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import { type RawReply, sendRaw, signedFor } from "../testing/send-raw.ts";

const echo = `exports.handler = async (event) => {
  const act = event.headers["x-act"];
  if (act === "throw") throw new Error("no");
  if (act === "inject") return { statusCode: 200, headers: { "x-a": "b\\r\\nx-evil: yes" }, body: "" };
  if (act) return { statusCode: Number(act), body: "acted" };
  return { statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(event) };
};`;
const streaming = `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  const act = event.headers["x-act"];
  if (act === "throw") throw new Error("no");
  if (act === "plain") stream.setContentType("text/x");
  else stream = awslambda.HttpResponseStream.from(stream, { statusCode: 206, headers: { "x-a": "b" }, cookies: ["c=1"] });
  stream.write("first ");
  await new Promise((resolve) => setTimeout(resolve, 300));
  if (act === "break") throw new Error("half-way");
  stream.end("last");
});`;

let engine: FunctionRunner;
let urls: Record<string, string>;
beforeAll(async () => {
  engine = await runFunctions();
  await engine.deploy("echo", echo);
  await engine.deploy("streaming", streaming);
  urls = { echo: await open("echo"), streaming: await open("streaming", "RESPONSE_STREAM") };
});
afterAll(() => engine.stop());

/** Gives a function a URL that everybody may call. */
async function open(FunctionName: string, InvokeMode?: sdk.InvokeMode, Cors?: sdk.Cors) {
  const { FunctionUrl = "" } = await engine.clients.lambda.send(
    new sdk.CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE", InvokeMode, Cors }),
  );
  await permit(FunctionName);
  return FunctionUrl;
}

const permit = (FunctionName: string) =>
  engine.clients.lambda.send(
    new sdk.AddPermissionCommand({
      FunctionName,
      StatementId: "everybody",
      Action: "lambda:InvokeFunctionUrl",
      Principal: "*",
      FunctionUrlAuthType: "NONE",
    }),
  );

/** Calls a URL as a browser or curl does, which find names below localhost on this machine. */
function call(url: string, options: Parameters<typeof sendRaw>[1] = {}): Promise<RawReply> {
  const headers = { host: new URL(url).host, ...options.headers };
  return sendRaw(engine.endpoint, { ...options, headers });
}

test("the function gets AWS's event, payload format 2.0", async () => {
  const url = urls.echo ?? "";
  const { host } = new URL(url);
  const [id = ""] = host.split(".");
  const reply = await call(url, {
    method: "POST",
    path: "/a%20b/c?q=1&q=2&r=%C3%A9&empty=",
    headers: {
      "Content-Type": "text/plain",
      "X-Thing": "Ab",
      cookie: "a=1; b=2",
      "user-agent": "t",
    },
    body: "text",
  });
  expect(reply.status).toBe(200);
  const event = JSON.parse(reply.body) as Record<string, unknown>;
  expect(event).toEqual({
    version: "2.0",
    routeKey: "$default",
    rawPath: "/a%20b/c",
    rawQueryString: "q=1&q=2&r=%C3%A9&empty=",
    cookies: ["a=1", "b=2"],
    headers: expect.objectContaining({
      "content-type": "text/plain",
      "x-thing": "Ab",
      "content-length": "4",
      host,
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-port": new URL(url).port,
      "x-amzn-trace-id": expect.stringMatching(/^Root=1-/),
    }),
    queryStringParameters: { q: "1,2", r: "é", empty: "" },
    requestContext: {
      accountId: "anonymous",
      apiId: id,
      domainName: `${id}.lambda-url.us-east-1.localhost`,
      domainPrefix: id,
      http: {
        method: "POST",
        path: "/a b/c",
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "t",
      },
      requestId: reply.headers["x-amzn-requestid"],
      routeKey: "$default",
      stage: "$default",
      time: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    body: "text",
    isBase64Encoded: false,
  });
});

test("a body that is no text is base64; none is left out", async () => {
  const headers = { "content-type": "application/octet-stream" };
  const binary = await call(urls.echo ?? "", { method: "POST", headers, body: Buffer.of(0, 255) });
  expect(JSON.parse(binary.body)).toMatchObject({ body: "AP8=", isBase64Encoded: true });
  const none = JSON.parse((await call(urls.echo ?? "")).body) as object;
  expect(none).toMatchObject({ isBase64Encoded: false, rawQueryString: "", rawPath: "/" });
  expect(Object.keys(none)).not.toContain("body");
  expect(Object.keys(none)).not.toContain("cookies");
  expect(Object.keys(none)).not.toContain("queryStringParameters");
});

test("failures, and headers that would forge others, are internal errors", async () => {
  for (const act of ["throw", "inject", "99"]) {
    const reply = await call(urls.echo ?? "", { headers: { "x-act": act } });
    expect(reply).toMatchObject({ status: 502, body: "Internal Server Error" });
    expect(reply.headers["content-type"]).toBe("application/json");
    expect(reply.headers).not.toHaveProperty("x-evil");
  }
});

test("a request above 6 MB is refused", async () => {
  const reply = await call(urls.echo ?? "", { method: "POST", body: Buffer.alloc(6_291_457) });
  expect(reply.status).toBe(413);
  expect(reply.body).toContain("Request must be smaller than 6291456 bytes");
  const inflated = await call(urls.echo ?? "", { method: "POST", body: Buffer.alloc(5_000_000) });
  expect(inflated.status).toBe(413);
});

test("no permission for everybody: forbidden; no such URL: forbidden too", async () => {
  await engine.deploy("closed", echo);
  const { lambda } = engine.clients;
  const { FunctionUrl = "" } = await lambda.send(
    new sdk.CreateFunctionUrlConfigCommand({ FunctionName: "closed", AuthType: "NONE" }),
  );
  const refused = await call(FunctionUrl);
  expect(refused.status).toBe(403);
  expect(refused.headers["x-amzn-errortype"]).toBe("AccessDeniedException");
  expect(JSON.parse(refused.body)).toEqual({
    Message: expect.stringMatching(/^Forbidden\. For troubleshooting .*urls-auth\.html$/),
  });
  await permit("closed");
  expect((await call(FunctionUrl)).status).toBe(200);
  const other = FunctionUrl.replace("us-east-1", "eu-west-1");
  expect(await call(other)).toMatchObject({ status: 403, body: '{"Message":null}' });
  await lambda.send(new sdk.DeleteFunctionUrlConfigCommand({ FunctionName: "closed" }));
  expect(await call(FunctionUrl)).toMatchObject({ status: 403, body: '{"Message":null}' });
});

test("AWS_IAM wants a signature for Lambda in the URL's region, which the function does not see", async () => {
  await engine.deploy("signed", echo);
  const { FunctionUrl = "" } = await engine.clients.lambda.send(
    new sdk.CreateFunctionUrlConfigCommand({ FunctionName: "signed", AuthType: "AWS_IAM" }),
  );
  expect(await call(FunctionUrl)).toMatchObject({ status: 403, body: '{"Message":"Forbidden"}' });
  expect((await call(FunctionUrl, { headers: signedFor("s3") })).status).toBe(403);
  expect((await call(FunctionUrl, { headers: signedFor("lambda", "eu-west-1") })).status).toBe(403);
  const event = JSON.parse((await call(FunctionUrl, { headers: signedFor("lambda") })).body) as {
    headers: object;
  };
  expect(event).toMatchObject({
    requestContext: {
      accountId: "000000000000",
      authorizer: { iam: { accessKey: "test", accountId: "000000000000", cognitoIdentity: null } },
    },
  });
  expect(event.headers).not.toHaveProperty("authorization");
});

test("a reservation of nothing answers 429 with its reason", async () => {
  await engine.deploy("off", echo);
  const url = await open("off");
  await engine.clients.lambda.send(
    new sdk.PutFunctionConcurrencyCommand({ FunctionName: "off", ReservedConcurrentExecutions: 0 }),
  );
  const reply = await call(url);
  expect(reply.status).toBe(429);
  expect(reply.headers["retry-after"]).toBe("1");
  expect(JSON.parse(reply.body)).toEqual({
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    Type: "User",
    message: "Rate Exceeded.",
  });
});

test("an alias has its own URL and permission, and keeps the URL when it is made again", async () => {
  const { lambda } = engine.clients;
  await engine.deploy("aliased", echo);
  await lambda.send(new sdk.PublishVersionCommand({ FunctionName: "aliased" }));
  const alias = { FunctionName: "aliased", Name: "live", FunctionVersion: "1" };
  const ofAlias = { FunctionName: "aliased", Qualifier: "live" };
  await lambda.send(new sdk.CreateAliasCommand(alias));
  const { FunctionUrl = "", FunctionArn } = await lambda.send(
    new sdk.CreateFunctionUrlConfigCommand({ ...ofAlias, AuthType: "NONE" }),
  );
  expect(FunctionArn).toMatch(/:aliased:live$/);
  await permit("aliased");
  expect((await call(FunctionUrl)).status).toBe(403);
  await permit("aliased:live");
  expect((await call(FunctionUrl)).status).toBe(200);
  await lambda.send(new sdk.DeleteAliasCommand(alias));
  expect((await call(FunctionUrl)).status).toBe(403);
  await lambda.send(new sdk.CreateAliasCommand(alias));
  await permit("aliased:live");
  expect((await call(FunctionUrl)).status).toBe(200);
});

test("a stream comes piece by piece, after its own status and headers", async () => {
  const pieces: [string, number][] = [];
  const started = performance.now();
  const reply = await new Promise<{ status: number; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      const outgoing = httpRequest(
        engine.endpoint,
        { headers: { host: new URL(urls.streaming ?? "").host } },
        (incoming) => {
          incoming.on("data", (chunk: Buffer) =>
            pieces.push([chunk.toString(), performance.now() - started]),
          );
          incoming.on("end", () =>
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers }),
          );
        },
      );
      outgoing.on("error", reject).end();
    },
  );
  expect(reply.status).toBe(206);
  expect(reply.headers).toMatchObject({
    "x-a": "b",
    "set-cookie": ["c=1"],
    "transfer-encoding": "chunked",
  });
  expect(pieces.map(([text]) => text)).toEqual(["first ", "last"]);
  expect((pieces[1]?.[1] ?? 0) - (pieces[0]?.[1] ?? 0)).toBeGreaterThan(200);
});

test("a stream without a prelude has its own type; one that breaks ends early", async () => {
  const url = urls.streaming ?? "";
  const plain = await call(url, { headers: { "x-act": "plain" } });
  expect(plain).toMatchObject({ status: 200, body: "first last" });
  expect(plain.headers["content-type"]).toBe("text/x");
  expect(await call(url, { headers: { "x-act": "break" } })).toMatchObject({
    status: 206,
    body: "first ",
  });
  expect((await call(url, { headers: { "x-act": "throw" } })).status).toBe(502);
});

test("a handler that does not stream answers a streaming URL with its bytes as they are", async () => {
  await engine.deploy("whole", "exports.handler = async () => ({ statusCode: 202, body: 'x' });");
  const url = await open("whole", "RESPONSE_STREAM");
  expect(await call(url)).toMatchObject({ status: 202, body: '{"statusCode":202,"body":"x"}' });
});

test("only the URL's own settings answer other origins; the engine's API stays closed to its page", async () => {
  await engine.deploy("cors", echo);
  const url = await open("cors", undefined, {
    AllowOrigins: ["https://page.example"],
    AllowMethods: ["GET"],
  });
  const origin = "https://page.example";
  const preflight = { origin, "access-control-request-method": "GET" };
  const allowed = await call(url, { method: "OPTIONS", headers: preflight });
  expect(allowed).toMatchObject({ status: 200, body: "" });
  expect(allowed.headers["access-control-allow-origin"]).toBe(origin);
  const reply = await call(url, { headers: { origin } });
  expect(reply.headers["access-control-allow-origin"]).toBe(origin);
  const page = new URL(url).origin;
  const path = "/2015-03-31/functions/";
  expect((await sendRaw(engine.endpoint, { path, headers: { origin: page } })).status).toBe(403);
  expect((await call(url, { path })).headers).not.toHaveProperty("x-amzn-errortype");
});

test("programs that cannot resolve the name use the engine's path; browsers may not", async () => {
  const [id = ""] = new URL(urls.echo ?? "").host.split(".");
  const path = `/_lambdeck/function-url/${id}/x/y?z=1`;
  const reply = await sendRaw(engine.endpoint, { method: "POST", path, body: "b" });
  expect(JSON.parse(reply.body)).toMatchObject({ rawPath: "/x/y", rawQueryString: "z=1" });
  const ofBrowsers: Record<string, string>[] = [
    { "sec-fetch-site": "none" },
    { origin: engine.endpoint },
  ];
  for (const headers of ofBrowsers)
    expect((await sendRaw(engine.endpoint, { path, headers })).status).toBe(403);
});

test("requests are counted with their status and time", async () => {
  await engine.deploy("counted", echo);
  const url = await open("counted");
  for (const act of ["200", "404", "503", "throw"]) await call(url, { headers: { "x-act": act } });
  await engine.clients.lambda.send(
    new sdk.RemovePermissionCommand({ FunctionName: "counted", StatementId: "everybody" }),
  );
  await call(url);
  const names = ["UrlRequestCount", "Url4xxCount", "Url5xxCount", "UrlRequestLatency"];
  const read = async () => {
    const { MetricDataResults = [] } = await engine.clients.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 60_000),
        MetricDataQueries: names.map((MetricName) => ({
          Id: MetricName.charAt(0).toLowerCase() + MetricName.slice(1),
          MetricStat: {
            Period: 3600,
            Stat: MetricName === "UrlRequestLatency" ? "SampleCount" : "Sum",
            Metric: {
              Namespace: "AWS/Lambda",
              MetricName,
              Dimensions: [{ Name: "FunctionName", Value: "counted" }],
            },
          },
        })),
      }),
    );
    return MetricDataResults.map(({ Values = [] }) => Values.reduce((sum, v) => sum + v, 0));
  };
  await expect.poll(read).toEqual([5, 2, 2, 5]);
});

test("settings can be changed and taken away, and are checked", async () => {
  const { lambda } = engine.clients;
  const FunctionName = "cors";
  const cleared = await lambda.send(
    new sdk.UpdateFunctionUrlConfigCommand({ FunctionName, Cors: {}, AuthType: "AWS_IAM" }),
  );
  expect(cleared.Cors).toBeUndefined();
  expect(cleared.AuthType).toBe("AWS_IAM");
  await expect(
    lambda.send(new sdk.CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE" })),
  ).rejects.toMatchObject({
    name: "ResourceConflictException",
    message:
      "Failed to create function url config for [functionArn = arn:aws:lambda:us-east-1:000000000000:function:cors]. Error message:  FunctionUrlConfig exists for this Lambda function",
  });
  const Cors = { AllowMethods: ["OPTIONS"] };
  await expect(
    lambda.send(new sdk.UpdateFunctionUrlConfigCommand({ FunctionName, Cors })),
  ).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining("Value '[OPTIONS]' at 'cors.allowMethods' failed to satisfy"),
  });
});
