import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { call, connectTo, isolate, respond } from "./dashboard";
import { type Answer, type FakeAws, notFoundPage, ok, startFakeAws } from "./fake-aws";
import { on } from "./reads";
import { configuration, functionName, without, world } from "./world";

let home: ReturnType<typeof isolate>;
beforeAll(() => (home = isolate()));
afterAll(() => home.clear());

let aws: FakeAws;
afterEach(async () => aws.stop());

const own = `/api/functions/${functionName}`;
const group = `/aws/lambda/${functionName}`;
const span = "startMs=0&endMs=3600000";

async function ask(answers: Record<string, Answer>, method: string, path: string, body?: object) {
  aws = await startFakeAws({ ...world, ...answers }, notFoundPage);
  return call(method, on(path, connectTo(aws.endpoint)), body);
}

/** The data of a stream's events. */
async function stream(
  answers: Record<string, Answer>,
  method: string,
  path: string,
  body?: object,
) {
  aws = await startFakeAws({ ...world, ...answers }, notFoundPage);
  const response = await respond(method, on(path, connectTo(aws.endpoint)), { body });
  return [...(await response.text()).matchAll(/^event: (.*)\ndata: (.*)$/gm)].map(
    ([, event, data]) => ({ event, data: JSON.parse(data!) }),
  );
}

describe("an invocation", () => {
  const payload = { payload: "{}" };
  const invoked = (headers: Record<string, string> = {}, body: object | string = { a: 1 }) => ({
    "lambda.Invoke": { status: 200, headers, body },
  });

  test("without log tail, executed version and request id shows its answer and time", async () => {
    const { status, json } = await ask(invoked(), "POST", `${own}/invoke`, payload);
    expect([status, json.result.payload]).toEqual([200, '{"a":1}']);
    expect(json.entry.verdict.kind).toBe("ok");
    expect(json.result).not.toHaveProperty("executedVersion");
    expect(json.result).not.toHaveProperty("report");
  });

  test("with a log tail that has no REPORT line keeps the tail", async () => {
    const tail = Buffer.from("2026-11-26 hello\n").toString("base64");
    const { json } = await ask(
      invoked({ "x-amz-log-result": tail }),
      "POST",
      `${own}/invoke`,
      payload,
    );
    expect(json.result).toMatchObject({ logTail: "2026-11-26 hello\n" });
    expect(json.result).not.toHaveProperty("report");
  });

  test("whose error is no JSON is an error all the same", async () => {
    const { json } = await ask(
      invoked({ "x-amz-function-error": "Unhandled" }, "Traceback: boom"),
      "POST",
      `${own}/invoke`,
      payload,
    );
    expect(json.result).toMatchObject({ functionError: "Unhandled", payload: "Traceback: boom" });
  });

  test("of a dry run that is answered with 200 and an event that is answered with 200 are sent", async () => {
    for (const type of ["DryRun", "Event"]) {
      const { status } = await ask(invoked({}, ""), "POST", `${own}/invoke`, { ...payload, type });
      expect([type, status]).toEqual([type, 200]);
      await aws.stop();
    }
  });
});

describe("a log group", () => {
  const at = `/api/logs/invocations?group=${group}&${span}`;

  test("without REPORT lines has no invocations, and that is no problem", async () => {
    const events = await stream({}, "GET", at);
    expect(events.map(({ event }) => event)).not.toContain("problem");
    expect(events.at(-1)!.data.isLast).toBe(true);
  });

  test("whose pages never end is read to an end", async () => {
    const endless = { "logs.FilterLogEvents": ok({ events: [], nextToken: "again" }) };
    const events = await stream(endless, "GET", `/api/logs/search?group=${group}&${span}`);
    expect(events.at(-1)!.data).toMatchObject({ isLast: true });
    expect(aws.count("logs.FilterLogEvents")).toBeLessThan(200);
  });

  test("whose events lack their ids, streams and times is listed", async () => {
    const bare = { "logs.FilterLogEvents": ok({ events: [{ message: "hello", timestamp: 5 }] }) };
    const { status, json } = await ask(bare, "GET", `/api/logs/events?group=${group}&${span}`);
    expect(status).toBe(200);
    expect(JSON.stringify(json)).toContain("hello");
  });
});

describe("a query", () => {
  const body = { groups: [group], text: "fields @message", startMs: 0, endMs: 3_600_000 };
  const run = (answers: Record<string, Answer>) =>
    stream(answers, "POST", "/api/logs/insights", body);

  test("whose answer has neither status nor statistics ends with its rows", async () => {
    const rows = { results: [[{ field: "@message", value: "hello" }]] };
    const { event, data } = (await run({ "logs.GetQueryResults": ok(rows) })).at(-1)!;
    expect(event).toBe("update");
    expect(JSON.stringify(data.table)).toContain("hello");
    expect(data.statistics.bytesScanned).toBeUndefined();
  });

  test.each<[string, Record<string, Answer>]>([
    ["starts without an id", { "logs.StartQuery": ok({}) }],
    ["has no results", { "logs.GetQueryResults": notFoundPage }],
  ])("that %s says what is missing", async (_name, answers) => {
    const { event, data } = (await run(answers)).at(-1)!;
    expect([event, data.kind]).toEqual(["problem", "unsupported"]);
  });
});

describe("alarms", () => {
  test("with hardly a field are listed", async () => {
    const bare = {
      AlarmName: "bare",
      MetricName: "Errors",
      Dimensions: [{ Name: "FunctionName", Value: functionName }],
    };
    const { status, json } = await ask(
      { "cloudwatch.DescribeAlarms": ok({ MetricAlarms: [bare, {}, { AlarmName: "of others" }] }) },
      "GET",
      `${own}/alarms`,
    );
    expect(status).toBe(200);
    expect(json.alarms.map(({ name }: { name: string }) => name)).toEqual(["bare"]);
    expect(json.problems).toEqual([]);
  });

  test("that cannot be described are a problem, and the metrics are there", async () => {
    aws = await startFakeAws(without("cloudwatch.DescribeAlarms"), notFoundPage);
    const connection = connectTo(aws.endpoint);
    const alarms = await call("GET", on(`${own}/alarms`, connection));
    expect(alarms.json).toMatchObject({ alarms: [], problems: [{ kind: "unsupported" }] });
    const metrics = await call("GET", on(`${own}/metrics?${span}`, connection));
    expect([metrics.status, metrics.json.series.invocations.at(-1)]).toEqual([200, 3]);
  });
});

test("shareable events of a function that has none are none", async () => {
  const none: Answer = {
    status: 404,
    headers: { "x-amzn-errortype": "NotFoundException" },
    body: { Code: "NotFound", Message: "Schema does not exist" },
  };
  const { json } = await ask({ "schemas.DescribeSchema": none }, "GET", `${own}/shared-events`);
  expect(json).toEqual({ events: [], version: null });
});

test("functions of an account like 123456789012 are read, changed and undone there", async () => {
  const arn = `arn:aws:lambda:us-east-1:123456789012:function:${functionName}`;
  let memory = 256;
  const now = () => ok({ ...configuration, FunctionArn: arn, MemorySize: memory });
  const answers: Record<string, Answer> = {
    "lambda.GetFunctionConfiguration": now,
    "lambda.UpdateFunctionConfiguration": ({ body }) => {
      memory = JSON.parse(body).MemorySize;
      return now();
    },
  };
  aws = await startFakeAws({ ...world, ...answers }, notFoundPage);
  const connection = connectTo(aws.endpoint);
  const changed = await call("PATCH", on(`${own}/configuration`, connection), {
    edit: { memoryMb: 512 },
  });
  expect([changed.status, memory]).toEqual([200, 512]);
  const undone = await call("POST", `/api/activity/${changed.json.change.id}/undo`, {});
  expect([undone.status, memory]).toEqual([200, 256]);
});
