import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StreamStore } from "../dynamodb/streams/stream-store.ts";
import { ServiceError } from "../http/service.ts";
import type { EventSourceMapping } from "../lambda/event-source-mapping.ts";
import { QueueStore } from "../sqs/queue-store.ts";
import { type EngineDatabase, openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import type { BatchInvoker } from "./batch-invocation.ts";
import { dynamoDbSource } from "./dynamodb-source.ts";
import { Pollers, type PollersDeps } from "./pollers.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:worker:live";
let homeDir: string;
let clock: ManualClock;
let database: EngineDatabase;
let queues: QueueStore;
let queueArn: string;
let mapping: EventSourceMapping;
let results: string[];
let counts: Record<string, number>;
let changed: () => void;
let pollers: Pollers | undefined;
const errors: unknown[] = [];

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), "pollers-"));
  clock = new ManualClock();
  database = openDatabase(homeDir);
  queues = new QueueStore(database, clock);
  queueArn = createQueue("jobs");
  results = [];
  counts = {};
  mapping = {
    uuid: "11111111-2222-4333-8444-555555555555",
    region: "us-east-1",
    functionArn,
    eventSourceArn: queueArn,
    batchSize: 10,
    maximumBatchingWindowSeconds: 0,
    functionResponseTypes: [],
    filters: [],
    state: "Enabled",
    stateReason: "USER_INITIATED",
    lastModifiedMs: 0,
    tags: {},
  };
});
afterEach(() => {
  pollers?.close();
  queues.close();
  rmSync(homeDir, { recursive: true });
  expect(errors.splice(0)).toEqual([]);
});

function createQueue(name: string, attributes: Record<string, string> = {}): string {
  const queue = { region: "us-east-1", accountId: "000000000000", name, attributes, tags: {} };
  return queues.queues.insert(queue, clock.now()).arn;
}

interface Call {
  bodies: string[];
  request: Parameters<BatchInvoker["invoke"]>[0];
  records: { messageId: string }[];
  answer(response?: unknown): void;
  fail(): void;
}

/** Starts pollers on the mapping with a function the test answers by hand, or through `handler`. */
function poll(handler?: (call: Call, attempt: number) => void): Call[] {
  const calls: Call[] = [];
  const invoker: BatchInvoker = {
    invoke: (request) =>
      new Promise((resolve, reject) => {
        const event = JSON.parse(Buffer.from(request.payload).toString()) as {
          Records: { body: string; messageId: string }[];
        };
        const payload = (value: unknown) => Buffer.from(JSON.stringify(value ?? null));
        const call: Call = {
          bodies: event.Records.map(({ body }) => body),
          records: event.Records,
          request,
          answer: (response) => resolve({ executedVersion: "1", payload: payload(response) }),
          fail: () =>
            resolve({ functionError: "Unhandled", executedVersion: "1", payload: payload({}) }),
        };
        calls.push(call);
        try {
          handler?.(call, calls.length);
        } catch (error) {
          reject(error as Error);
        }
      }),
  };
  const functions: PollersDeps["functions"] = {
    eventSourceMappings: () => [mapping],
    setMappingResult: (_uuid, result) => results.push(result),
    onChange(listener) {
      changed = () => listener({ region: "us-east-1", functionName: "worker", kind: "mapping" });
      return () => undefined;
    },
    resolve: () => {
      throw new ServiceError("ResourceNotFoundException", "not needed here");
    },
  };
  const onError = (error: unknown) => errors.push(error);
  const metrics: PollersDeps["metrics"] = {
    recordAll({ dimensions, values }) {
      expect(dimensions).toEqual({ EventSourceMappingUUID: mapping.uuid });
      for (const [name, , value] of values) counts[name] = (counts[name] ?? 0) + value;
    },
  };
  pollers = new Pollers({
    database,
    functions,
    queues,
    sources: { dynamodb: dynamoDbSource(new StreamStore(database, clock), () => undefined) },
    targets: {} as PollersDeps["targets"],
    invoker,
    metrics,
    clock,
    onError,
  });
  pollers.start();
  return calls;
}

const send = (...bodies: string[]) => {
  for (const body of bodies) queues.send(queueArn, { body });
};
const left = () => {
  const { visible, inFlight } = queues.counts(queueArn);
  return visible + inFlight;
};

test("a batch reaches the function in AWS's shape and is deleted when it succeeds", async () => {
  const calls = poll();
  queues.send(queueArn, {
    body: '{"n":1}',
    messageAttributes: { kind: { DataType: "String", StringValue: "order" } },
  });
  await clock.advance(0);
  expect(calls).toHaveLength(1);
  expect(calls[0]?.request).toMatchObject({
    region: "us-east-1",
    functionName: "worker",
    qualifier: "live",
    source: "mapping",
  });
  expect(calls[0]?.records).toEqual([
    {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: '{"n":1}',
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: String(clock.now()),
        SenderId: "000000000000",
        ApproximateFirstReceiveTimestamp: String(clock.now()),
      },
      messageAttributes: {
        kind: {
          stringValue: "order",
          stringListValues: [],
          binaryListValues: [],
          dataType: "String",
        },
      },
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      md5OfBody: createHash("md5").update(`{"n":1}`).digest("hex"),
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: "us-east-1",
    },
  ]);
  expect(left()).toBe(1);
  calls[0]?.answer("anything");
  await clock.advance(0);
  expect(left()).toBe(0);
  expect(results).toEqual(["OK"]);
});

test("a failed batch shows again after the visibility time-out and is sent again", async () => {
  const calls = poll((call, attempt) => (attempt === 1 ? call.fail() : call.answer()));
  send("x");
  await clock.advance(29_999);
  expect(calls).toHaveLength(1);
  expect(results).toEqual(["PROBLEM: Function call failed"]);
  await clock.advance(1);
  expect(calls).toHaveLength(2);
  expect(left()).toBe(0);
});

test("only messages reported as failed stay, and only with ReportBatchItemFailures", async () => {
  mapping.functionResponseTypes = ["ReportBatchItemFailures"];
  const calls = poll((call) =>
    call.answer({
      batchItemFailures: call.records
        .slice(1)
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    }),
  );
  send("a", "b", "c");
  await clock.advance(0);
  expect(calls.map(({ bodies }) => bodies)).toEqual([["a", "b", "c"]]);
  expect(left()).toBe(2);
  expect(results).toEqual(["OK"]);
  await clock.advance(30_000);
  expect(calls[1]?.bodies).toEqual(["b", "c"]);
});

test("five batches run at first; places grow by five a second while messages wait", async () => {
  mapping.batchSize = 1;
  send(...Array.from({ length: 20 }, (_, index) => `m${index}`));
  const calls = poll();
  await clock.advance(0);
  expect(calls).toHaveLength(5);
  await clock.advance(1000);
  expect(calls).toHaveLength(10);
  calls[0]?.answer();
  await clock.advance(0);
  expect(calls).toHaveLength(11);
});

test("places grow to 1,250 and no further; provisioned pollers begin with ten calls each", async () => {
  mapping.batchSize = 1;
  const calls = poll();
  send(...Array.from({ length: 1400 }, (_, i) => `m${i}`));
  // Messages that are not seen to within the time-out would come again.
  queues.require(queueArn).attributes.VisibilityTimeout = "43200";
  await clock.advance(10_000);
  expect(calls).toHaveLength(55);
  await clock.advance(239_000);
  expect(calls).toHaveLength(1250);
  await clock.advance(60_000);
  expect(calls).toHaveLength(1250);
  mapping = { ...mapping, provisionedPollers: { minimum: 3, maximum: 4 } };
  calls.splice(0);
  changed();
  await clock.advance(0);
  expect(calls).toHaveLength(30);
  await clock.advance(60_000);
  expect(calls).toHaveLength(40);
});

test("maximumConcurrency is never passed", async () => {
  mapping.batchSize = 1;
  mapping.maximumConcurrency = 2;
  send("a", "b", "c", "d");
  const calls = poll();
  await clock.advance(10_000);
  expect(calls).toHaveLength(2);
  calls[1]?.answer();
  await clock.advance(0);
  expect(calls).toHaveLength(3);
});

test("a failing function is called less at once", async () => {
  mapping.batchSize = 1;
  send(...Array.from({ length: 20 }, (_, index) => `m${index}`));
  const calls = poll();
  await clock.advance(0);
  for (const call of calls.slice(0, 5)) call.fail();
  await clock.advance(0);
  expect(calls).toHaveLength(6);
});

test("a throttled batch is tried again, slower each time, and given back after the time-out", async () => {
  const calls = poll(() => {
    throw new ServiceError("TooManyRequestsException", "Rate Exceeded.", 429);
  });
  send("x");
  await clock.advance(0);
  expect(calls).toHaveLength(1);
  await clock.advance(500);
  expect(calls).toHaveLength(2);
  await clock.advance(1000);
  expect(calls).toHaveLength(3);
  await clock.advance(27_000);
  expect(results).toEqual(["PROBLEM: Function call failed"]);
  expect(left()).toBe(1);
});

test("a batching window gathers messages until it ends or the batch is full", async () => {
  mapping.batchSize = 3;
  mapping.maximumBatchingWindowSeconds = 5;
  const calls = poll((call) => call.answer());
  send("a");
  await clock.advance(4_000);
  send("b");
  await clock.advance(999);
  expect(calls).toHaveLength(0);
  await clock.advance(1);
  expect(calls.map(({ bodies }) => bodies)).toEqual([["a", "b"]]);
  send("c", "d", "e", "f");
  await clock.advance(0);
  expect(calls[1]?.bodies).toEqual(["c", "d", "e"]);
  await clock.advance(5_000);
  expect(calls[2]?.bodies).toEqual(["f"]);
});

test("a batch stays under 6 MB", async () => {
  mapping.batchSize = 100;
  mapping.maximumBatchingWindowSeconds = 1;
  const calls = poll((call) => call.answer());
  send(...Array.from({ length: 8 }, () => "x".repeat(1_000_000)));
  await clock.advance(1_000);
  expect(calls.map(({ bodies }) => bodies.length)).toEqual([6, 2]);
});

test("messages that no filter wants are deleted unseen", async () => {
  mapping.filters = ['{"body":{"kind":["order"]}}'];
  const calls = poll((call) => call.answer());
  send('{"kind":"order"}', '{"kind":"other"}', "plain");
  await clock.advance(0);
  expect(calls.map(({ bodies }) => bodies)).toEqual([['{"kind":"order"}']]);
  expect(left()).toBe(0);
});

test("FIFO groups are kept in order, side by side", async () => {
  queueArn = createQueue("jobs.fifo", { FifoQueue: "true" });
  mapping = { ...mapping, eventSourceArn: queueArn, batchSize: 1 };
  for (const body of ["a1", "a2", "b1", "b2"])
    queues.send(queueArn, {
      body,
      messageGroupId: body.slice(0, 1),
      messageDeduplicationId: body,
    });
  const calls = poll();
  await clock.advance(0);
  expect(calls.map(({ bodies }) => bodies[0])).toEqual(["a1", "b1"]);
  calls[1]?.answer();
  await clock.advance(0);
  expect(calls.map(({ bodies }) => bodies[0])).toEqual(["a1", "b1", "b2"]);
  calls[0]?.answer();
  await clock.advance(0);
  expect(calls.at(-1)?.bodies).toEqual(["a2"]);
});

test("a disabled mapping gives back what it had gathered and takes nothing more", async () => {
  mapping.maximumBatchingWindowSeconds = 60;
  const calls = poll((call) => call.answer());
  send("x");
  await clock.advance(0);
  expect(queues.counts(queueArn)).toMatchObject({ visible: 0, inFlight: 1 });
  mapping = { ...mapping, state: "Disabled" };
  changed();
  expect(queues.counts(queueArn)).toMatchObject({ visible: 1, inFlight: 0 });
  await clock.advance(120_000);
  expect(calls).toHaveLength(0);
  mapping = { ...mapping, state: "Enabled", maximumBatchingWindowSeconds: 0 };
  changed();
  await clock.advance(0);
  expect(calls.map(({ bodies }) => bodies)).toEqual([["x"]]);
});

test("an idle poller sets no timer", async () => {
  const calls = poll((call) => call.answer());
  send("x");
  await clock.advance(60_000);
  expect(calls).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test("what happens to events is counted when the mapping asks for it", async () => {
  mapping = {
    ...mapping,
    metrics: ["EventCount"],
    functionResponseTypes: ["ReportBatchItemFailures"],
    filters: ['{"body":[{"anything-but":"skip"}]}'],
  };
  poll((call, attempt) => {
    if (attempt === 1) throw new ServiceError("TooManyRequestsException", "Rate Exceeded.", 429);
    call.answer({ batchItemFailures: [{ itemIdentifier: call.records[0]?.messageId }] });
  });
  send("a");
  await clock.advance(0);
  send("skip");
  await clock.advance(1_000);
  expect(counts).toEqual({
    PolledEventCount: 2,
    FilteredOutEventCount: 1,
    InvokedEventCount: 2,
    FailedInvokeEventCount: 2,
    DeletedEventCount: 1,
  });
});

test("nothing is counted unless the mapping asks for it", async () => {
  poll((call) => call.answer());
  send("a");
  await clock.advance(1_000);
  expect(counts).toEqual({});
  expect(left()).toBe(0);
});
