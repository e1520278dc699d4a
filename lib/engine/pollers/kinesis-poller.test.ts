import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { merge, split } from "../kinesis/reshard.ts";
import {
  consumerArn,
  divideHashes,
  hashOf,
  shardFor,
  type Stream,
  streamArn,
} from "../kinesis/stream.ts";
import { StreamMetrics } from "../kinesis/stream-metrics.ts";
import { KinesisStore } from "../kinesis/stream-store.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import type { EventSourceMapping, StreamSettings } from "../lambda/event-source-mapping.ts";
import { type EngineDatabase, openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { CheckpointTable } from "./checkpoint-table.ts";
import { kinesisSource } from "./kinesis-source.ts";
import { StreamPoller } from "./stream-poller.ts";

interface KinesisEvent {
  Records: { kinesis: { data: string }; eventSourceARN: string; invokeIdentityArn: string }[];
  window?: { start: string; end: string };
  state?: Record<string, number>;
  isFinalInvokeForWindow?: boolean;
  isWindowTerminatedEarly?: boolean;
}

const name = { region: "us-east-1", accountId: "000000000000", name: "orders" };
const arn = streamArn(name);
const minute = 60_000;
let homeDir: string;
let clock: ManualClock;
let database: EngineDatabase;
let store: KinesisStore;
let events: KinesisEvent[];
let failures: { target: string; record: object; event: object; shardId: string }[];
let answer: (texts: string[], event: KinesisEvent) => unknown;
let poller: StreamPoller | undefined;
/** Sums of what CloudWatch was told, by consumer and metric. */
let counts: Record<string, number>;
const count: MetricSink["recordAll"] = ({ dimensions, values }) => {
  for (const [name, , value] of values) {
    const key = [dimensions.ConsumerName, name].filter(Boolean).join(" ");
    counts[key] = (counts[key] ?? 0) + value;
  }
};

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), "kinesis-poller-"));
  clock = new ManualClock();
  database = openDatabase(homeDir);
  store = new KinesisStore(database, clock, 0);
  make(1);
  events = [];
  failures = [];
  counts = {};
  answer = () => null;
});
afterEach(() => {
  poller?.stop();
  database.close();
  rmSync(homeDir, { recursive: true, force: true });
});

function make(count: number): void {
  store.save({
    ...name,
    id: 1,
    mode: "PROVISIONED",
    createdMs: clock.now(),
    shards: divideHashes(count).map((range, index) => ({
      index,
      createdMs: clock.now(),
      ...range,
    })),
    retentionHours: 24,
    largestRecordKiB: 1024,
    shardLevelMetrics: [],
    consumers: [],
    tags: {},
    change: { status: "CREATING", untilMs: 0 },
  });
}
const stream = (): Stream => store.byArn(arn) as Stream;
const write = (...records: (string | [key: string, text: string])[]) => {
  for (const record of records) {
    const [key, text] = typeof record === "string" ? [record, record] : record;
    const shard = shardFor(stream(), hashOf(key));
    store.add(stream(), shard, { partitionKey: key, data: Buffer.from(text) });
  }
};
const textsOf = (event: KinesisEvent) =>
  event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, "base64").toString());
const seen = () => events.map((event) => textsOf(event).join(""));
const fail = () => {
  throw new Error("the function fails");
};

function poll(
  settings: Partial<StreamSettings> = {},
  more: Partial<EventSourceMapping> = {},
): void {
  poller?.stop();
  poller = new StreamPoller(
    {
      uuid: "m",
      region: "us-east-1",
      functionArn: "arn:aws:lambda:us-east-1:000000000000:function:worker",
      eventSourceArn: arn,
      batchSize: 100,
      maximumBatchingWindowSeconds: 0,
      functionResponseTypes: [],
      filters: [],
      state: "Enabled",
      stateReason: "",
      lastModifiedMs: 0,
      tags: {},
      ...more,
      stream: {
        startingPosition: "TRIM_HORIZON",
        parallelizationFactor: 1,
        maximumRetryAttempts: -1,
        maximumRecordAgeSeconds: -1,
        bisectBatchOnFunctionError: false,
        ...settings,
      },
    },
    {
      source: kinesisSource(store, new StreamMetrics({ recordAll: count }, clock)),
      clock,
      checkpoints: new CheckpointTable(database),
      ofEveryRecord: () => ({ invokeIdentityArn: "arn:aws:iam::000000000000:role/test" }),
      invoker: {
        invoke(request) {
          const event = JSON.parse(Buffer.from(request.payload).toString()) as KinesisEvent;
          events.push(event);
          const reply = (value: unknown) => Buffer.from(JSON.stringify(value));
          try {
            const payload = reply(answer(textsOf(event), event));
            return Promise.resolve({ executedVersion: "$LATEST", payload });
          } catch {
            const failed = { functionError: "Unhandled", executedVersion: "$LATEST" };
            return Promise.resolve({ ...failed, payload: reply({}) });
          }
        },
      },
      sendFailure: (target, failure) => void failures.push({ target, ...failure }),
      count: () => undefined,
      onIteratorAge: () => undefined,
      onResult: () => undefined,
      onError: (error) => {
        throw error;
      },
    },
  );
}

test("a function gets Kinesis' event, and what was done is not done again", async () => {
  write(["key", "hello"]);
  poll();
  await clock.advance(0);
  expect(events).toEqual([
    {
      Records: [
        {
          kinesis: {
            kinesisSchemaVersion: "1.0",
            partitionKey: "key",
            sequenceNumber: expect.stringMatching(/^49\d{54}$/),
            data: "aGVsbG8=",
            approximateArrivalTimestamp: clock.now() / 1000,
          },
          eventSource: "aws:kinesis",
          eventVersion: "1.0",
          eventID: expect.stringMatching(/^shardId-000000000000:49\d{54}$/),
          eventName: "aws:kinesis:record",
          invokeIdentityArn: "arn:aws:iam::000000000000:role/test",
          awsRegion: "us-east-1",
          eventSourceARN: arn,
        },
      ],
    },
  ]);
  poll();
  write("b");
  await clock.advance(0);
  expect(seen()).toEqual(["hello", "b"]);
});

test("a mapping begins at the time it names, in every shard", async () => {
  make(2);
  write("a", "b", "c", "d");
  await clock.advance(minute);
  const startingTimestampMs = clock.now();
  write("e", "f", "g", "h");
  poll({ startingPosition: "AT_TIMESTAMP", startingTimestampMs });
  await clock.advance(0);
  expect(seen().join("").split("").toSorted().join("")).toBe("efgh");
});

test("the children of a shard wait until it has been read to its end", async () => {
  let isDown = true;
  answer = () => (isDown ? fail() : null);
  poll({}, { batchSize: 1 });
  write("a");
  await clock.advance(0);
  const reshard = (shards: Stream["shards"]) => store.save({ ...stream(), shards });
  reshard(split(stream().shards, 0, 2n ** 127n, clock.now()));
  write("b", "c", "d", "e");
  await clock.advance(minute);
  expect(new Set(seen())).toEqual(new Set(["a"]));
  isDown = false;
  events = [];
  await clock.advance(minute);
  expect(seen()[0]).toBe("a");
  expect(seen().slice(1).toSorted()).toEqual(["b", "c", "d", "e"]);
  reshard(merge(stream().shards, 1, 2, clock.now()));
  write("f");
  await clock.advance(0);
  expect(seen().at(-1)).toBe("f");
  // What is new to another mapping with LATEST is what comes from now on, also in shards that come later.
  events = [];
  poll({ startingPosition: "LATEST" }, { uuid: "other" });
  reshard(split(stream().shards, 3, 2n ** 126n, clock.now()));
  write("g");
  await clock.advance(0);
  expect(seen()).toEqual(["g"]);
});

test("lanes work keys side by side, each in order", async () => {
  poll({ parallelizationFactor: 3 }, { batchSize: 2 });
  const records = Array.from({ length: 24 }, (_, i): [string, string] => [`k${i % 6}`, `${i} `]);
  write(...records);
  await clock.advance(0);
  const order = seen().join("").trim().split(" ").map(Number);
  expect(order.toSorted((a, b) => a - b)).toEqual(records.map((_, i) => i));
  for (let key = 0; key < 6; key++) {
    const ofKey = order.filter((i) => i % 6 === key);
    expect(ofKey).toEqual(ofKey.toSorted((a, b) => a - b));
  }
});

test("filters see the data as JSON, or as text", async () => {
  poll({}, { filters: ['{"data":{"temp":[{"numeric":[">",20]}]}}'] });
  write(["k", '{"temp":21}'], ["k", '{"temp":19}'], ["k", "21"]);
  await clock.advance(0);
  expect(seen()).toEqual(['{"temp":21}']);
  events = [];
  poll({}, { uuid: "text", filters: ['{"partitionKey":["k2"]}'] });
  write(["k2", "yes"]);
  await clock.advance(0);
  expect(seen()).toEqual(["yes"]);
});

test("a batch that is given up is reported with its place; so is what was too old from the first", async () => {
  const onFailureArn = "arn:aws:sns:us-east-1:000000000000:failed";
  answer = fail;
  poll({ maximumRetryAttempts: 1, onFailureArn });
  write("a", "b");
  await clock.advance(10_000);
  const [{ record, event, target, shardId } = failures[0]!] = failures;
  expect({ target, shardId }).toEqual({ target: onFailureArn, shardId: "shardId-000000000000" });
  expect(textsOf(event as KinesisEvent)).toEqual(["a", "b"]);
  const { Records } = event as KinesisEvent & {
    Records: { kinesis: { sequenceNumber: string } }[];
  };
  const at = new Date(clock.now() - 10_000).toISOString();
  expect(record).toEqual({
    requestContext: {
      requestId: expect.any(String),
      functionArn: "arn:aws:lambda:us-east-1:000000000000:function:worker",
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 2,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: expect.any(String),
    KinesisBatchInfo: {
      shardId: "shardId-000000000000",
      startSequenceNumber: Records[0]?.kinesis.sequenceNumber,
      endSequenceNumber: Records[1]?.kinesis.sequenceNumber,
      approximateArrivalOfFirstRecord: at,
      approximateArrivalOfLastRecord: at,
      batchSize: 2,
      streamArn: arn,
    },
  });
  poller?.stop();
  write("c");
  await clock.advance(2 * minute);
  write("d");
  answer = () => null;
  events = [];
  poll({ maximumRecordAgeSeconds: 60, onFailureArn });
  await clock.advance(0);
  expect(seen()).toEqual(["d"]);
  expect(failures[1]?.record).toMatchObject({
    requestContext: { condition: "RecordAgeExceeded", approximateInvokeCount: 0 },
    KinesisBatchInfo: { batchSize: 1 },
  });
});

test("state goes from batch to batch of a window, and the last call has all of it", async () => {
  answer = (texts, { state = {} }) => ({ state: { sum: (state.sum ?? 0) + texts.length } });
  poll({ tumblingWindowSeconds: 60 }, { batchSize: 2 });
  write("a", "b", "c");
  await clock.advance(10_000);
  // A killed engine goes on with the state.
  poll({ tumblingWindowSeconds: 60 }, { batchSize: 2 });
  write("d");
  await clock.advance(40_000);
  expect(events.map(({ state }) => state?.sum ?? 0)).toEqual([0, 2, 3]);
  await clock.advance(10_000);
  expect(events.at(-1)).toEqual({
    Records: [],
    shardId: "shardId-000000000000",
    eventSourceARN: arn,
    window: { start: "2026-01-01T00:00:00Z", end: "2026-01-01T00:01:00Z" },
    state: { sum: 4 },
    isFinalInvokeForWindow: true,
    isWindowTerminatedEarly: false,
  });
  write("e");
  await clock.advance(1000);
  expect(events.at(-1)).toMatchObject({
    window: { start: "2026-01-01T00:01:00Z" },
    state: {},
    isFinalInvokeForWindow: false,
  });
});

test("batches end with their window; an answer without state is a failure; too much state ends it early", async () => {
  write("a");
  await clock.advance(minute);
  write("b");
  answer = () => ({ state: { n: 1 } });
  poll({ tumblingWindowSeconds: 60 });
  await clock.advance(0);
  expect(events.map((event) => [textsOf(event).join(""), event.isFinalInvokeForWindow])).toEqual([
    ["a", false],
    ["", true],
    ["b", false],
  ]);
  answer = () => ({});
  events = [];
  write("c");
  await clock.advance(3000);
  expect(seen().slice(0, 2)).toEqual(["c", "c"]);
  answer = (_texts, { isFinalInvokeForWindow: isFinal }) => ({
    state: isFinal ? {} : { big: "x".repeat(1_048_576) },
  });
  await clock.advance(10_000);
  expect(events.at(-1)).toMatchObject({
    isFinalInvokeForWindow: true,
    isWindowTerminatedEarly: true,
  });
});

test("what a mapping reads counts once at the stream, whatever its lanes and retries", async () => {
  let fails = 1;
  answer = () => fails-- > 0 && fail();
  write("a", "b", "c", "d", "e", "f");
  poll({ parallelizationFactor: 3 }, { batchSize: 2 });
  await clock.advance(minute);
  write("g");
  await clock.advance(minute);
  expect(seen().length).toBeGreaterThan(3);
  expect(counts).toMatchObject({ "GetRecords.Records": 7, "GetRecords.Bytes": 7 });
});

test("a consumer's reads are its own, not the stream's", async () => {
  const consumer = { name: "app", createdMs: clock.now(), tags: {} };
  store.save({ ...stream(), consumers: [consumer] });
  write("a", "b");
  poll({}, { eventSourceArn: consumerArn(stream(), consumer) });
  await clock.advance(0);
  expect(seen()).toEqual(["ab"]);
  expect(counts).toMatchObject({ "app SubscribeToShardEvent.Records": 2 });
  expect(counts).not.toHaveProperty("GetRecords.Records");
});
