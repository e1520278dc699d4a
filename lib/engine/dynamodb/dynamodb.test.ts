import {
  BatchWriteItemCommand,
  type CreateTableCommandInput,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

type Started = Awaited<ReturnType<typeof startEngine>>;
const clock = new ManualClock();
let started: Started;
let db: DynamoDBClient;

beforeAll(async () => {
  started = await startEngine({ clock });
  db = started.clients.dynamoDb;
});
afterAll(() => started.stop());

/** A table with a key of text and number, ready at once. */
async function createTable(TableName: string, more: Partial<CreateTableCommandInput> = {}) {
  await db.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "n", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "id", KeyType: "HASH" },
        { AttributeName: "n", KeyType: "RANGE" },
      ],
      BillingMode: "PAY_PER_REQUEST",
      ...more,
    }),
  );
  await clock.advance(1000);
}
const put = (TableName: string, n: number | string, more: object = {}) =>
  db.send(
    new PutItemCommand({ TableName, Item: { id: { S: "a" }, n: { N: String(n) }, ...more } }),
  );
const query = (TableName: string, more: Partial<QueryCommandInput> = {}) =>
  db.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "id = :id",
      ...more,
      ExpressionAttributeValues: { ":id": { S: "a" }, ...more.ExpressionAttributeValues },
    }),
  );
const numbers = (output: { Items?: Record<string, { N?: string }>[] }) =>
  output.Items?.map(({ n }) => Number(n?.N));

test("a table is made, serves when it has settled, and is gone after its deletion", async () => {
  const TableName = "orders";
  const creating = createTable(TableName);
  await creating;
  const table = await db.send(new DescribeTableCommand({ TableName }));
  expect(table.Table).toMatchObject({
    TableStatus: "ACTIVE",
    TableArn: "arn:aws:dynamodb:us-east-1:000000000000:table/orders",
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    ItemCount: 0,
  });
  await expect(createTable(TableName)).rejects.toMatchObject({
    name: "ResourceInUseException",
    message: "Table already exists: orders",
  });
  await put(TableName, 1);
  await db.send(new DeleteTableCommand({ TableName }));
  await expect(put(TableName, 1)).rejects.toThrow("Requested resource not found");
  await clock.advance(1000);
  await expect(db.send(new DescribeTableCommand({ TableName }))).rejects.toThrow(
    "Requested resource not found: Table: orders not found",
  );
  expect((await db.send(new ListTablesCommand())).TableNames).not.toContain(TableName);
  // A new table of the name begins empty.
  await createTable(TableName);
  expect((await db.send(new ScanCommand({ TableName }))).Count).toBe(0);
});

test("schemas that cannot be are refused in DynamoDB's words", async () => {
  const words: [Partial<CreateTableCommandInput>, string][] = [
    [{ TableName: "a" }, "Table/index names must be between 3 and 255 characters long"],
    [
      { BillingMode: "PROVISIONED" },
      "ReadCapacityUnits and WriteCapacityUnits must both be specified",
    ],
    [
      { KeySchema: [{ AttributeName: "id", KeyType: "HASH" }] },
      "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
    ],
    [
      { KeySchema: [{ AttributeName: "n", KeyType: "RANGE" }] },
      "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
    ],
    [{ BillingMode: "FREE" as "PROVISIONED" }, "Member must satisfy enum value set"],
    [{ SSESpecification: { Enabled: true } }, "does not support SSESpecification"],
  ];
  for (const [input, expected] of words)
    await expect(createTable("refused", input)).rejects.toThrow(expected);
});

test("a query gives the items of a key in the order of numbers, page by page, from either end", async () => {
  const TableName = "sorted";
  await createTable(TableName);
  for (const n of [10, 9, "-1.5", "1e2", 0, -2]) await put(TableName, n, { even: { BOOL: false } });
  expect(numbers(await query(TableName))).toEqual([-2, -1.5, 0, 9, 10, 100]);
  const between = { ":a": { N: "-1.5" }, ":b": { N: "10" } };
  const found = await query(TableName, {
    KeyConditionExpression: "id = :id AND n BETWEEN :a AND :b",
    ExpressionAttributeValues: between,
    ScanIndexForward: false,
    Limit: 3,
  });
  expect(numbers(found)).toEqual([10, 9, 0]);
  expect(found.LastEvaluatedKey).toEqual({ id: { S: "a" }, n: { N: "0" } });
  const rest = await query(TableName, {
    KeyConditionExpression: "id = :id AND n BETWEEN :a AND :b",
    ExpressionAttributeValues: between,
    ScanIndexForward: false,
    ExclusiveStartKey: found.LastEvaluatedKey,
  });
  expect(numbers(rest)).toEqual([-1.5]);
  expect(rest.LastEvaluatedKey).toBeUndefined();
  const filtered = await query(TableName, {
    FilterExpression: "even = :yes",
    ExpressionAttributeValues: { ":yes": { BOOL: true } },
  });
  expect(filtered).toMatchObject({ Count: 0, ScannedCount: 6 });
  const wrong: [Partial<QueryCommandInput>, string][] = [
    [{ KeyConditionExpression: "n = :id" }, "Query condition missed key schema element: id"],
    [
      { KeyConditionExpression: "id = :id OR n = :id" },
      "Invalid operator used in KeyConditionExpression: OR",
    ],
    [{ KeyConditionExpression: "id > :id" }, "Query key condition not supported"],
    [
      { FilterExpression: "n = :id" },
      "Filter Expression can only contain non-primary key attributes",
    ],
    [{ IndexName: "none" }, "The table does not have the specified index: none"],
    [{ ExclusiveStartKey: { id: { S: "a" } } }, "The provided starting key is invalid"],
  ];
  for (const [input, expected] of wrong)
    await expect(query(TableName, input)).rejects.toThrow(expected);
});

test("a page ends at 1 MB, and segments of a scan share the items", async () => {
  const TableName = "large";
  await createTable(TableName);
  const text = { S: "x".repeat(300_000) };
  for (let n = 0; n < 5; n++) await put(TableName, n, { text });
  const page = await query(TableName, { ProjectionExpression: "n" });
  expect(numbers(page)).toEqual([0, 1, 2, 3]);
  expect(page.LastEvaluatedKey).toMatchObject({ n: { N: "3" } });
  await db.send(
    new BatchWriteItemCommand({
      RequestItems: {
        [TableName]: Array.from({ length: 20 }, (_, i) => ({
          PutRequest: { Item: { id: { S: `k${i}` }, n: { N: "1" } } },
        })),
      },
    }),
  );
  let count = 0;
  for (const Segment of [0, 1, 2])
    for (let ExclusiveStartKey: never; ;) {
      const input = { TableName, Segment, TotalSegments: 3, ExclusiveStartKey: ExclusiveStartKey! };
      const found = await db.send(new ScanCommand(input));
      count += found.Count ?? 0;
      if (!found.LastEvaluatedKey) break;
      ExclusiveStartKey = found.LastEvaluatedKey as never;
    }
  expect(count).toBe(25);
  await expect(put(TableName, 9, { text: { S: "x".repeat(409_600) } })).rejects.toThrow(
    "Item size has exceeded the maximum allowed size",
  );
});

test("indexes follow the items, also one that is made later", async () => {
  const TableName = "indexed";
  await createTable(TableName);
  for (const n of [3, 1, 2])
    await put(TableName, n, { g: { S: n < 3 ? "low" : "high" }, x: { S: "x" } });
  await put(TableName, 4);
  await db.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: "g", AttributeType: "S" }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: "by-g",
            KeySchema: [
              { AttributeName: "g", KeyType: "HASH" },
              { AttributeName: "n", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "KEYS_ONLY" },
          },
        },
      ],
    }),
  );
  await clock.advance(1000);
  const low = (more: Partial<QueryCommandInput> = {}) =>
    query(TableName, {
      IndexName: "by-g",
      KeyConditionExpression: "g = :id",
      ExpressionAttributeValues: { ":id": { S: "low" } },
      ...more,
    });
  const found = await low({ Limit: 1 });
  expect(found.Items).toEqual([{ id: { S: "a" }, n: { N: "1" }, g: { S: "low" } }]);
  expect(found.LastEvaluatedKey).toEqual({ g: { S: "low" }, id: { S: "a" }, n: { N: "1" } });
  expect(numbers(await low({ ExclusiveStartKey: found.LastEvaluatedKey }))).toEqual([2]);
  await put(TableName, 1, { g: { S: "high" } });
  expect(numbers(await low())).toEqual([2]);
  await expect(put(TableName, 1, { g: { N: "1" } })).rejects.toThrow(
    "Type mismatch for Index Key g Expected: S Actual: N IndexName: by-g",
  );
  await expect(low({ ConsistentRead: true })).rejects.toThrow("Consistent reads are not supported");
});

test("conditions and transactions do all or nothing", async () => {
  const TableName = "accounts";
  await createTable(TableName);
  const Key = { id: { S: "a" }, n: { N: "1" } };
  const add = (amount: string, more: object = {}) =>
    db.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: "ADD amount :x",
        ExpressionAttributeValues: { ":x": { N: amount } },
        ...more,
      }),
    );
  expect((await add("0.1", { ReturnValues: "ALL_NEW" })).Attributes).toEqual({
    ...Key,
    amount: { N: "0.1" },
  });
  expect((await add("0.2", { ReturnValues: "UPDATED_OLD" })).Attributes).toEqual({
    amount: { N: "0.1" },
  });
  await expect(
    add("1", {
      ConditionExpression: "amount > :x",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }),
  ).rejects.toMatchObject({
    name: "ConditionalCheckFailedException",
    message: "The conditional request failed",
    Item: { amount: { N: "0.3" } },
  });
  const write = (n: string, ClientRequestToken?: string) =>
    db.send(
      new TransactWriteItemsCommand({
        ClientRequestToken,
        TransactItems: [
          {
            Update: {
              TableName,
              Key: { id: { S: "a" }, n: { N: n } },
              UpdateExpression: "ADD amount :x",
              ExpressionAttributeValues: { ":x": { N: "1" } },
            },
          },
          {
            ConditionCheck: {
              TableName,
              Key,
              ConditionExpression: "amount < :x",
              ExpressionAttributeValues: { ":x": { N: n === "2" ? "1" : "0" } },
            },
          },
        ],
      }),
    );
  await expect(write("3")).rejects.toMatchObject({
    name: "TransactionCanceledException",
    message:
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]",
    CancellationReasons: [
      { Code: "None" },
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
    ],
  });
  await write("2", "token-1");
  await write("2", "token-1");
  expect(numbers(await query(TableName))).toEqual([1, 2]);
  const read = { TableName, Key: { id: { S: "a" }, n: { N: "2" } } };
  expect((await db.send(new GetItemCommand(read))).Item?.amount).toEqual({ N: "1" });
  await expect(write("3", "token-1")).rejects.toMatchObject({
    name: expect.stringMatching(/IdempotentParameterMismatchException/),
  });
});

test("a stream tells what changed, in order, and who deleted what was too old", async () => {
  const TableName = "watched";
  const StreamSpecification = {
    StreamEnabled: true,
    StreamViewType: "NEW_AND_OLD_IMAGES" as const,
  };
  await createTable(TableName, { StreamSpecification });
  const streams = started.clients.dynamoDbStreams;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: "expires" };
  await db.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  const expires = { N: String(Math.floor(clock.now() / 1000) + 5) };
  await put(TableName, 1, { bytes: { B: Buffer.from([0, 255]) } });
  await put(TableName, 1, { bytes: { B: Buffer.from([0, 255]) } });
  await put(TableName, 1, { expires });
  await clock.advance(20_000);
  const { Streams } = await streams.send(new ListStreamsCommand({ TableName }));
  const StreamArn = Streams?.[0]?.StreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  expect(StreamDescription).toMatchObject({ StreamStatus: "ENABLED", TableName });
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const iterator = async (ShardIteratorType: "TRIM_HORIZON" | "LATEST") =>
    (await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType })))
      .ShardIterator;
  const ShardIterator = await iterator("TRIM_HORIZON");
  const { Records = [], NextShardIterator } = await streams.send(
    new GetRecordsCommand({ ShardIterator }),
  );
  expect(Records.map(({ eventName }) => eventName)).toEqual(["INSERT", "MODIFY", "REMOVE"]);
  expect(Records[0]?.dynamodb).toMatchObject({
    Keys: { id: { S: "a" }, n: { N: "1" } },
    NewImage: { bytes: { B: new Uint8Array([0, 255]) } },
    SequenceNumber: expect.stringMatching(/^\d{21}$/),
  });
  expect(Records[2]).toMatchObject({
    userIdentity: { PrincipalId: "dynamodb.amazonaws.com", Type: "Service" },
    dynamodb: { OldImage: { expires } },
  });
  const end = await streams.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }));
  expect(end.Records).toEqual([]);
  await clock.advance(16 * 60_000);
  await expect(
    streams.send(new GetRecordsCommand({ ShardIterator: NextShardIterator })),
  ).rejects.toMatchObject({ name: "ExpiredIteratorException" });
  await clock.advance(24 * 3_600_000);
  const later = await streams.send(
    new GetRecordsCommand({ ShardIterator: await iterator("TRIM_HORIZON") }),
  );
  expect(later.Records).toEqual([]);
});

test("tables and items are there after the engine has been started again", async () => {
  const homeDir = mkdtempSync(join(tmpdir(), "dynamodb-"));
  const first = await startEngine({ clock, homeDir });
  const before = db;
  db = first.clients.dynamoDb;
  await createTable("kept");
  await put("kept", 1, { text: { S: "still here" } });
  await first.stop();
  const again = await startEngine({ clock, homeDir });
  db = again.clients.dynamoDb;
  expect((await query("kept")).Items?.[0]?.text).toEqual({ S: "still here" });
  await again.stop();
  db = before;
  rmSync(homeDir, { recursive: true, force: true });
});
