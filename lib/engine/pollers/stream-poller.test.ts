import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readItem } from "../dynamodb/attribute-value.ts";
import { countReads } from "../dynamodb/streams/stream-metrics.ts";
import { type Stream, StreamStore } from "../dynamodb/streams/stream-store.ts";
import type { Table } from "../dynamodb/table.ts";
import { ServiceError } from "../http/service.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import type { EventSourceMapping, StreamSettings } from "../lambda/event-source-mapping.ts";
import { type EngineDatabase, openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { CheckpointTable } from "./checkpoint-table.ts";
import { dynamoDbSource } from "./dynamodb-source.ts";
import { StreamPoller } from "./stream-poller.ts";

let homeDir: string;
let database: EngineDatabase;
let clock: ManualClock;
let streams: StreamStore;
let stream: Stream;
let table: Table;
let calls: { keys: string[]; bytes: number }[];
let failures: { target: string; record: Record<string, Record<string, unknown>> }[];
let answer: (keys: string[]) => unknown;
let poller: StreamPoller | undefined;
let counted: Parameters<MetricSink["recordAll"]>[0][];

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), "stream-poller-"));
  clock = new ManualClock();
  database = openDatabase(homeDir);
  streams = new StreamStore(database, clock);
  const plain: Table = {
    id: "t",
    region: "us-east-1",
    accountId: "000000000000",
    name: "orders",
    createdMs: 0,
    attributes: [{ AttributeName: "id", AttributeType: "S" }],
    keySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    indexes: [],
    billingMode: "PAY_PER_REQUEST",
    throughput: { readUnits: 0, writeUnits: 0 },
    tags: {},
    deletionProtection: false,
  };
  stream = streams.open(plain, "NEW_IMAGE");
  table = { ...plain, stream: { label: stream.label, viewType: "NEW_IMAGE" } };
  calls = [];
  failures = [];
  counted = [];
  answer = () => null;
});
afterEach(() => {
  poller?.stop();
  database.close();
  rmSync(homeDir, { recursive: true, force: true });
});

const write = (...ids: string[]) => {
  for (const id of ids) streams.record(table, undefined, readItem({ id: { S: id } }));
};
const fail = () => {
  throw new Error("the function fails");
};
/** What no poller expects of an invocation. */
class Unforeseen extends Error {}

/** Polls with a function that does what `answer` does. */
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
      eventSourceArn: stream.arn,
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
      source: dynamoDbSource(streams, countReads({ recordAll: (one) => counted.push(one) }, clock)),
      clock,
      checkpoints: new CheckpointTable(database),
      invoker: {
        invoke(request) {
          const event = JSON.parse(Buffer.from(request.payload).toString()) as {
            Records: { dynamodb: { Keys: { id: { S: string } } } }[];
          };
          const keys = event.Records.map(({ dynamodb }) => dynamodb.Keys.id.S);
          calls.push({ keys, bytes: request.payload.length });
          const reply = (value: unknown) => Buffer.from(JSON.stringify(value));
          try {
            return Promise.resolve({ executedVersion: "$LATEST", payload: reply(answer(keys)) });
          } catch (error) {
            if (error instanceof ServiceError || error instanceof Unforeseen)
              return Promise.reject(error);
            const functionError = "Unhandled";
            return Promise.resolve({
              functionError,
              executedVersion: "$LATEST",
              payload: reply({}),
            });
          }
        },
      },
      sendFailure: (target, { record }) => void failures.push({ target, record: record as never }),
      count: () => undefined,
      onIteratorAge: () => undefined,
      onResult: () => undefined,
      onError(error) {
        if (!(error instanceof Unforeseen)) throw error;
      },
    },
  );
}
const seen = () => calls.map(({ keys }) => keys.join(""));

test("records come in order, in batches, once; and after a restart only what is new", async () => {
  write("a", "b", "c");
  poll({}, { batchSize: 2 });
  await clock.advance(0);
  expect(seen()).toEqual(["ab", "c"]);
  write("d");
  await clock.advance(0);
  poll({}, { batchSize: 2 });
  write("e");
  await clock.advance(0);
  expect(seen()).toEqual(["ab", "c", "d", "e"]);
});

test("LATEST begins with what comes, TRIM_HORIZON with what is there", async () => {
  write("a");
  poll({ startingPosition: "LATEST" });
  write("b");
  await clock.advance(0);
  expect(seen()).toEqual(["b"]);
});

test("a window gathers records until it is over or the batch is full", async () => {
  poll({}, { batchSize: 3, maximumBatchingWindowSeconds: 10 });
  write("a");
  await clock.advance(5_000);
  write("b");
  await clock.advance(4_000);
  expect(seen()).toEqual([]);
  await clock.advance(1_000);
  expect(seen()).toEqual(["ab"]);
  write("c", "d", "e");
  await clock.advance(0);
  expect(seen()).toEqual(["ab", "cde"]);
});

test("a failing batch holds up those behind it until its retries are used up, then it is reported", async () => {
  answer = (keys) => (keys.includes("a") ? fail() : null);
  const onFailureArn = "arn:aws:sqs:us-east-1:000000000000:failed";
  poll({ maximumRetryAttempts: 2, onFailureArn }, { batchSize: 2 });
  write("a", "b", "c");
  await clock.advance(0);
  expect(seen()).toEqual(["ab"]);
  await clock.advance(10_000);
  expect(seen()).toEqual(["ab", "ab", "ab", "c"]);
  expect(failures).toMatchObject([
    {
      target: onFailureArn,
      record: {
        requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 3 },
        responseContext: {
          statusCode: 200,
          executedVersion: "$LATEST",
          functionError: "Unhandled",
        },
        DDBStreamBatchInfo: { shardId: stream.shardId, batchSize: 2, streamArn: stream.arn },
      },
    },
  ]);
});

test("a batch is split until the bad record stands alone", async () => {
  answer = (keys) => (keys.includes("c") ? fail() : null);
  poll({ bisectBatchOnFunctionError: true, maximumRetryAttempts: 0 });
  write("a", "b", "c", "d");
  await clock.advance(60_000);
  expect(seen()).toEqual(["abcd", "ab", "cd", "c", "d"]);
});

test("with reported failures a batch goes on at the first that failed", async () => {
  let failed = false;
  answer = (keys) => {
    if (failed || !keys.includes("b")) return null;
    failed = true;
    const [second] = streams.read(stream.arn, 0, 10).slice(1);
    return { batchItemFailures: [{ itemIdentifier: second?.record.dynamodb.SequenceNumber }] };
  };
  poll({}, { functionResponseTypes: ["ReportBatchItemFailures"] });
  write("a", "b", "c");
  await clock.advance(10_000);
  expect(seen()).toEqual(["abc", "bc"]);
});

test("records that are too old are given up; a throttled call is no attempt", async () => {
  answer = () => {
    throw new ServiceError("TooManyRequestsException", "slow down", 429);
  };
  poll({ maximumRetryAttempts: 0, maximumRecordAgeSeconds: 60 });
  write("a");
  await clock.advance(30_000);
  expect(seen().length).toBeGreaterThan(3);
  await clock.advance(60_000);
  const attempts = calls.length;
  await clock.advance(600_000);
  expect(calls).toHaveLength(attempts);
});

test("an error that nobody foresaw does not end the reading", async () => {
  answer = () => {
    throw new Unforeseen("broken inside");
  };
  poll({ maximumRetryAttempts: 0 });
  write("a");
  await clock.advance(1_000);
  answer = () => null;
  await clock.advance(2_000);
  expect(seen()).toEqual(["a", "a", "a"]);
  await clock.advance(600_000);
  expect(seen()).toHaveLength(3);
});

test("filters drop records, and lanes keep the order of a key", async () => {
  poll({}, { filters: ['{"dynamodb":{"Keys":{"id":{"S":[{"prefix":"x"}]}}}}'] });
  write("a", "x1", "b", "x2");
  await clock.advance(0);
  expect(seen()).toEqual(["x1x2"]);
  calls = [];
  poll({ parallelizationFactor: 4 }, { batchSize: 1 });
  const ids = Array.from({ length: 20 }, (_, i) => `k${i % 5}`);
  write(...ids);
  await clock.advance(0);
  expect(seen().toSorted()).toEqual(ids.toSorted());
});

test("what a mapping reads counts at the table's stream", async () => {
  write("a", "b");
  poll();
  await clock.advance(0);
  expect(counted).toMatchObject([
    {
      namespace: "AWS/DynamoDB",
      dimensions: { TableName: "orders", StreamLabel: stream.label, Operation: "GetRecords" },
      values: [
        ["ReturnedRecordsCount", "Count", 2],
        ["ReturnedBytes", "Bytes", expect.any(Number)],
      ],
    },
  ]);
});
