import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { FunctionRow } from "@/lib/model/function-row";
import { call, connectTo, isolate, respond } from "./dashboard";
import { type Answer, type FakeAws, ok, startFakeAws } from "./fake-aws";
import { on } from "./reads";
import { configuration, mapping, world } from "./world";

let home: ReturnType<typeof isolate>;
beforeAll(() => (home = isolate()));
afterAll(() => home.clear());

let aws: FakeAws;
afterEach(async () => aws.stop());

/** ListFunctions of an account with so many functions, paged as AWS pages. */
function listOf(
  count: number,
  beforePage: (start: number) => Promise<void> | void = () => {},
): Answer {
  return async ({ path }) => {
    const query = new URL(path, "http://x").searchParams;
    const start = Number(query.get("Marker") ?? 0);
    const end = Math.min(count, start + Math.min(50, Number(query.get("MaxItems") ?? 50)));
    await beforePage(start);
    const Functions = Array.from({ length: end - start }, (_, index) => ({
      ...configuration,
      FunctionName: `f${start + index}`,
    }));
    return ok({ Functions, NextMarker: end < count ? String(end) : null });
  };
}

test("10,000 functions take 200 calls", async () => {
  aws = await startFakeAws({ "lambda.ListFunctions": listOf(10_000) });
  const { json } = await call("GET", on("/api/functions", connectTo(aws.endpoint)));
  expect(json.functions).toHaveLength(10_000);
  expect(new Set(json.functions.map(({ name }: FunctionRow) => name)).size).toBe(10_000);
  expect(aws.operations).toHaveLength(200);
});

describe("the triggers of an account", () => {
  const page = (start: number, count: number) =>
    ok({
      EventSourceMappings: Array.from({ length: Math.min(100, count - start) }, (_, index) => ({
        ...mapping,
        UUID: `u${start + index}`,
      })),
      NextMarker: start + 100 < count ? String(start + 100) : null,
    });
  const startOf = (path: string) =>
    Number(new URL(path, "http://x").searchParams.get("Marker") ?? 0);
  const read = async (answers: Record<string, Answer>) => {
    aws = await startFakeAws({ ...world, ...answers });
    const { text } = await call("GET", on("/api/triggers", connectTo(aws.endpoint)));
    return text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  };

  test("10,000 mappings take 100 calls and come page by page", async () => {
    const lines = await read({
      "lambda.ListEventSourceMappings": ({ path }) => page(startOf(path), 10_000),
    });
    const triggers = lines.flatMap((line) => line.triggers);
    expect(triggers.filter(({ kind }) => kind === "mapping")).toHaveLength(10_000);
    expect(lines.length).toBeGreaterThan(50);
    expect(aws.count("lambda.ListEventSourceMappings")).toBe(100);
    expect(lines.at(-1)).toEqual({ triggers: [], problems: [], partial: [] });
  });

  test("are found at every service, and each is asked a fixed number of times", async () => {
    const lines = await read({ "lambda.ListFunctionUrlConfigs": ok({}) });
    const kinds: string[] = lines.flatMap((line) => line.triggers).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual([
      "api",
      "api",
      "bucket",
      "mapping",
      "rule",
      "schedule",
      "topic",
    ]);
    expect(aws.operations.length).toBe(19);
  });

  test("of a service that has too many of them are said to be a part", async () => {
    const lines = await read({
      "lambda.ListFunctions": listOf(600),
      "apigatewayv2.GetApis": ok({
        items: Array.from({ length: 60 }, (_, index) => ({ apiId: `h${index}` })),
      }),
    });
    expect(lines.at(-1).partial.toSorted()).toEqual(["APIs", "function URLs"]);
    expect(aws.count("lambda.ListFunctionUrlConfigs")).toBe(0);
    expect(aws.count("apigatewayv2.GetIntegrations")).toBe(50);
  });

  test("that some services do not tell are a problem each, with the others there", async () => {
    const gone: Answer = { status: 501, body: "" };
    const lines = await read({
      "lambda.ListEventSourceMappings": gone,
      "sns.ListSubscriptions": gone,
    });
    expect(
      lines
        .at(-1)
        .problems.map(({ title }: { title: string }) => title)
        .toSorted(),
    ).toEqual(["Could not list the event source mappings", "Could not read the subscriptions"]);
    expect(lines.flatMap((line) => line.triggers).map(({ kind }) => kind)).toContain("rule");
  });
});

test("the first page is on its way before AWS gives the last", async () => {
  let giveRest = () => {};
  const rest = new Promise<void>((resolve) => (giveRest = resolve));
  aws = await startFakeAws({
    "lambda.ListFunctions": listOf(120, (start) => (start === 0 ? undefined : rest)),
  });
  const response = await respond("GET", on("/api/functions", connectTo(aws.endpoint)), {
    headers: { accept: "application/x-ndjson" },
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const first = JSON.parse((await reader.read()).value!);
  expect(first.functions).toHaveLength(50);
  giveRest();
  let names = first.functions.length;
  for (let part = await reader.read(); !part.done; part = await reader.read())
    for (const line of part.value.trim().split("\n")) names += JSON.parse(line).functions.length;
  expect(names).toBe(120);
});

test("a list that fails in the middle gives what came, then the problem", async () => {
  const pages = listOf(120);
  aws = await startFakeAws({
    "lambda.ListFunctions": (received, index) =>
      index === 0 && typeof pages === "function"
        ? pages(received, index)
        : { status: 501, body: "" },
  });
  const { text } = await call("GET", on("/api/functions", connectTo(aws.endpoint)), undefined, {
    accept: "application/x-ndjson",
  });
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines[0].functions).toHaveLength(50);
  expect(lines.at(-1).problem).toMatchObject({ kind: "unsupported" });
});

describe("on an account", () => {
  const connection = (region: string) => {
    vi.stubEnv("AWS_ENDPOINT_URL", aws.endpoint);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIA");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    return `connection=profile:environment@${region}`;
  };

  test("a list is asked for once by readers at one time and shortly after", async () => {
    aws = await startFakeAws({ "lambda.ListFunctions": listOf(300) });
    const path = on("/api/functions", connection("eu-west-1"));
    await Promise.all([call("GET", path), call("GET", path)]);
    await call("GET", path);
    expect(aws.operations).toHaveLength(6);
  });

  test("metrics of 200 rows are at most 500 queries a call, and asked once a minute", async () => {
    aws = await startFakeAws(world);
    const names = Array.from({ length: 200 }, (_, index) => `name=f${index}`).join("&");
    const path = on(`/api/function-metrics?range=24h&${names}`, connection("eu-west-2"));
    const { json } = await call("GET", path);
    await call("GET", path);
    expect(Object.keys(json.metrics)).toHaveLength(200);
    const queries = aws.calls.map(({ body }) => JSON.parse(body).MetricDataQueries.length);
    expect(queries).toEqual([500, 500, 200]);
  });

  test("details are one GetFunction a row, one list of mappings and one of metrics", async () => {
    aws = await startFakeAws(world);
    const path = "/api/function-details?name=a&name=b&name=c";
    const { json } = await call("GET", on(path, connection("eu-west-3")));
    expect(Object.keys(json.details)).toEqual(expect.arrayContaining(["a", "b", "c"]));
    expect(aws.operations.toSorted()).toEqual([
      "cloudwatch.ListMetrics",
      "lambda.GetFunction",
      "lambda.GetFunction",
      "lambda.GetFunction",
      "lambda.ListEventSourceMappings",
    ]);
  });
});
