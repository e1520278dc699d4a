import { cbor, tag } from "@smithy/core/cbor";
import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  EnableEnhancedMonitoringCommand,
  GetRecordsCommand,
  GetResourcePolicyCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  IncreaseStreamRetentionPeriodCommand,
  ListShardsCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
  type Shard,
  SplitShardCommand,
  StartStreamEncryptionCommand,
  SubscribeToShardCommand,
  UpdateShardCountCommand,
} from "@aws-sdk/client-kinesis";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

const StreamName = "orders";
const StreamARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
let clock: ManualClock;
let engine: Awaited<ReturnType<typeof startEngine>>;

beforeEach(async () => {
  clock = new ManualClock();
  engine = await startEngine({ clock });
});
afterEach(() => engine.stop());

const send: (typeof engine)["clients"]["kinesis"]["send"] = ((command: never) =>
  engine.clients.kinesis.send(command)) as never;

async function create(ShardCount = 1): Promise<void> {
  await send(new CreateStreamCommand({ StreamName, ShardCount }));
  await clock.advance(1000);
}
const put = (text: string, PartitionKey = "k") =>
  send(new PutRecordCommand({ StreamName, PartitionKey, Data: Buffer.from(text) }));

async function iteratorOf(input: Partial<GetShardIteratorCommandInput>): Promise<string> {
  const { ShardIterator } = await send(
    new GetShardIteratorCommand({
      StreamName,
      ShardId: "shardId-000000000000",
      ShardIteratorType: "TRIM_HORIZON",
      ...input,
    }),
  );
  return ShardIterator ?? "";
}
async function read(input: Partial<GetShardIteratorCommandInput> = {}, Limit?: number) {
  const found = await send(
    new GetRecordsCommand({ ShardIterator: await iteratorOf(input), Limit }),
  );
  await clock.advance(1000);
  return found;
}
const textsOf = ({ Records = [] }: { Records?: { Data?: Uint8Array | undefined }[] | undefined }) =>
  Records.map(({ Data }) => Buffer.from(Data ?? []).toString());
async function shards(): Promise<Shard[]> {
  await clock.advance(1000);
  return (await send(new ListShardsCommand({ StreamName }))).Shards ?? [];
}

test("a stream is made, described, listed and deleted in the states and words of Kinesis", async () => {
  await send(new CreateStreamCommand({ StreamName, ShardCount: 2, Tags: { team: "a" } }));
  const described = await send(new DescribeStreamCommand({ StreamName }));
  expect(described.StreamDescription).toMatchObject({
    StreamARN,
    StreamStatus: "CREATING",
    Shards: [],
    RetentionPeriodHours: 24,
    EncryptionType: "NONE",
    StreamModeDetails: { StreamMode: "PROVISIONED" },
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
  });
  await expect(put("early")).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Stream orders under account 000000000000 not found.",
  });
  await expect(send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))).rejects.toMatchObject({
    name: "ResourceInUseException",
    message: "Stream orders under account 000000000000 already exists.",
  });
  expect(await shards()).toEqual([
    {
      ShardId: "shardId-000000000000",
      HashKeyRange: {
        StartingHashKey: "0",
        EndingHashKey: "170141183460469231731687303715884105727",
      },
      SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^49\d{54}$/) },
    },
    {
      ShardId: "shardId-000000000001",
      HashKeyRange: {
        StartingHashKey: "170141183460469231731687303715884105728",
        EndingHashKey: "340282366920938463463374607431768211455",
      },
      SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^49\d{54}$/) },
    },
  ]);
  await send(
    new CreateStreamCommand({ StreamName: "free", StreamModeDetails: { StreamMode: "ON_DEMAND" } }),
  );
  const listed = await send(new ListStreamsCommand({ Limit: 1 }));
  expect(listed).toMatchObject({ StreamNames: ["free"], HasMoreStreams: true });
  const more = await send(new ListStreamsCommand({ NextToken: listed.NextToken }));
  expect(more).toMatchObject({ StreamNames: [StreamName], HasMoreStreams: false });
  await send(new AddTagsToStreamCommand({ StreamName, Tags: { stage: "b" } }));
  const { Tags } = await send(new ListTagsForStreamCommand({ StreamARN }));
  expect(Tags).toEqual([
    { Key: "stage", Value: "b" },
    { Key: "team", Value: "a" },
  ]);
  await send(new DeleteStreamCommand({ StreamARN }));
  const summary = await send(new DescribeStreamSummaryCommand({ StreamName }));
  expect(summary.StreamDescriptionSummary?.StreamStatus).toBe("DELETING");
  await clock.advance(1000);
  await expect(send(new DescribeStreamSummaryCommand({ StreamName }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("records of a key stay in order in one shard, and each kind of iterator begins where it says", async () => {
  await create();
  const numbers: string[] = [];
  for (const text of ["a", "b", "c"]) {
    numbers.push((await put(text)).SequenceNumber ?? "");
    await clock.advance(60_000);
  }
  expect(numbers.map(BigInt)).toEqual(numbers.map(BigInt).toSorted((a, b) => (a < b ? -1 : 1)));
  const all = await read();
  expect(textsOf(all)).toEqual(["a", "b", "c"]);
  expect(all.Records?.[1]).toMatchObject({
    SequenceNumber: numbers[1],
    PartitionKey: "k",
    ApproximateArrivalTimestamp: new Date(Date.UTC(2026, 0, 1) + 61_000),
  });
  expect(all.MillisBehindLatest).toBe(0);
  const StartingSequenceNumber = numbers[1];
  const at = { ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber } as const;
  const after = { ...at, ShardIteratorType: "AFTER_SEQUENCE_NUMBER" } as const;
  expect(textsOf(await read(at))).toEqual(["b", "c"]);
  expect(textsOf(await read(after))).toEqual(["c"]);
  const Timestamp = new Date(Date.UTC(2026, 0, 1) + 30_000);
  expect(textsOf(await read({ ShardIteratorType: "AT_TIMESTAMP", Timestamp }))).toEqual(["b", "c"]);
  const latest = await iteratorOf({ ShardIteratorType: "LATEST" });
  await put("d");
  expect(textsOf(await send(new GetRecordsCommand({ ShardIterator: latest })))).toEqual(["d"]);
  await clock.advance(1000);
  const first = await read({}, 1);
  expect(first.MillisBehindLatest).toBeGreaterThan(60_000);
  const next = await send(
    new GetRecordsCommand({ ShardIterator: first.NextShardIterator, Limit: 1 }),
  );
  expect(textsOf(next)).toEqual(["b"]);
  await clock.advance(300_001);
  await expect(
    send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator })),
  ).rejects.toMatchObject({
    name: "ExpiredIteratorException",
    message: expect.stringContaining("tolerated delay of 300000 milliseconds"),
  });
  await expect(send(new GetRecordsCommand({ ShardIterator: "no" }))).rejects.toThrow(
    "Invalid ShardIterator.",
  );
  await expect(iteratorOf({ ShardIteratorType: "LATEST", StartingSequenceNumber })).rejects.toThrow(
    "Request specified LATEST and also a StartingSequenceNumber.",
  );
  await expect(iteratorOf({ ShardId: "shardId-000000000007" })).rejects.toThrow(
    "Shard shardId-000000000007 in stream orders under account 000000000000 does not exist",
  );
});

test("a shard takes 1,000 records and 1 MB in a second, and is read five times", async () => {
  await create();
  const many = (count: number, bytes: number) =>
    send(
      new PutRecordsCommand({
        StreamName,
        Records: Array.from({ length: count }, () => ({
          PartitionKey: "k",
          Data: Buffer.alloc(bytes),
        })),
      }),
    );
  await many(500, 1);
  const whole = await many(500, 1);
  expect(whole.FailedRecordCount).toBe(0);
  const told =
    "Rate exceeded for shard shardId-000000000000 in stream orders under account 000000000000.";
  const over = await many(2, 1);
  expect(over).toMatchObject({
    FailedRecordCount: 2,
    Records: [
      { ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: told },
      { ErrorMessage: told },
    ],
  });
  await clock.advance(1000);
  const large = await many(5, 300_000);
  expect(large.FailedRecordCount).toBe(2);
  await expect(put("one")).resolves.toBeDefined();
  await expect(put("x".repeat(500_000))).rejects.toMatchObject({
    name: "ProvisionedThroughputExceededException",
    message: told,
  });
  await clock.advance(1000);
  const ShardIterator = await iteratorOf({ ShardIteratorType: "LATEST" });
  for (let i = 0; i < 5; i++) await send(new GetRecordsCommand({ ShardIterator }));
  await expect(send(new GetRecordsCommand({ ShardIterator }))).rejects.toThrow(told);
  await expect(put("x".repeat(1024 * 1024 + 1))).rejects.toMatchObject({
    name: "ValidationException",
  });
});

test("shards are split and merged: parents are read to their end, children take what comes", async () => {
  await create();
  await put("before");
  const middle = String(2n ** 127n);
  await expect(
    send(
      new SplitShardCommand({
        StreamName,
        ShardToSplit: "shardId-000000000000",
        NewStartingHashKey: "1",
      }),
    ),
  ).rejects.toThrow("is not both greater than one plus the shard's StartingHashKey 0");
  await send(
    new SplitShardCommand({
      StreamName,
      ShardToSplit: "shardId-000000000000",
      NewStartingHashKey: middle,
    }),
  );
  await expect(
    send(
      new UpdateShardCountCommand({
        StreamName,
        TargetShardCount: 4,
        ScalingType: "UNIFORM_SCALING",
      }),
    ),
  ).rejects.toMatchObject({ name: "ResourceInUseException" });
  const split = await shards();
  expect(split.map(({ ParentShardId }) => ParentShardId)).toEqual([
    undefined,
    "shardId-000000000000",
    "shardId-000000000000",
  ]);
  expect(split[0]?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^49\d{54}$/);
  const child = await put("after");
  expect(child.ShardId).toMatch(/00000000000[12]$/);
  const parent = await read();
  expect(textsOf(parent)).toEqual(["before"]);
  expect(parent.NextShardIterator).toBeUndefined();
  expect(parent.ChildShards?.map(({ ShardId }) => ShardId)).toEqual([
    "shardId-000000000001",
    "shardId-000000000002",
  ]);
  await send(
    new MergeShardsCommand({
      StreamName,
      ShardToMerge: "shardId-000000000001",
      AdjacentShardToMerge: "shardId-000000000002",
    }),
  );
  const merged = (await shards()).at(-1);
  expect(merged).toMatchObject({
    ShardId: "shardId-000000000003",
    ParentShardId: "shardId-000000000001",
    AdjacentParentShardId: "shardId-000000000002",
  });
  const scale = (TargetShardCount: number) =>
    send(
      new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: "UNIFORM_SCALING" }),
    );
  await expect(scale(3)).rejects.toThrow(
    "UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 1 Target shard count: 3",
  );
  expect(await scale(2)).toMatchObject({ CurrentShardCount: 1, TargetShardCount: 2 });
  await clock.advance(1000);
  await scale(3);
  await clock.advance(1000);
  const open = await send(
    new ListShardsCommand({ StreamName, ShardFilter: { Type: "AT_LATEST" } }),
  );
  expect(open.Shards?.map(({ HashKeyRange }) => HashKeyRange?.StartingHashKey).sort()).toEqual(
    ["0", String(2n ** 128n / 3n), String((2n ** 128n / 3n) * 2n)].sort(),
  );
  const page = await send(new ListShardsCommand({ StreamName, MaxResults: 2 }));
  const rest = await send(new ListShardsCommand({ NextToken: page.NextToken }));
  expect([...(page.Shards ?? []), ...(rest.Shards ?? [])]).toEqual(await shards());
});

test("records are gone after their retention, also when it is made shorter", async () => {
  await create();
  await put("old");
  await expect(
    send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 20 })),
  ).rejects.toThrow("Minimum allowed retention period is 24 hours.");
  await send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }));
  await clock.advance(25 * 3_600_000);
  expect(textsOf(await read())).toEqual(["old"]);
  await expect(
    send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 72 })),
  ).rejects.toThrow("can not be longer than existing retention period (48 hours)");
  await send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 24 }));
  await clock.advance(1000);
  await send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }));
  expect(textsOf(await read())).toEqual([]);
});

test("a consumer is registered and gets records as they come", async () => {
  await create();
  const { Consumer } = await send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "app" }),
  );
  expect(Consumer).toMatchObject({ ConsumerName: "app", ConsumerStatus: "CREATING" });
  const ConsumerARN = Consumer?.ConsumerARN;
  expect(ConsumerARN).toMatch(
    /^arn:aws:kinesis:us-east-1:000000000000:stream\/orders\/consumer\/app:\d+$/,
  );
  await clock.advance(1000);
  const { ConsumerDescription } = await send(new DescribeStreamConsumerCommand({ ConsumerARN }));
  expect(ConsumerDescription).toMatchObject({ ConsumerStatus: "ACTIVE", StreamARN });
  await put("a");
  const { EventStream } = await send(
    new SubscribeToShardCommand({
      ConsumerARN,
      ShardId: "shardId-000000000000",
      StartingPosition: { Type: "TRIM_HORIZON" },
    }),
  );
  const texts: string[] = [];
  for await (const { SubscribeToShardEvent: event } of EventStream ?? []) {
    texts.push(...textsOf(event ?? {}));
    if (texts.length === 1) await put("b");
    if (texts.length === 2) break;
  }
  expect(texts).toEqual(["a", "b"]);
  await expect(send(new DeleteStreamCommand({ StreamName }))).rejects.toMatchObject({
    name: "ResourceInUseException",
  });
  await send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
  await expect(send(new DescribeStreamConsumerCommand({ ConsumerARN }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("Java's CBOR is understood: bytes as they are, times in milliseconds", async () => {
  await create();
  const call = async (operation: string, input: object) => {
    const answer = await fetch(engine.endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-cbor-1.1",
        "x-amz-target": `Kinesis_20131202.${operation}`,
      },
      body: Buffer.from(cbor.serialize(input)),
    });
    expect(answer.headers.get("content-type")).toBe("application/x-amz-cbor-1.1");
    return cbor.deserialize(new Uint8Array(await answer.arrayBuffer())) as Record<string, unknown>;
  };
  await call("PutRecord", { StreamName, PartitionKey: "k", Data: Buffer.from("héllo") });
  const Timestamp = tag({ tag: 1, value: clock.now() });
  const { ShardIterator } = await call("GetShardIterator", {
    StreamName,
    ShardId: "shardId-000000000000",
    ShardIteratorType: "AT_TIMESTAMP",
    Timestamp,
  });
  const { Records } = await call("GetRecords", { ShardIterator });
  const [record] = Records as { Data: Uint8Array; ApproximateArrivalTimestamp: unknown }[];
  expect(Buffer.from(record?.Data ?? []).toString()).toBe("héllo");
  expect(record?.ApproximateArrivalTimestamp).toMatchObject({ tag: 1, value: clock.now() });
  expect(await call("DescribeStream", { StreamName: "none" })).toMatchObject({
    __type: expect.stringMatching(/#ResourceNotFoundException$/),
  });
});

test("settings are kept and told; what is not imitated is refused by name", async () => {
  await create();
  const monitoring = await send(
    new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ["IncomingBytes"] }),
  );
  expect(monitoring).toMatchObject({
    CurrentShardLevelMetrics: [],
    DesiredShardLevelMetrics: ["IncomingBytes"],
  });
  await clock.advance(1000);
  await send(
    new StartStreamEncryptionCommand({
      StreamName,
      EncryptionType: "KMS",
      KeyId: "alias/aws/kinesis",
    }),
  );
  await clock.advance(1000);
  expect((await put("secret")).EncryptionType).toBe("KMS");
  expect((await read()).Records?.[0]?.EncryptionType).toBe("KMS");
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow" }] });
  await send(new PutResourcePolicyCommand({ ResourceARN: StreamARN, Policy }));
  const kept = await send(new GetResourcePolicyCommand({ ResourceARN: StreamARN }));
  expect(kept.Policy).toBe(Policy);
  await expect(
    send(
      new CreateStreamCommand({
        StreamName: "auto",
        ShardCount: 1,
        RecordDistributionStrategy: "AUTO",
      }),
    ),
  ).rejects.toThrow("The local engine does not support RecordDistributionStrategy");
});
