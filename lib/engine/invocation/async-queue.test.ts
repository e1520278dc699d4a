import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ServiceError } from "../http/service.ts";
import type { EventInvokeSettings } from "../lambda/function-version.ts";
import { type EngineDatabase, openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { AsyncQueue } from "./async-queue.ts";
import type { Targets } from "../targets.ts";
import { Destinations } from "./destinations.ts";
import { InvocationMetrics } from "./invocation-metrics.ts";
import type { InvokableFunctions, InvokeResult } from "./invoke-request.ts";
import { Leases } from "./lease.ts";
import { rateExceeded } from "./rate-limit.ts";
import { defaultSettings } from "../settings.ts";

const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:f";
const minute = 60_000;

let home: string;
let database: EngineDatabase;
let clock: ManualClock;
let config: EventInvokeSettings;
let reserved: number | null;
let deadLetterTargetArn: string | undefined;
/** What the function does at each attempt; the last entry stays. */
let behaviour: (() => InvokeResult)[];
let attempts: { atMs: number; requestId: string; payload: string }[];
let sent: { arn: string; body: string; attributes: unknown }[];
let metrics: string[];
let warnings: string[];
let queue: AsyncQueue;

const success = (): InvokeResult => ({
  statusCode: 200,
  executedVersion: "$LATEST",
  contentType: "application/json",
  payload: Buffer.from('"fine"'),
});
const failure = (): InvokeResult => ({
  ...success(),
  functionError: "Unhandled",
  payload: Buffer.from('{"errorMessage":"boom","errorType":"Error"}'),
});
const throttle = (): InvokeResult => {
  throw rateExceeded("ReservedFunctionConcurrentInvocationLimitExceeded");
};

function startQueue(): AsyncQueue {
  // The queue asks for these of the functions, and of a version for its dead-letter target alone.
  const functions = {
    reservedConcurrency: () => reserved,
    totalReserved: () => 0,
    provisionedConfigs: () => [],
    eventInvokeConfig: () => config,
    resolve: () => ({ version: { deadLetterTargetArn }, invokedArn: functionArn }),
  } as Partial<Record<keyof InvokableFunctions, unknown>> as InvokableFunctions;
  const recorder = new InvocationMetrics(
    {
      recordAll: ({ dimensions, values }) => {
        if (Object.keys(dimensions).length !== 1) return;
        for (const [name, , value] of values) metrics.push(`${name} ${value}`);
      },
    },
    new Leases(functions, defaultSettings, clock),
    clock,
  );
  const warn = (message: string) => void warnings.push(message);
  const targets = {
    sendMessage: (arn: string, message: { body: string; messageAttributes?: unknown }) => {
      sent.push({ arn, body: message.body, attributes: message.messageAttributes });
    },
    publish: (arn: string, message: { message: string; messageAttributes?: unknown }) => {
      sent.push({ arn, body: message.message, attributes: message.messageAttributes });
    },
    putEvent: (arn: string, entry: object) => {
      sent.push({ arn, body: JSON.stringify(entry), attributes: undefined });
    },
    putObject: (arn: string, key: string, text: string) => {
      sent.push({ arn: `${arn}/${key}`, body: text, attributes: undefined });
      return Promise.resolve();
    },
  } satisfies Partial<Targets> as unknown as Targets;
  const destinations = new Destinations({ targets, warn }, recorder, () => {});
  const invoke = async (request: { requestId: string; payload: Uint8Array }) => {
    const { requestId } = request;
    const payload = Buffer.from(request.payload).toString();
    attempts.push({ atMs: clock.now() - startMs, requestId, payload });
    const act = behaviour.length > 1 ? behaviour.shift() : behaviour[0];
    return (act ?? success)();
  };
  const started = new AsyncQueue(
    { database, clock, functions, warn },
    recorder,
    destinations,
    invoke,
  );
  started.start();
  return started;
}

let startMs: number;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "lambdeck-async-"));
  database = openDatabase(home);
  clock = new ManualClock();
  startMs = clock.now();
  config = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 };
  reserved = null;
  deadLetterTargetArn = undefined;
  behaviour = [success];
  [attempts, sent, metrics, warnings] = [[], [], [], []];
  queue = startQueue();
});
afterEach(async () => {
  await queue.close();
  database.close();
  rmSync(home, { recursive: true, force: true });
});

const add = (requestId = "r1") =>
  queue.add({
    region: "us-east-1",
    functionName: "f",
    requestId,
    payload: Buffer.from('{"n":1}'),
  });
const times = () => attempts.map(({ atMs }) => atMs);
const left = () =>
  (database.prepare("SELECT count(*) AS n FROM async_events").get() as { n: number }).n;

test("an event runs once and its success goes to the destination", async () => {
  config.onSuccessArn = queueArn("good");
  add();
  expect(attempts).toEqual([]);
  await clock.advance(0);
  expect(attempts).toEqual([{ atMs: 0, requestId: "r1", payload: '{"n":1}' }]);
  expect(sent.map(({ arn }) => arn)).toEqual([queueArn("good")]);
  expect(JSON.parse(sent[0]?.body ?? "")).toEqual({
    version: "1.0",
    timestamp: new Date(startMs).toISOString(),
    requestContext: {
      requestId: "r1",
      functionArn: `${functionArn}:$LATEST`,
      condition: "Success",
      approximateInvokeCount: 1,
    },
    requestPayload: { n: 1 },
    responseContext: { statusCode: 200, executedVersion: "$LATEST" },
    responsePayload: "fine",
  });
  expect(left()).toBe(0);
  expect(metrics).toEqual(["AsyncEventsReceived 1", "AsyncEventAge 0"]);
});

test("a failing event is tried again after one and after two more minutes, then given up", async () => {
  behaviour = [failure];
  config.onFailureArn = queueArn("bad");
  deadLetterTargetArn = queueArn("dead");
  add();
  await clock.advance(10 * minute);
  expect(times()).toEqual([0, minute, 3 * minute]);
  expect(new Set(attempts.map(({ requestId }) => requestId))).toEqual(new Set(["r1"]));
  const [record, letter] = sent;
  expect(JSON.parse(record?.body ?? "")).toMatchObject({
    requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
    responseContext: { functionError: "Unhandled" },
    responsePayload: { errorMessage: "boom" },
  });
  expect(letter).toEqual({
    arn: queueArn("dead"),
    body: '{"n":1}',
    attributes: {
      RequestID: { DataType: "String", StringValue: "r1" },
      ErrorCode: { DataType: "Number", StringValue: "200" },
      ErrorMessage: { DataType: "String", StringValue: "boom" },
    },
  });
  expect(metrics).toContain("AsyncEventsDropped 1");
});

test("no retries when the configuration says so", async () => {
  behaviour = [failure];
  config.maximumRetryAttempts = 0;
  add();
  await clock.advance(10 * minute);
  expect(times()).toEqual([0]);
  expect(left()).toBe(0);
});

test("throttled attempts back off and do not use up the retries", async () => {
  behaviour = [throttle, throttle, throttle, failure, success];
  add();
  await clock.advance(10 * minute);
  expect(times()).toEqual([0, 1000, 3000, 7000, 7000 + minute]);
});

test("the waits between throttled attempts grow to five minutes, for six hours", async () => {
  behaviour = [throttle];
  deadLetterTargetArn = queueArn("dead");
  add();
  await clock.advance(7 * 60 * minute);
  const waits = times().map((atMs, index) => atMs - (times()[index - 1] ?? 0));
  expect(Math.max(...waits)).toBe(5 * minute);
  expect(times().at(-1)).toBeLessThanOrEqual(6 * 60 * minute);
  expect(times().at(-1)).toBeGreaterThan(5.9 * 60 * minute);
  expect(sent).toMatchObject([{ attributes: { ErrorCode: { StringValue: "429" } } }]);
  expect(metrics).toContain("AsyncEventsDropped 1");
});

test("an event that is too old is given up with that condition", async () => {
  behaviour = [throttle];
  config.maximumEventAgeSeconds = 60;
  config.onFailureArn = queueArn("bad");
  add();
  await clock.advance(10 * minute);
  expect(times()).toEqual([0, 1000, 3000, 7000, 15_000, 31_000]);
  expect(JSON.parse(sent[0]?.body ?? "")).toMatchObject({
    requestContext: { condition: "EventAgeExceeded" },
  });
});

test("a function without capacity by configuration gives its events up at once", async () => {
  reserved = 0;
  config.onFailureArn = queueArn("bad");
  add();
  await clock.advance(0);
  expect(attempts).toEqual([]);
  expect(JSON.parse(sent[0]?.body ?? "")).toMatchObject({
    requestContext: { condition: "ZeroReservedConcurrency", approximateInvokeCount: 0 },
  });
});

test("results go to topics, buses and buckets in AWS's formats, and dead letters to topics", async () => {
  config.onSuccessArn = "arn:aws:events:us-east-1:000000000000:event-bus/results";
  add();
  await clock.advance(0);
  const [onBus] = sent;
  expect(JSON.parse(onBus?.body ?? "")).toMatchObject({
    source: "lambda",
    detailType: "Lambda Function Invocation Result - Success",
    resources: [config.onSuccessArn, `${functionArn}:$LATEST`],
    detail: { version: "1.0", requestContext: { condition: "Success" } },
  });
  config.maximumRetryAttempts = 0;
  config.onFailureArn = "arn:aws:s3:::results";
  deadLetterTargetArn = "arn:aws:sns:us-east-1:000000000000:dead";
  behaviour = [failure];
  add();
  await clock.advance(0);
  const [, inBucket, inTopic] = sent;
  expect(inBucket?.arn).toMatch(
    /^arn:aws:s3:::results\/aws\/lambda\/async\/[^/]+\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
  );
  expect(JSON.parse(inBucket?.body ?? "")).toMatchObject({
    requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 1 },
  });
  expect(inTopic).toMatchObject({
    arn: deadLetterTargetArn,
    attributes: { ErrorCode: { DataType: "Number", StringValue: "200" } },
  });
});

test("a destination the engine does not know is named and counted", async () => {
  config.onSuccessArn = "arn:aws:kinesis:us-east-1:000000000000:stream/results";
  add();
  await clock.advance(0);
  expect(warnings).toEqual([expect.stringContaining("not delivered to arn:aws:kinesis")]);
  expect(metrics).toContain("DestinationDeliveryFailures 1");
});

test("events of a deleted function are dropped", async () => {
  behaviour = [
    () => {
      throw new ServiceError("ResourceNotFoundException", "Function not found", 404);
    },
  ];
  add();
  await clock.advance(0);
  expect(left()).toBe(0);
  expect(metrics).toContain("AsyncEventsDropped 1");
});

test("a new engine continues with the events of one that was killed", async () => {
  behaviour = [failure, success];
  add();
  await clock.advance(1000);
  await queue.close();
  database.close();
  database = openDatabase(home);
  queue = startQueue();
  await clock.advance(5 * minute);
  expect(times()).toEqual([0, minute]);
  expect(left()).toBe(0);
});
