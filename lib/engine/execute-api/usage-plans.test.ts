import * as sdk from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { callApi, deployMockApi } from "../testing/mock-api.ts";
import { startEngine } from "../testing/start-engine.ts";

const clock = new ManualClock();
const minute = 60_000;
const day = 24 * 60 * minute;
let engine: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  engine = await startEngine({ clock });
});
afterAll(() => engine.stop());

const send = <Output extends object>(command: { input: object }) =>
  engine.clients.restApis.send(command as never) as Promise<Output>;

/** An API whose root asks for a key, a plan of its stage and a key of the plan. */
async function makePlan(plan: Partial<sdk.CreateUsagePlanCommandInput>, value?: string) {
  const id = await deployMockApi(engine, {
    method: { apiKeyRequired: true },
    template: '{"key": "$context.identity.apiKey", "id": "$context.identity.apiKeyId"}',
  });
  const { id: usagePlanId } = await send<sdk.UsagePlan>(
    new sdk.CreateUsagePlanCommand({
      name: "plan",
      apiStages: [{ apiId: id, stage: "dev" }],
      ...plan,
    }),
  );
  const key = await send<sdk.ApiKey>(
    new sdk.CreateApiKeyCommand({ name: "key", enabled: true, value }),
  );
  const keyId = key.id ?? "";
  await send(new sdk.CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
  const ask = (sent = key.value) =>
    callApi(engine, id, { headers: sent === undefined ? {} : { "X-API-Key": sent } });
  return { id, usagePlanId, keyId, key, ask };
}
const forbidden = { status: 403, body: '{"message":"Forbidden"}' };

test("a method that asks for a key lets in the enabled keys of the stage's plans", async () => {
  const { ask, id, usagePlanId, keyId, key } = await makePlan({});
  expect(await ask()).toMatchObject({
    status: 200,
    body: JSON.stringify({ key: key.value, id: keyId }).replaceAll(/[:,]/g, "$& "),
  });
  expect(await callApi(engine, id)).toMatchObject(forbidden);
  expect(await ask("0123456789012345678901")).toMatchObject(forbidden);
  const update = (op: "add" | "remove" | "replace", path: string, value: string) =>
    send(new sdk.UpdateApiKeyCommand({ apiKey: keyId, patchOperations: [{ op, path, value }] }));
  await update("replace", "/enabled", "false");
  expect((await ask()).headers["x-amzn-errortype"]).toBe("ForbiddenException");
  await update("replace", "/enabled", "true");
  const patchPlan = (op: "add" | "remove") =>
    send(
      new sdk.UpdateUsagePlanCommand({
        usagePlanId,
        patchOperations: [{ op, path: "/apiStages", value: `${id}:dev` }],
      }),
    );
  await patchPlan("remove");
  expect(await ask()).toMatchObject(forbidden);
  await patchPlan("add");
  expect((await ask()).status).toBe(200);
  await send(new sdk.DeleteUsagePlanKeyCommand({ usagePlanId, keyId }));
  expect(await ask()).toMatchObject(forbidden);
});

test("a key that is missing is told in the API's own words", async () => {
  const id = await deployMockApi(engine, {
    method: { apiKeyRequired: true },
    before: async (restApiId) => {
      await send(
        new sdk.PutGatewayResponseCommand({
          restApiId,
          responseType: "INVALID_API_KEY",
          statusCode: "401",
          responseParameters: { "gatewayresponse.header.X-Stage": "context.stage" },
          responseTemplates: {
            "application/json":
              '#if(1){"why": $context.error.messageString, "type": "${context.error.responseType}", "ref": "$ref"}',
          },
        }),
      );
    },
  });
  const refused = await callApi(engine, id);
  expect(refused).toMatchObject({
    status: 401,
    body: '#if(1){"why": "Forbidden", "type": "INVALID_API_KEY", "ref": "$ref"}',
  });
  expect(refused.headers["x-stage"]).toBe("dev");
});

test("a plan's rate is a bucket of each key, and a method of the stage may have its own", async () => {
  const { ask, usagePlanId, id } = await makePlan({ throttle: { rateLimit: 1, burstLimit: 2 } });
  const statuses = async (times: number) => {
    const found: number[] = [];
    for (let i = 0; i < times; i++) found.push((await ask()).status);
    return found;
  };
  expect(await statuses(3)).toEqual([200, 200, 429]);
  expect(await ask()).toMatchObject({ body: '{"message":"Too Many Requests"}' });
  await clock.advance(1000);
  expect(await statuses(2)).toEqual([200, 429]);
  const path = `/apiStages/${id}:dev/throttle/~1/ANY`;
  const { apiStages } = await send<sdk.UsagePlan>(
    new sdk.UpdateUsagePlanCommand({
      usagePlanId,
      patchOperations: [
        { op: "replace", path: `${path}/rateLimit`, value: "1" },
        { op: "replace", path: `${path}/burstLimit`, value: "1" },
      ],
    }),
  );
  expect(apiStages).toEqual([
    { apiId: id, stage: "dev", throttle: { "//ANY": { rateLimit: 1, burstLimit: 1 } } },
  ]);
  expect(await statuses(2)).toEqual([200, 429]);
});

test("a quota is used up, renewed by its period and extended for one key", async () => {
  const { ask, usagePlanId, keyId } = await makePlan({ quota: { limit: 2, period: "DAY" } });
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
  const refused = await ask();
  expect(refused).toMatchObject({ status: 429, body: '{"message":"Limit Exceeded"}' });
  expect(refused.headers["x-amzn-errortype"]).toBe("LimitExceededException");
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const usage = (startDate: string, endDate = startDate) =>
    send<sdk.Usage>(new sdk.GetUsageCommand({ usagePlanId, keyId, startDate, endDate }));
  expect(await usage(today)).toMatchObject({ usagePlanId, items: { [keyId]: [[2, 0]] } });
  expect(
    await send(
      new sdk.UpdateUsageCommand({
        usagePlanId,
        keyId,
        patchOperations: [{ op: "replace", path: "/remaining", value: "1" }],
      }),
    ),
  ).toMatchObject({ startDate: today, endDate: today, items: { [keyId]: [[2, 1]] } });
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 429]);
  await clock.advance(day);
  expect((await ask()).status).toBe(200);
  const tomorrow = new Date(clock.now()).toISOString().slice(0, 10);
  expect((await usage(today, tomorrow)).items).toEqual({
    [keyId]: [
      [3, 0],
      [1, 1],
    ],
  });
});

test("plans and keys have AWS's refusals", async () => {
  const value = "a-value-of-enough-characters";
  const { id, usagePlanId, keyId, ask } = await makePlan({}, value);
  const refused = (command: { input: object }, name: string, message: string) =>
    expect(send(command)).rejects.toMatchObject({ name, message });
  const bad = "BadRequestException";
  await refused(
    new sdk.CreateApiKeyCommand({ value: "short" }),
    bad,
    "API Key value should be at least 20 characters",
  );
  await refused(
    new sdk.CreateApiKeyCommand({ value }),
    "ConflictException",
    "API Key already exists",
  );
  await refused(
    new sdk.GetApiKeyCommand({ apiKey: "none" }),
    "NotFoundException",
    "Invalid API Key identifier specified",
  );
  await refused(
    new sdk.CreateUsagePlanCommand({ name: "p", apiStages: [{ apiId: id, stage: "none" }] }),
    "NotFoundException",
    `API Stage not found: ${id}:none`,
  );
  await refused(
    new sdk.DeleteUsagePlanCommand({ usagePlanId }),
    bad,
    `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${id}:dev`,
  );
  await refused(
    new sdk.UpdateUsagePlanCommand({
      usagePlanId,
      patchOperations: [{ op: "remove", path: `/apiStages/${id}:dev` }],
    }),
    bad,
    `Invalid patch path  '/apiStages/${id}:dev' specified for op 'remove'. Must be one of: [/apiStages, /quota, /throttle, /productCode, /apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, /apiStages/<apidId:stageName>/throttle]`,
  );
  expect((await ask()).status).toBe(200);
  await send(new sdk.DeleteStageCommand({ restApiId: id, stageName: "dev" }));
  const plan = await send<sdk.UsagePlan>(new sdk.GetUsagePlanCommand({ usagePlanId }));
  expect(plan).toMatchObject({ name: "plan", apiStages: [] });
  const { items: ofKey } = await send<sdk.UsagePlans>(new sdk.GetUsagePlansCommand({ keyId }));
  expect(ofKey?.map((one) => one.id)).toEqual([usagePlanId]);
  await send(new sdk.DeleteApiKeyCommand({ apiKey: keyId }));
  const keys = await send<sdk.UsagePlanKeys>(new sdk.GetUsagePlanKeysCommand({ usagePlanId }));
  expect(keys.items).toEqual([]);
  await send(new sdk.DeleteUsagePlanCommand({ usagePlanId }));
});

test("keys are listed with and without values, found by name and customer, tagged and imported", async () => {
  const { usagePlanId } = await makePlan({});
  const body = Buffer.from(
    `name,key,description,Enabled,usageplanIds\n"Imported, one",imported-0123456789abc,"said ""so""",TRUE,"${usagePlanId},none"\nImported two,imported-0123456789abd,,false,\n`,
  );
  const { ids = [], warnings } = await send<sdk.ApiKeyIds>(
    new sdk.ImportApiKeysCommand({ body, format: "csv" }),
  );
  expect(ids).toHaveLength(2);
  expect(warnings).toEqual(["Usage plan not found: none"]);
  const list = async (input: sdk.GetApiKeysCommandInput) =>
    (await send<sdk.ApiKeys>(new sdk.GetApiKeysCommand(input))).items;
  expect(await list({ nameQuery: "Imported", includeValues: true })).toMatchObject([
    {
      name: "Imported, one",
      value: "imported-0123456789abc",
      description: 'said "so"',
      enabled: true,
    },
    { name: "Imported two", enabled: false },
  ]);
  expect((await list({ nameQuery: "Imported" }))?.[0]).not.toHaveProperty("value");
  const { id: apiKey, customerId } = await send<sdk.ApiKey>(
    new sdk.CreateApiKeyCommand({ name: "theirs", customerId: "c1", tags: { a: "b" } }),
  );
  expect(customerId).toBe("c1");
  expect((await list({ customerId: "c1" }))?.map(({ id }) => id)).toEqual([apiKey]);
  const resourceArn = `arn:aws:apigateway:us-east-1::/apikeys/${apiKey}`;
  await send(new sdk.TagResourceCommand({ resourceArn, tags: { c: "d" } }));
  expect(await send(new sdk.GetTagsCommand({ resourceArn }))).toEqual({
    $metadata: expect.anything(),
    tags: { a: "b", c: "d" },
  });
  const { items } = await send<sdk.UsagePlanKeys>(
    new sdk.GetUsagePlanKeysCommand({ usagePlanId, nameQuery: "Imported" }),
  );
  expect(items).toEqual([
    { id: ids[0], type: "API_KEY", name: "Imported, one", value: "imported-0123456789abc" },
  ]);
});
