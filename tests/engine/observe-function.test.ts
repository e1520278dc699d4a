import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  CreateFunctionCommand,
  PutFunctionConcurrencyCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFunction } from "@/lib/functions/read-function";
import { type InvokeDeps, invokeFunction } from "@/lib/invocations/invoke-function";
import { startEngine } from "@/lib/engine/testing/start-engine";
import { describeLogGroup } from "@/lib/logs/describe-log-group";
import { followLogEvents, type FollowUpdate } from "@/lib/logs/follow-log-events";
import { readNewestLogEvents } from "@/lib/logs/read-log-events";
import { readFunctionMetrics } from "@/lib/metrics/read-metrics";
import type { Connection } from "@/lib/model/connection";
import type { InvokeRequest } from "@/lib/model/invoke";
import { groupInvocations } from "@/lib/model/log-invocations";
import { ProblemError } from "@/lib/model/problem";
import { database } from "@/lib/store/database";
import { readInvocation, readInvocations } from "@/lib/store/invocation-history";

const source = `
exports.handler = async (event, context) => {
  console.log("seen", event.word, context.clientContext ? context.clientContext.from : "");
  if (event.fail) throw new RangeError("too far");
  if (event.sleepMs) await new Promise((done) => setTimeout(done, event.sleepMs));
  return { echoed: event.word };
};
exports.stream = awslambda.streamifyResponse(async (event, out) => {
  out.write("one ");
  out.write("two");
  out.end();
});
`;

let engine: Awaited<ReturnType<typeof startEngine>>;
let connection: Connection;
let home: string;
const deps: InvokeDeps = { now: Date.now };

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "lambdeck-observe-"));
  process.env.LAMBDECK_HOME = home;
  engine = await startEngine();
  connection = {
    id: "endpoint:test",
    kind: "endpoint",
    label: "test",
    region: "us-east-1",
    endpoint: engine.endpoint,
    writable: true,
  };
  await create("echo", "index.handler", { SECRET: "hunter2" });
  await create("streamer", "index.stream");
  await create("stopped", "index.handler");
  await engine.clients.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: "stopped", ReservedConcurrentExecutions: 0 }),
  );
});
afterAll(async () => {
  await engine.stop();
  database().close();
  rmSync(home, { recursive: true });
});

async function create(name: string, handler: string, variables: Record<string, string> = {}) {
  await engine.clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs22.x",
      Handler: handler,
      Role: "arn:aws:iam::000000000000:role/lambda",
      Code: { ZipFile: zipSync({ "index.js": strToU8(source) }) },
      Timeout: 1,
      Environment: { Variables: variables },
      Tags: { "aws-cdk:stack": "shop" },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: engine.clients.lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
    { FunctionName: name },
  );
}

function request(payload: object, change: Partial<InvokeRequest> = {}): InvokeRequest {
  return {
    type: "RequestResponse",
    payload: JSON.stringify(payload),
    logTail: true,
    streaming: false,
    ...change,
  };
}

describe("a function through the door", () => {
  it("is read with tags and owner, without the values of its variables", async () => {
    const detail = await readFunction(connection, "echo");
    expect(detail).toMatchObject({
      name: "echo",
      state: "Active",
      owner: { tool: "CDK" },
      environmentNames: ["SECRET"],
      reservedConcurrency: null,
    });
    expect(JSON.stringify(detail)).not.toContain("hunter2");
    expect((await readFunction(connection, "stopped")).reservedConcurrency).toBe(0);
  });

  it("that does not exist is a problem in words", async () => {
    const failure = await readFunction(connection, "nobody").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProblemError);
    expect((failure as ProblemError).problem).toMatchObject({
      kind: "not-found",
      title: "Could not read the function nobody",
    });
  });
});

describe("invokeFunction", () => {
  it("gives the answer with its report, and keeps both in the history", async () => {
    const sent = request(
      { word: "hi" },
      { clientContext: '{"from":"page"}', eventName: "greeting" },
    );
    const { entry, result } = await invokeFunction(connection, "echo", sent, deps);
    expect(result).toMatchObject({
      statusCode: 200,
      payload: '{"echoed":"hi"}',
      executedVersion: "$LATEST",
    });
    expect(result.report?.initDurationMs).toBeGreaterThan(0);
    expect(result.report?.billedDurationMs).toBeGreaterThan(0);
    expect(result.logTail).toContain("seen hi page");
    expect(entry).toMatchObject({
      verdict: { kind: "ok", text: "Succeeded" },
      cold: true,
      eventName: "greeting",
    });
    expect(readInvocation(connection.id, "echo", entry.id)).toMatchObject({
      request: sent,
      result: { payload: '{"echoed":"hi"}' },
    });
  });

  it("tells a thrown error and a time-out from an answer", async () => {
    const thrown = await invokeFunction(connection, "echo", request({ fail: true }), deps);
    expect(thrown.entry.verdict).toEqual({ kind: "error", text: "RangeError" });
    const late = await invokeFunction(connection, "echo", request({ sleepMs: 5_000 }), deps);
    expect(late.entry.verdict).toEqual({ kind: "error", text: "Timed out" });
    expect(late.result.report).toMatchObject({ status: "timeout" });
  });

  it("explains a throttle by its reason", async () => {
    const { entry, result } = await invokeFunction(connection, "stopped", request({}), deps);
    expect(entry.verdict).toEqual({ kind: "throttled", text: "Throttled" });
    expect(result.problem).toMatchObject({
      kind: "throttled",
      code: "HTTP 429 ReservedFunctionConcurrentInvocationLimitExceeded",
      detail: expect.stringContaining("reserved concurrency"),
    });
  });

  it("says that a 7 MB event is too large", async () => {
    const { result } = await invokeFunction(
      connection,
      "echo",
      request({ word: "x".repeat(7 * 1024 * 1024) }),
      deps,
    );
    expect(result.problem).toMatchObject({ kind: "invalid", title: "The event is too large" });
  });

  it("queues and dry-runs", async () => {
    const queued = await invokeFunction(
      connection,
      "echo",
      request({ word: "later" }, { type: "Event" }),
      deps,
    );
    expect(queued.result).toMatchObject({ statusCode: 202, payload: "" });
    expect(queued.entry.verdict.text).toBe("Queued");
    const dry = await invokeFunction(connection, "echo", request({}, { type: "DryRun" }), deps);
    expect(dry.result.statusCode).toBe(204);
    expect(dry.entry.verdict.text).toBe("Allowed");
  });

  it("hands on a streamed response as it comes", async () => {
    const chunks: string[] = [];
    const { result } = await invokeFunction(
      connection,
      "streamer",
      request({}, { streaming: true }),
      { ...deps, onPart: (part) => part.kind === "text" && chunks.push(part.text) },
    );
    expect(result.payload).toBe("one two");
    expect(chunks.join("")).toBe("one two");
    expect(result.firstByteMs).toBeLessThanOrEqual(result.roundTripMs);
    expect(result.report?.requestId).toBe(result.requestId);
  });

  it("keeps what was refused", async () => {
    const missing = await invokeFunction(connection, "nobody", request({}), deps);
    expect(missing.result.problem?.kind).toBe("not-found");
    expect(readInvocations(connection.id, "nobody")).toHaveLength(1);
  });
});

describe("logs and metrics of what ran", () => {
  const span = () => ({ startMs: Date.now() - 600_000, endMs: Date.now() + 60_000 });

  it("groups the log into the requests, with their outcomes", async () => {
    const page = await readNewestLogEvents(connection, {
      logGroup: "/aws/lambda/echo",
      span: span(),
      limit: 1_000,
    });
    expect(page.complete).toBe(true);
    const outcomes = groupInvocations(page.events).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(expect.arrayContaining(["ok", "error", "timeout"]));
  });

  it("finds lines with a filter pattern", async () => {
    const { events } = await readNewestLogEvents(connection, {
      logGroup: "/aws/lambda/echo",
      span: span(),
      pattern: '"seen hi"',
      limit: 10,
    });
    expect(events).toHaveLength(1);
  });

  it("knows a log group from one that does not exist", async () => {
    expect(await describeLogGroup(connection, "/aws/lambda/echo")).toMatchObject({
      name: "/aws/lambda/echo",
    });
    expect(await describeLogGroup(connection, "/aws/lambda/ech")).toBeUndefined();
    const missing = await readNewestLogEvents(connection, {
      logGroup: "/none",
      span: span(),
      limit: 1,
    }).catch((error: unknown) => error);
    expect((missing as ProblemError).problem.kind).toBe("not-found");
  });

  it("follows new lines, each once", async () => {
    const stop = new AbortController();
    const updates: FollowUpdate[] = [];
    const sawLine = new Promise<void>((seen) => {
      void followLogEvents(
        connection,
        { logGroup: "/aws/lambda/echo", sinceMs: Date.now() },
        (update) => {
          updates.push(update);
          if (update.kind === "mode" && update.mode === "live")
            void invokeFunction(connection, "echo", request({ word: "followed" }), deps);
          if (messagesOf(updates).some((message) => message.includes("seen followed"))) seen();
        },
        {
          signal: stop.signal,
          now: Date.now,
          wait: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
        },
      );
    });
    await sawLine;
    stop.abort();
    expect(updates[0]).toMatchObject({ kind: "mode", mode: "live" });
    expect(messagesOf(updates).filter((message) => message.includes("seen followed"))).toHaveLength(
      1,
    );
  });

  it("counts invocations, errors and throttles", async () => {
    const { startMs, endMs } = span();
    const metrics = await readFunctionMetrics(
      connection,
      { functionName: "echo", groups: ["base", "duration"] },
      { span: { startMs, endMs }, periodSeconds: 60 },
      Date.now(),
    );
    const total = (values: (number | null)[] = []) =>
      values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
    expect(total(metrics.series.invocations)).toBeGreaterThanOrEqual(4);
    expect(total(metrics.series.errors)).toBeGreaterThanOrEqual(2);
    expect(
      Math.max(...(metrics.series.durationP99 ?? []).map((value) => value ?? 0)),
    ).toBeGreaterThan(900);
    const stopped = await readFunctionMetrics(
      connection,
      { functionName: "stopped", groups: ["base", "duration"] },
      { span: { startMs, endMs }, periodSeconds: 60 },
      Date.now(),
    );
    expect(total(stopped.series.throttles)).toBe(1);
  });
});

function messagesOf(updates: readonly FollowUpdate[]): string[] {
  return updates.flatMap((update) =>
    update.kind === "events" ? update.events.map(({ message }) => message) : [],
  );
}
