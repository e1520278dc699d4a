import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { call, connectTo, isolate } from "./dashboard";
import { type Answer, awsError, type FakeAws, ok, startFakeAws } from "./fake-aws";
import { on } from "./reads";
import {
  account,
  configuration,
  functionArn,
  functionName,
  mapping,
  metricResults,
  world,
} from "./world";

let home: ReturnType<typeof isolate>;
beforeAll(() => (home = isolate()));
afterAll(() => home.clear());

let aws: FakeAws;
afterEach(async () => aws.stop());

const own = `/api/functions/${functionName}`;

/** What a route answers when the world differs in these operations. */
async function read(path: string, different: Record<string, Answer>) {
  aws = await startFakeAws({ ...world, ...different });
  const { status, json, text } = await call("GET", on(path, connectTo(aws.endpoint)));
  expect(status, text).toBe(200);
  return json;
}

describe("functions", () => {
  const bare = { FunctionName: functionName, FunctionArn: functionArn };

  test("with hardly a field are listed, and what is not known is absent", async () => {
    const { functions } = await read("/api/functions", {
      "lambda.ListFunctions": ok({ Functions: [bare, { FunctionArn: `${functionArn}2` }] }),
    });
    expect(functions.map(({ name }: { name: string }) => name)).toEqual(["orders", "orders2"]);
    for (const absent of [
      "state",
      "lastModified",
      "codeSizeBytes",
      "runtime",
      "reservedConcurrency",
    ])
      expect(functions[0]).not.toHaveProperty(absent);
    // AWS's own defaults: what a function without the setting has.
    expect(functions[0]).toMatchObject({ memoryMb: 128, timeoutSeconds: 3 });
  });

  test("with null and unknown fields are read", async () => {
    const odd = {
      ...configuration,
      Environment: null,
      Layers: null,
      VpcConfig: { VpcId: "" },
      TracingConfig: null,
      LoggingConfig: null,
      Architectures: [],
      SomethingNew: { a: [1] },
    };
    const json = await read(own, {
      "lambda.GetFunction": ok({ Configuration: odd, Tags: null, Concurrency: null, More: 1 }),
    });
    expect(json).toMatchObject({ name: "orders", environmentNames: [], layers: [], tags: {} });
    expect(json).not.toHaveProperty("vpcId");
  });

  test.each([
    ["2026-11-21T10:00:00.000+0000", "2026-11-21T10:00:00.000Z"],
    ["2026-11-21 10:00:00.500000", "2026-11-21T10:00:00.500Z"],
    [1795255200, "2026-11-21T10:00:00.000Z"],
    [1795255200.5, "2026-11-21T10:00:00.500Z"],
    ["1795255200000", "2026-11-21T10:00:00.000Z"],
    ["now", undefined],
    [null, undefined],
  ])("changed at %j", async (LastModified, expected) => {
    const { functions } = await read("/api/functions", {
      "lambda.ListFunctions": ok({ Functions: [{ ...configuration, LastModified }] }),
    });
    expect(functions[0].lastModified).toBe(expected);
  });

  test("of another account keep it", async () => {
    expect(await read(own, {})).toMatchObject({ accountId: account });
  });

  test("whose list has no paging are asked for once", async () => {
    const Functions = Array.from({ length: 120 }, (_, index) => ({
      ...configuration,
      FunctionName: `f${index}`,
    }));
    const { functions } = await read("/api/functions", {
      "lambda.ListFunctions": ok({ Functions, NextMarker: "" }),
    });
    expect(functions).toHaveLength(120);
    expect(aws.operations).toEqual(["lambda.ListFunctions"]);
  });

  test("whose list gives the same page for ever are listed once, with a warning", async () => {
    const json = await read("/api/functions", {
      "lambda.ListFunctions": ok({ Functions: [configuration], NextMarker: "again" }),
    });
    expect(json.functions).toHaveLength(1);
    expect(json.problems).toMatchObject([{ kind: "unsupported" }]);
    expect(aws.operations.length).toBeLessThan(4);
  });

  test("whose list ends in empty pages without end come, with a warning", async () => {
    const json = await read("/api/functions", {
      "lambda.ListFunctions": (_call, index) =>
        ok({ Functions: index === 0 ? [configuration] : [], NextMarker: `m${index}` }),
    });
    expect(json.functions).toHaveLength(1);
    expect(json.problems).toMatchObject([{ kind: "unsupported" }]);
    expect(aws.operations.length).toBeLessThan(30);
  });

  test("that tell their state nowhere have none", async () => {
    const { State: _, LastUpdateStatus: __, ...stateless } = configuration;
    const { details } = await read(`/api/function-details?name=${functionName}`, {
      "lambda.GetFunction": ok({ Configuration: stateless }),
    });
    expect(details.orders).not.toHaveProperty("state");
    expect(details.orders.tags).toEqual({});
  });
});

describe("the reserved concurrency", () => {
  const silent = { "lambda.GetFunction": ok({ Configuration: configuration }) };
  const both = async (different: Record<string, Answer>) => {
    const page = await read(`${own}/concurrency`, { ...silent, ...different });
    await aws.stop();
    const list = await read(`/api/function-details?name=${functionName}`, {
      ...silent,
      ...different,
    });
    return { page, row: list.details.orders, listProblems: list.problems };
  };

  test("is asked for where GetFunction does not bring it", async () => {
    const { page, row } = await both({});
    expect([page.reservedConcurrency, row.reservedConcurrency]).toEqual([9, 9]);
  });

  test.each([
    ["an empty answer", ok({})],
    ["404", awsError(404, "ResourceNotFoundException", "no concurrency is set")],
  ])("is none after %s", async (_name, answer) => {
    const { page, row } = await both({ "lambda.GetFunctionConcurrency": answer });
    expect([page.reservedConcurrency, row.reservedConcurrency]).toEqual([null, null]);
    expect(page.problems).toEqual([]);
  });

  test("is not known where neither tells it", async () => {
    const { page, row, listProblems } = await both({
      "lambda.GetFunctionConcurrency": { status: 501, body: "" },
    });
    expect(page.problems).toMatchObject([{ title: expect.stringContaining("reserved") }]);
    expect(row).not.toHaveProperty("reservedConcurrency");
    expect(listProblems).toMatchObject([{ title: expect.stringContaining("reserved") }]);
  });
});

test("404 in place of defaults is the default", async () => {
  const missing = awsError(404, "ResourceNotFoundException", "The function has no such thing");
  expect(
    await read(`${own}/configuration`, {
      "lambda.GetFunctionEventInvokeConfig": missing,
      "logs.DescribeLogGroups": ok({}),
    }),
  ).toMatchObject({
    asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 },
    retention: { exists: false, days: null },
    problems: [],
  });
  await aws.stop();
  expect(await read(`${own}/triggers`, { "lambda.GetPolicy": missing })).toMatchObject({
    permissions: [],
    problems: [],
  });
});

describe("metrics", () => {
  const rows = `/api/function-metrics?name=${functionName}&range=1h`;
  const charts = `${own}/metrics?startMs=0&endMs=3600000`;
  type Result = { Id: string; StatusCode?: string };
  const changed = (change: (results: Result[]) => Result[]) => ({
    "cloudwatch.GetMetricData": (asked: { body: string }) =>
      ok({ MetricDataResults: change(metricResults(asked)) }),
  });

  test("in another order go where they belong", async () => {
    const different = changed((results) => results.toReversed());
    expect((await read(rows, different)).metrics.orders).toMatchObject({
      invocations: 3,
      errors: 3,
    });
  });

  const lost: [string, ReturnType<typeof changed>][] = [
    ["left out", changed((results) => results.filter(({ Id }) => !/errors/.test(Id)))],
    [
      "failed",
      changed((results) =>
        results.map((result) =>
          /errors/.test(result.Id) ? { Id: result.Id, StatusCode: "InternalError" } : result,
        ),
      ),
    ],
  ];
  test.each(lost)("whose errors are %s have no errors instead of 0", async (_name, different) => {
    const list = await read(rows, different);
    expect(list.metrics.orders).toMatchObject({ invocations: 3, throttles: 3 });
    expect(list.metrics.orders).not.toHaveProperty("errors");
    expect(list.problems).toMatchObject([{ detail: expect.stringContaining("Errors") }]);
    await aws.stop();
    const totals = await read("/api/account-metrics?range=1h", different);
    expect(totals.now).toMatchObject({ invocations: 3 });
    expect(totals.now).not.toHaveProperty("errors");
    await aws.stop();
    const page = await read(charts, different);
    expect(page.series).toMatchObject({ invocations: [3] });
    expect(page.series).not.toHaveProperty("errors");
    expect(page.messages).toMatchObject([expect.stringContaining("Errors")]);
  });

  test("that nothing answers are all unknown", async () => {
    const list = await read(
      rows,
      changed(() => []),
    );
    expect(list.metrics.orders).toEqual({ sparkline: expect.any(Array) });
    expect(list.problems).toHaveLength(1);
  });

  test("without a datapoint count nothing", async () => {
    const different = changed((results) =>
      results.map(({ Id }) => ({ Id, Timestamps: [], Values: [], StatusCode: "Complete" })),
    );
    const list = await read(rows, different);
    expect(list.metrics.orders).toMatchObject({ invocations: 0, errors: 0, throttles: 0 });
    expect(list.problems).toEqual([]);
    await aws.stop();
    expect(await read("/api/account", different)).toMatchObject({
      currentConcurrency: 0,
      peakConcurrency: 0,
    });
  });

  test("of an hour ago are not what happens now", async () => {
    const hourAgo = Math.floor(Date.now() / 1000) - 3600;
    const old = changed((results) =>
      results.map(({ Id }) => ({ Id, Timestamps: [hourAgo], Values: [40] })),
    );
    expect(await read("/api/account", old)).toMatchObject({
      currentConcurrency: 0,
      peakConcurrency: 40,
    });
  });

  test("with pages without end come to one", async () => {
    await read(rows, {
      "cloudwatch.GetMetricData": (asked) =>
        ok({ MetricDataResults: metricResults(asked), NextToken: "again" }),
    });
    expect(aws.count("cloudwatch.GetMetricData")).toBeLessThan(4);
  });
});

describe("logs", () => {
  const events = `/api/logs/events?group=g&startMs=0&endMs=3600000`;
  const event = { eventId: "1", timestamp: 1_000, logStreamName: "s", message: "hello" };

  test("from an endpoint that leaves the range out of account come once, in range", async () => {
    const json = await read(events, {
      "logs.FilterLogEvents": ok({ events: [event, { ...event, eventId: "2", timestamp: 9e12 }] }),
    });
    expect(json).toMatchObject({ events: [{ id: "1", message: "hello" }], complete: true });
    expect(json.events).toHaveLength(1);
  });

  test.each([
    ["the same token", () => "same"],
    ["ever new tokens", (index: number) => `t${index}`],
  ])("with empty pages for ever and %s show what there is", async (_name, tokenOf) => {
    const json = await read(events, {
      "logs.FilterLogEvents": ({ body }, index) => {
        const { startTime, nextToken } = JSON.parse(body);
        const first = nextToken === undefined && startTime <= event.timestamp;
        return ok({ events: first ? [event] : [], nextToken: tokenOf(index) });
      },
    });
    expect(aws.operations.length).toBeLessThanOrEqual(40);
    if (tokenOf(1) === "same") expect(json.events).toMatchObject([{ message: "hello" }]);
    else expect(json.complete).toBe(false);
  });

  test("of a group that is not there are a problem, not silence", async () => {
    aws = await startFakeAws({
      "logs.FilterLogEvents": awsError(
        400,
        "ResourceNotFoundException",
        "The group does not exist",
      ),
      "logs.DescribeLogGroups": ok({ logGroups: [{ logGroupName: "g-longer" }] }),
    });
    const connection = connectTo(aws.endpoint);
    expect((await call("GET", on(events, connection))).json.problem.kind).toBe("not-found");
    const named = await call("GET", on("/api/logs/groups?name=g", connection));
    expect(named.json).toEqual({ group: null });
  });
});

describe("queues", () => {
  test.each([
    ["http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/work", "000000000000"],
    ["http://localhost:4566/queue/us-east-1/000000000000/work", "000000000000"],
    ["https://us-east-1.queue.amazonaws.com/123456789012/work", "123456789012"],
    ["/123456789012/work", "123456789012"],
  ])("at %s", async (url, accountId) => {
    const { queues } = await read("/api/queues", { "sqs.ListQueues": ok({ QueueUrls: [url] }) });
    expect(queues).toEqual([{ name: "work", arn: `arn:aws:sqs:us-east-1:${accountId}:work` }]);
    expect(aws.operations).toEqual(["sqs.ListQueues"]);
  });

  test("whose URL says no account are asked for their ARN", async () => {
    const { queues } = await read("/api/queues", {
      "sqs.ListQueues": ok({ QueueUrls: ["http://elastic:9324/queue/work"] }),
    });
    expect(queues).toEqual([{ name: "work", arn: `arn:aws:sqs:us-east-1:${account}:work` }]);
  });

  test("that do not count their messages have no counts", async () => {
    const { triggers } = await read(`${own}/triggers`, {
      "sqs.GetQueueAttributes": ok({ Attributes: { VisibilityTimeout: "30" } }),
    });
    expect(mappingsOf(triggers)[0].queue).toEqual({ visibilityTimeoutSeconds: 30 });
  });
});

interface Told {
  kind: string;
  uuid?: string;
}
const mappingsOf = (triggers: Told[]): ReturnType<typeof JSON.parse>[] =>
  triggers.filter(({ kind }) => kind === "mapping");

describe("triggers", () => {
  const path = `${own}/triggers`;

  test("of other functions, listed all the same, are left out", async () => {
    const other = { ...mapping, UUID: "other", FunctionArn: `${functionArn}-other` };
    const { triggers } = await read(path, {
      "lambda.ListEventSourceMappings": ok({ EventSourceMappings: [other, mapping] }),
    });
    expect(mappingsOf(triggers).map(({ uuid }) => uuid)).toEqual([mapping.UUID]);
  });

  test("with hardly a field are listed", async () => {
    const { triggers } = await read(path, {
      "lambda.ListEventSourceMappings": ok({ EventSourceMappings: [{ UUID: "u" }] }),
      "lambda.ListFunctionUrlConfigs": ok({}),
      "events.ListRuleNamesByTarget": ok({ RuleNames: ["bare"] }),
      "events.DescribeRule": ok({ Name: "bare" }),
      "scheduler.GetSchedule": ok({ Name: "bare", Target: { Arn: functionArn } }),
      "apigatewayv2.GetApis": ok({ items: [{ apiId: "h1" }, {}] }),
      "apigatewayv2.GetStages": ok({}),
      "apigateway.GetStages": ok({}),
      "apigateway.GetResources": ok({ item: [{ id: "root", path: "/" }] }),
    });
    const found = (kind: string) => triggers.find((one: Told) => one.kind === kind);
    expect(found("mapping")).toMatchObject({ uuid: "u", eventSourceArn: "", state: "" });
    expect(found("rule")).toMatchObject({ name: "bare", busName: "default", state: "" });
    expect(found("schedule")).toMatchObject({ name: "bare", expression: "", groupName: "default" });
    expect(found("api")).toMatchObject({ protocol: "HTTP", apiId: "h1", apiName: "", stages: [] });
  });

  test("changed at a time in words are named as a problem, and the permissions are there", async () => {
    const json = await read(path, {
      "lambda.ListEventSourceMappings": ok({
        EventSourceMappings: [{ ...mapping, LastModified: "2026-11-21T10:00:00Z" }],
      }),
    });
    expect(json.permissions.length).toBeGreaterThan(0);
    expect(json.problems).toMatchObject([
      { kind: "unsupported", detail: expect.stringContaining("real number") },
    ]);
  });

  test("given in policies of all shapes are listed", async () => {
    const statement = {
      Sid: "s",
      Effect: "Allow",
      Action: ["lambda:*"],
      Principal: { AWS: ["1", "2"] },
    };
    const { permissions, problems } = await read(path, {
      "lambda.GetPolicy": ok({ Policy: JSON.stringify({ Statement: statement }) }),
      "lambda.ListAliases": ok({}),
    });
    expect(problems).toEqual([]);
    expect(permissions).toMatchObject([{ principal: "1, 2", action: "lambda:*" }]);
  });

  test("of every service are found, each with what it calls and by which right", async () => {
    const { triggers, problems } = await read(path, {});
    expect(problems).toEqual([]);
    const line = ({
      kind,
      name,
      bucket,
      topicArn,
      route,
      qualifier,
      permission,
    }: Record<string, unknown>) =>
      [kind, name ?? bucket ?? topicArn ?? route, qualifier, permission].filter(Boolean).join(" ");
    const world = triggers.map((one: Record<string, unknown>) =>
      line({ ...one, permission: typeof one.permission === "object" ? "let in" : one.permission }),
    );
    expect(world.toSorted()).toEqual([
      "api GET /orders/{id} missing",
      "api POST /orders live missing",
      "bucket uploads missing",
      "caller let in",
      "mapping",
      "rule nightly missing",
      "schedule hourly",
      `topic arn:aws:sns:us-east-1:${account}:news live let in`,
    ]);
  });

  test("of a service that cannot be asked are a note, and the others are there", async () => {
    const { triggers, problems } = await read(path, {
      "scheduler.ListSchedules": awsError(403, "AccessDeniedException", "not allowed"),
      "events.DescribeRule": awsError(400, "ThrottlingException", "slow down"),
    });
    expect(problems.map(({ title }: { title: string }) => title)).toEqual([
      "Could not read the schedules",
      "Could not read the rules",
    ]);
    expect(triggers.filter(({ kind }: Told) => kind === "rule")).toMatchObject([
      { name: "nightly", busName: "default" },
    ]);
  });
});

test("roles whose trust cannot be decoded or is not told are offered", async () => {
  const role = (name: string, trust: string) =>
    `<member><RoleName>${name}</RoleName><Arn>arn:aws:iam::${account}:role/${name}</Arn>${trust}</member>`;
  const { roles } = await read("/api/roles", {
    "iam.ListRoles": {
      headers: { "content-type": "text/xml" },
      body: `<ListRolesResponse><ListRolesResult><Roles>${role("odd", '<AssumeRolePolicyDocument>{"Service":"lambda.amazonaws.com","p":"100%"}</AssumeRolePolicyDocument>')}${role("silent", "")}${role("ec2", "<AssumeRolePolicyDocument>ec2.amazonaws.com</AssumeRolePolicyDocument>")}</Roles></ListRolesResult></ListRolesResponse>`,
    },
  });
  expect(roles.map(({ name }: { name: string }) => name)).toEqual(["odd", "silent"]);
});

test("an endpoint with a path of its own is called below it", async () => {
  aws = await startFakeAws(world);
  const connection = connectTo(`${aws.endpoint}/aws/base`);
  for (const path of ["/api/functions", "/api/logs/groups", "/api/queues", "/api/identity"])
    expect((await call("GET", on(path, connection))).status).toBe(200);
  for (const { path } of aws.calls) expect(path).toMatch(/^\/aws\/base\//);
});
