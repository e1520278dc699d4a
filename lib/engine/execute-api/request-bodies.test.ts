import * as sdk from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callApi, deployMockApi } from "../testing/mock-api.ts";
import { startEngine } from "../testing/start-engine.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const send = <Output extends object>(command: { input: object }) =>
  engine.clients.restApis.send(command as never) as Promise<Output>;

/** An API that holds its bodies against the model Pet, and tells what is wrong with them. */
const deploy = (schema: object, others: Record<string, object> = {}) =>
  deployMockApi(engine, {
    before: async (restApiId) => {
      const all = { ...others, Pet: schema };
      for (const [name, one] of Object.entries(all))
        await send(
          new sdk.CreateModelCommand({
            restApiId,
            name,
            contentType: "application/json",
            schema: JSON.stringify(one).replaceAll("API", restApiId),
          }),
        );
      await send(
        new sdk.PutGatewayResponseCommand({
          restApiId,
          responseType: "BAD_REQUEST_BODY",
          responseTemplates: {
            "application/json": "$context.error.message: $context.error.validationErrorString",
          },
        }),
      );
      const { id: requestValidatorId } = await send<sdk.RequestValidator>(
        new sdk.CreateRequestValidatorCommand({
          restApiId,
          name: "body",
          validateRequestBody: true,
        }),
      );
      return { requestValidatorId, requestModels: { "application/json": "Pet" } };
    },
  });
const post = (id: string, body: string, type = "application/json") =>
  callApi(engine, id, { method: "POST", body, headers: { "content-type": type } });

test("a body is held against its method's model, and AWS's validator says what is wrong", async () => {
  const id = await deploy(
    {
      $schema: "http://json-schema.org/draft-04/schema#",
      type: "object",
      required: ["type", "price"],
      additionalProperties: false,
      properties: {
        type: { type: "string", enum: ["dog", "cat"] },
        price: { type: "number", minimum: 25, exclusiveMinimum: true, maximum: 500 },
        name: { type: "string", minLength: 2, pattern: "^[a-z]+$" },
        tags: {
          type: "array",
          items: { $ref: "https://apigateway.amazonaws.com/restapis/API/models/Tag" },
        },
      },
    },
    { Tag: { type: "integer" } },
  );
  const good = { type: "dog", price: 30, tags: [1] };
  expect((await post(id, JSON.stringify(good))).status).toBe(200);
  const problems = async (body: unknown) => {
    const reply = await post(id, JSON.stringify(body));
    expect(reply.status).toBe(400);
    return reply.body;
  };
  const bad = "Invalid request body: ";
  expect(await problems({})).toBe(
    `${bad}[object has missing required properties (["price","type"])]`,
  );
  expect(await problems({ ...good, price: 25 })).toBe(
    `${bad}[numeric instance is not strictly greater than the required minimum 25]`,
  );
  expect(await problems({ ...good, price: 501, other: 1 })).toBe(
    `${bad}[object instance has properties which are not allowed by the schema: ["other"], numeric instance is greater than the required maximum (maximum: 500, found: 501)]`,
  );
  expect(await problems({ ...good, type: "cow" })).toBe(
    `${bad}[instance value ("cow") not found in enum (possible values: ["dog","cat"])]`,
  );
  expect(await problems({ ...good, name: "A" })).toBe(
    `${bad}[string "A" is too short (length: 1, required minimum: 2), ECMA 262 regex "^[a-z]+$" does not match input string "A"]`,
  );
  expect(await problems({ ...good, tags: ["x"] })).toBe(
    `${bad}[instance type (string) does not match any allowed primitive type (allowed: ["integer"])]`,
  );
  expect((await post(id, "{")).status).toBe(400);
  expect((await post(id, "")).status).toBe(400);
  expect((await post(id, "<pet/>", "application/xml")).status).toBe(200);
});

test("a body of another type than those of the templates is refused where it may not pass", async () => {
  const id = await deploy({ type: "object" });
  const { items = [] } = await send<sdk.Resources>(new sdk.GetResourcesCommand({ restApiId: id }));
  const named = { restApiId: id, resourceId: items[0]?.id, httpMethod: "ANY" };
  for (const passthroughBehavior of ["NEVER", "WHEN_NO_TEMPLATES"]) {
    await send(
      new sdk.UpdateIntegrationCommand({
        ...named,
        patchOperations: [
          { op: "replace", path: "/passthroughBehavior", value: passthroughBehavior },
        ],
      }),
    );
    await send(new sdk.CreateDeploymentCommand({ restApiId: id, stageName: "dev" }));
    expect(await post(id, "a,b", "text/csv")).toMatchObject({
      status: 415,
      body: '{"message":"Unsupported Media Type"}',
    });
    expect((await post(id, "{}")).status).toBe(200);
  }
});

test("a pattern that takes for ever ends its request", async () => {
  const id = await deploy({ type: "string", pattern: "^(a+)+$" });
  expect((await post(id, JSON.stringify("aaa"))).status).toBe(200);
  expect((await post(id, JSON.stringify(`${"a".repeat(40)}!`))).status).toBe(500);
});

test("a document's schemas become models, its validators check bodies, and its keys are asked for", async () => {
  const document = {
    swagger: "2.0",
    info: { title: "pets", version: "1" },
    "x-amazon-apigateway-request-validators": {
      all: { validateRequestBody: true, validateRequestParameters: true },
    },
    "x-amazon-apigateway-request-validator": "all",
    "x-amazon-apigateway-api-key-source": "HEADER",
    securityDefinitions: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } },
    definitions: {
      Name: { type: "string" },
      Pet: { type: "object", properties: { name: { $ref: "#/definitions/Name" } } },
    },
    paths: Object.fromEntries(
      ["/open", "/closed"].map((path) => [
        path,
        {
          post: {
            parameters: [{ in: "body", name: "Pet", schema: { $ref: "#/definitions/Pet" } }],
            ...(path === "/closed" && { security: [{ api_key: [] }] }),
            "x-amazon-apigateway-integration": {
              type: "mock",
              requestTemplates: { "application/json": '{"statusCode": 200}' },
              responses: { default: { statusCode: "200" } },
            },
          },
        },
      ]),
    ),
  };
  const { id: restApiId = "" } = await send<sdk.RestApi>(
    new sdk.ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }),
  );
  await send(new sdk.CreateDeploymentCommand({ restApiId, stageName: "dev" }));
  const call = async (path: string, body: object) =>
    (
      await callApi(engine, restApiId, {
        method: "POST",
        path: `/_lambdeck/execute-api/${restApiId}/dev${path}`,
        body: JSON.stringify(body),
      })
    ).status;
  expect(await call("/open", { name: "Rex" })).toBe(200);
  expect(await call("/open", { name: 1 })).toBe(400);
  expect(await call("/closed", { name: "Rex" })).toBe(403);
  const { items = [] } = await send<sdk.Models>(new sdk.GetModelsCommand({ restApiId }));
  expect(items.map(({ name }) => name)).toContain("Pet");
});
