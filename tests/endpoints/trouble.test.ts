import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { call, connectTo, isolate } from "./dashboard";
import { awsError, type FakeAws, ok, startFakeAws } from "./fake-aws";
import { on, reads } from "./reads";
import { selfSigned } from "./self-signed";
import { configuration, functionName, world } from "./world";

let home: ReturnType<typeof isolate>;
beforeAll(() => (home = isolate()));
afterAll(() => home.clear());

let aws: FakeAws | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await aws?.stop();
  aws = undefined;
});

const body = { payload: "{}" };

describe("throttles", () => {
  const throttles = {
    "429": awsError(429, "TooManyRequestsException", "Rate exceeded"),
    "400 ThrottlingException": awsError(400, "ThrottlingException", "Rate exceeded"),
    "400 Throttling": awsError(400, "Throttling", "Rate exceeded"),
    "503 SlowDown": awsError(503, "SlowDown", "Please reduce your request rate"),
  };

  test.each(Object.entries(throttles))("%s while looking pass by themselves", async (_, answer) => {
    aws = await startFakeAws({
      "lambda.ListFunctions": (_call, index) =>
        index < 2 ? answer : ok({ Functions: [configuration] }),
    });
    const { json } = await call("GET", on("/api/functions", connectTo(aws.endpoint)));
    expect(json.functions).toHaveLength(1);
    expect(aws.count("lambda.ListFunctions")).toBe(3);
  });

  test.each(Object.entries(throttles))(
    "%s for good are a 429 after three tries",
    async (_, answer) => {
      aws = await startFakeAws({}, answer);
      const { status, headers, json } = await call(
        "GET",
        on(`/api/functions/${functionName}`, connectTo(aws.endpoint)),
      );
      expect(status).toBe(429);
      expect(headers.get("retry-after")).toBe("1");
      expect(json.problem).toMatchObject({ kind: "throttled", retryAfterSeconds: 1 });
      expect(aws.operations).toHaveLength(3);
    },
  );

  test("of an invocation come at once: it is never sent twice", async () => {
    aws = await startFakeAws({}, throttles["429"]);
    const { status } = await call(
      "POST",
      on(`/api/functions/${functionName}/invoke`, connectTo(aws.endpoint)),
      body,
    );
    expect(status).toBe(429);
    expect(aws.operations).toEqual(["lambda.Invoke"]);
  });
});

test("one lost connection is not noticed", async () => {
  aws = await startFakeAws(
    Object.fromEntries(
      Object.entries(world).map(([operation, answer]) => [
        operation,
        (received, index) =>
          index === 0 ? "hang up" : typeof answer === "function" ? answer(received, index) : answer,
      ]),
    ),
  );
  const connection = connectTo(aws.endpoint);
  for (const path of reads.filter((path) => !path.includes("/code")))
    expect((await call("GET", on(path, connection))).status, path).toBe(200);
});

test("answers that take 5 seconds come, several at a time", async () => {
  const started = Date.now();
  aws = await startFakeAws(
    Object.fromEntries(
      Object.entries(world).map(([operation, answer]) => [
        operation,
        async (received, index) => {
          await new Promise((resolve) => setTimeout(resolve, 5_000));
          return typeof answer === "function" ? answer(received, index) : answer;
        },
      ]),
    ),
  );
  const connection = connectTo(aws.endpoint);
  const paths = ["/api/functions", "/api/account", `/api/functions/${functionName}/concurrency`];
  const answers = await Promise.all(paths.map((path) => call("GET", on(path, connection))));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(Date.now() - started).toBeLessThan(12_000);
});

describe("an endpoint that never ends its answer", () => {
  test.each([
    ["does not begin one", "say nothing" as const],
    ["stops within it", { body: '{"Functions": [', stalls: true }],
    ["stops within an error", { status: 500, body: "<h1>", stalls: true }],
  ])("is given up after 30 s when it %s", async (_name, answer) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let asked = () => {};
    const wasAsked = new Promise<void>((resolve) => (asked = resolve));
    aws = await startFakeAws({}, () => {
      asked();
      return answer;
    });
    const answered = call("GET", on("/api/functions", connectTo(aws.endpoint)));
    await wasAsked;
    let isOver = false;
    void answered.finally(() => (isOver = true));
    for (let round = 0; round < 400 && !isOver; round += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { status, json } = await answered;
    expect([status, json.problem]).toMatchObject([502, { kind: "unreachable" }]);
    expect(aws.operations).toHaveLength(1);
  });
});

test("a certificate that nobody signed is named as the reason, and nothing is sent", async () => {
  let requests = 0;
  const server = createServer(selfSigned, () => (requests += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { status, json } = await call(
    "GET",
    on("/api/functions", connectTo(`https://127.0.0.1:${port}`)),
  );
  server.close();
  expect(status).toBe(502);
  expect(json.problem).toMatchObject({
    kind: "unreachable",
    code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    action: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
  });
  expect(requests).toBe(0);
});

test("an address where nothing listens says so", async () => {
  aws = await startFakeAws({});
  const connection = connectTo(aws.endpoint);
  await aws.stop();
  for (const path of reads) {
    const { status, json } = await call("GET", on(path, connection));
    const problem = json.problem ?? json.problems[0];
    expect([200, 502]).toContain(status);
    expect(problem).toMatchObject({ kind: "unreachable", code: "ECONNREFUSED" });
  }
});
