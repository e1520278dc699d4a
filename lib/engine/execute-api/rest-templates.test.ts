import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import * as sdk from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callApi, deployMockApi } from "../testing/mock-api.ts";
import { startEngine } from "../testing/start-engine.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;
let target: string;
/** Answers with what it was asked for, and with the status that the path names. */
const server = createServer((request: IncomingMessage, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { method, url = "", headers } = request;
    response.statusCode = Number(/status=(\d+)/.exec(url)?.[1] ?? 200);
    response.setHeader("X-Theirs", "t");
    response.end(JSON.stringify({ method, url, headers, sent: Buffer.concat(chunks).toString() }));
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  engine = await startEngine();
});
afterAll(async () => {
  await engine.stop();
  server.close();
});

test("a template loops over what was sent, and sets the status and headers of the answer", async () => {
  const id = await deployMockApi(engine, {
    template: `#set($q = $input.params().querystring)
#set($context.responseOverride.status = 299)
#set($context.responseOverride.header.X-Stage = "$context.stage-$context.httpMethod")
{#foreach($name in $q.keySet())"$name": "$util.escapeJavaScript($q.get($name))"#if($foreach.hasNext), #end#end}`,
  });
  const reply = await callApi(engine, id, {
    path: `/_lambdeck/execute-api/${id}/dev?a=1&b=${encodeURIComponent('say "hi"')}`,
  });
  expect(reply).toMatchObject({ status: 299, body: '{"a": "1", "b": "say \\"hi\\""}' });
  expect(reply.headers["x-stage"]).toBe("dev-GET");
});

test("an answer's header that holds a line break is not sent", async () => {
  const id = await deployMockApi(engine, {
    template: `#set($context.responseOverride.header.X-Own = $util.urlDecode("a%0D%0AX-Other: b"))x`,
  });
  const reply = await callApi(engine, id);
  expect(reply.status).toBe(502);
  expect(reply.headers).not.toHaveProperty("x-other");
});

test("an address gets the template's body and the mapped parameters, and its answer is mapped by its status", async () => {
  const { restApis } = engine.clients;
  const { id: restApiId = "", rootResourceId: resourceId } = await restApis.send(
    new sdk.CreateRestApiCommand({ name: "mapped" }),
  );
  const named = { restApiId, resourceId, httpMethod: "POST" };
  await restApis.send(new sdk.PutMethodCommand({ ...named, authorizationType: "NONE" }));
  await restApis.send(
    new sdk.PutIntegrationCommand({
      ...named,
      type: "HTTP",
      integrationHttpMethod: "PUT",
      uri: `${target}/pets/{kind}`,
      requestParameters: {
        "integration.request.path.kind": "'cats'",
        "integration.request.querystring.status": "method.request.body.status",
        "integration.request.header.X-Who": "context.requestId",
      },
      requestTemplates: {
        "application/json": `#set($context.requestOverride.path.kind = 'dogs')#set($context.requestOverride.header.X-Own = 'o'){"name": $input.json('$.name')}`,
      },
    }),
  );
  const respond = (statusCode: string, selectionPattern: string | undefined, template: string) =>
    restApis.send(
      new sdk.PutIntegrationResponseCommand({
        ...named,
        statusCode,
        selectionPattern,
        responseParameters: {
          "method.response.header.X-Ours": "integration.response.header.X-Theirs",
        },
        responseTemplates: { "application/json": template },
      }),
    );
  await respond("200", undefined, "$input.json('$')");
  await respond("404", "4..", '{"gone": "$input.path(\'$.url\')"}');
  await restApis.send(new sdk.CreateDeploymentCommand({ restApiId, stageName: "dev" }));
  const post = (body: object) =>
    callApi(engine, restApiId, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "X-Secret": "mine" },
    });
  const good = await post({ name: "Rex", status: 200 });
  expect(good.headers["x-ours"]).toBe("t");
  const seen = JSON.parse(good.body) as { headers: Record<string, string> };
  expect(seen).toMatchObject({
    method: "PUT",
    url: "/pets/dogs?status=200",
    sent: '{"name": "Rex"}',
    headers: { "x-own": "o", "x-who": expect.any(String), "content-type": "application/json" },
  });
  expect(seen.headers).not.toHaveProperty("x-secret");
  expect(await post({ status: 410 })).toMatchObject({
    status: 404,
    body: '{"gone": "/pets/dogs?status=410"}',
  });
  const broken = await callApi(engine, restApiId, { method: "POST", body: "no JSON" });
  expect(broken.status).toBe(400);
  expect(broken.body).toContain("Could not parse request body into json: ");
});
