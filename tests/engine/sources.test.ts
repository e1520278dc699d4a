import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateStreamCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildEngine } from "../../bin/build-engine.mjs";
import { startProcess } from "./engine-process";

// From every source to a function to its log, through the clients, with an engine that is killed in between.

const arnOf = (service: string, name: string) =>
  `arn:aws:${service}:us-east-1:000000000000:${name}`;
const texts = ["1", "2", "3", "4", "5", "6"];
let bundle: string;
let home: string;
let engine: Awaited<ReturnType<typeof startProcess>>;
const running = new Set<ChildProcess>();

const start = () => startProcess(bundle, home, (child) => running.add(child));
beforeAll(async () => {
  bundle = await buildEngine();
  home = mkdtempSync(join(tmpdir(), "lambdeck-sources-"));
  engine = await start();
}, 60_000);
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

/** Logs `GOT source text` for all that an event holds, slowly enough to be killed at it. */
const sink = `
const read = {
  "aws:sqs": (r) => ["sqs" + (r.eventSourceARN.endsWith(".fifo") ? "-fifo" : ""), r.body],
  "aws:kinesis": (r) => ["kinesis", Buffer.from(r.kinesis.data, "base64").toString()],
  "aws:dynamodb": (r) => ["dynamodb", r.dynamodb.NewImage.text.S],
  "aws:sns": (r) => ["sns", r.Sns.Message],
  "aws:s3": (r) => ["s3", r.s3.object.key],
};
exports.handler = async (event) => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  if (event.source === "test") console.log("GOT events " + event.detail.text);
  if (event.from === "schedule") console.log("GOT scheduler " + event.text);
  for (const record of event.Records ?? [])
    console.log(["GOT", ...read[record.eventSource ?? record.EventSource](record)].join(" "));
};`;

/** What the function has logged, by source, in order and without what came twice. */
async function seen(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  let nextToken: string | undefined;
  do {
    const page = await engine.logs.send(
      new FilterLogEventsCommand({
        logGroupName: "/aws/lambda/sink",
        filterPattern: "GOT",
        nextToken,
      }),
    );
    for (const { message = "" } of page.events ?? []) {
      const [, source = "", text = ""] = /GOT (\S+) (\S+)/.exec(message) ?? [];
      const of = (found[source] ??= []);
      if (!of.includes(text)) of.push(text);
    }
    ({ nextToken } = page);
  } while (nextToken);
  return found;
}

async function map(input: CreateEventSourceMappingCommandInput): Promise<void> {
  const { UUID } = await engine.lambda.send(new CreateEventSourceMappingCommand(input));
  const state = async () =>
    (await engine.lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
  await expect.poll(state, { timeout: 10_000 }).toBe("Enabled");
}
const permit = (principal: string, SourceArn: string) =>
  engine.lambda.send(
    new AddPermissionCommand({
      FunctionName: "sink",
      StatementId: principal,
      Action: "lambda:InvokeFunction",
      Principal: `${principal}.amazonaws.com`,
      SourceArn,
    }),
  );
const makeQueue = async (QueueName: string, Attributes: Record<string, string> = {}) =>
  (await engine.sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;

test("what every source has accepted reaches the function, in order where that is promised, through a kill", async () => {
  const functionArn = arnOf("lambda", "function:sink");
  await engine.deploy("sink", sink, 20);
  // So many at once as a small machine can start in time. What finds none free is tried again later and later.
  await engine.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: "sink", ReservedConcurrentExecutions: 8 }),
  );
  const visibility = { VisibilityTimeout: "20" };
  const plain = await makeQueue("plain", visibility);
  const fifo = await makeQueue("ordered.fifo", { ...visibility, FifoQueue: "true" });
  await engine.kinesis.send(new CreateStreamCommand({ StreamName: "stream", ShardCount: 2 }));
  const { TableDescription } = await engine.dynamoDb.send(
    new CreateTableCommand({
      TableName: "table",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  const { TopicArn = "" } = await engine.sns.send(new CreateTopicCommand({ Name: "topic" }));
  await permit("sns", TopicArn);
  await engine.sns.send(
    new SubscribeCommand({ TopicArn, Protocol: "lambda", Endpoint: functionArn }),
  );
  await engine.events.send(
    new PutRuleCommand({ Name: "rule", EventPattern: JSON.stringify({ source: ["test"] }) }),
  );
  await permit("events", arnOf("events", "rule/rule"));
  await engine.events.send(
    new PutTargetsCommand({ Rule: "rule", Targets: [{ Id: "sink", Arn: functionArn }] }),
  );
  const Bucket = "objects";
  await engine.s3.send(new CreateBucketCommand({ Bucket }));
  await permit("s3", `arn:aws:s3:::${Bucket}`);
  await engine.s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          { LambdaFunctionArn: functionArn, Events: ["s3:ObjectCreated:*"] },
        ],
      },
    }),
  );
  const FunctionName = "sink";
  const stream = { FunctionName, BatchSize: 2, StartingPosition: "TRIM_HORIZON" as const };
  await Promise.all([
    map({ FunctionName, BatchSize: 2, EventSourceArn: arnOf("sqs", "plain") }),
    map({ FunctionName, BatchSize: 2, EventSourceArn: arnOf("sqs", "ordered.fifo") }),
    map({ ...stream, EventSourceArn: arnOf("kinesis", "stream/stream") }),
    map({ ...stream, EventSourceArn: TableDescription?.LatestStreamArn }),
  ]);
  for (const text of texts) {
    const detail = { Source: "test", DetailType: "t", Detail: JSON.stringify({ text }) };
    await Promise.all([
      engine.sqs.send(new SendMessageCommand({ QueueUrl: plain, MessageBody: text })),
      engine.sqs.send(
        new SendMessageCommand({
          QueueUrl: fifo,
          MessageBody: text,
          MessageGroupId: "g",
          MessageDeduplicationId: text,
        }),
      ),
      engine.kinesis.send(
        new PutRecordsCommand({
          StreamName: "stream",
          Records: [{ PartitionKey: "k", Data: Buffer.from(text) }],
        }),
      ),
      engine.dynamoDb.send(
        new PutItemCommand({ TableName: "table", Item: { id: { S: "1" }, text: { S: text } } }),
      ),
      engine.sns.send(new PublishCommand({ TopicArn, Message: text })),
      engine.events.send(new PutEventsCommand({ Entries: [detail] })),
      engine.s3.send(new PutObjectCommand({ Bucket, Key: text, Body: text })),
      engine.scheduler.send(
        new CreateScheduleCommand({
          Name: `begins-at-once-${text}`,
          ScheduleExpression: "rate(1 day)",
          FlexibleTimeWindow: { Mode: "OFF" },
          Target: {
            Arn: functionArn,
            RoleArn: "arn:aws:iam::000000000000:role/test",
            Input: JSON.stringify({ from: "schedule", text }),
          },
        }),
      ),
    ]);
  }
  await expect.poll(seen, { timeout: 20_000, interval: 50 }).not.toEqual({});
  engine.child.kill("SIGKILL");
  await engine.ended;
  engine = await start();
  const inAnyOrder = expect.toSatisfy(
    (found: string[]) => found.toSorted().join("") === texts.join(""),
  );
  await expect.poll(seen, { timeout: 180_000, interval: 500 }).toEqual({
    sqs: inAnyOrder,
    "sqs-fifo": texts,
    kinesis: texts,
    dynamodb: texts,
    sns: inAnyOrder,
    events: inAnyOrder,
    s3: inAnyOrder,
    scheduler: inAnyOrder,
  });
}, 240_000);

test("what a function never takes is reported in AWS's format: to a topic, a bucket and a bus", async () => {
  await engine.deploy("broken", "exports.handler = async () => { throw new Error('no'); };");
  const QueueUrl = await makeQueue("reports");
  const { TopicArn = "" } = await engine.sns.send(new CreateTopicCommand({ Name: "reports" }));
  await engine.sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: arnOf("sqs", "reports"),
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  const Bucket = "reports";
  await engine.s3.send(new CreateBucketCommand({ Bucket }));
  await engine.kinesis.send(new CreateStreamCommand({ StreamName: "bad", ShardCount: 1 }));
  const FunctionName = "broken";
  const toBucket = { OnFailure: { Destination: `arn:aws:s3:::${Bucket}` } };
  await map({
    FunctionName,
    EventSourceArn: arnOf("kinesis", "stream/bad"),
    StartingPosition: "TRIM_HORIZON",
    MaximumRetryAttempts: 0,
    DestinationConfig: toBucket,
  });
  await engine.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: TopicArn } },
    }),
  );
  await engine.kinesis.send(
    new PutRecordsCommand({
      StreamName: "bad",
      Records: [{ PartitionKey: "k", Data: Buffer.from("x") }],
    }),
  );
  await engine.lambda.send(
    new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: '{"a":1}' }),
  );
  const report = async () => {
    const { Messages = [] } = await engine.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    return JSON.parse(Messages[0]?.Body ?? "{}") as object;
  };
  await expect.poll(report, { timeout: 20_000 }).toMatchObject({
    version: "1.0",
    requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 1 },
    requestPayload: { a: 1 },
    responseContext: { statusCode: 200, functionError: "Unhandled" },
  });
  const keys = async () =>
    (await engine.s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key);
  await expect.poll(keys, { timeout: 20_000 }).toHaveLength(1);
  const [Key = ""] = (await keys()) ?? [];
  expect(Key).toMatch(
    /^aws\/lambda\/[0-9a-f-]{36}\/shardId-000000000000\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
  );
  const { Body } = await engine.s3.send(new GetObjectCommand({ Bucket, Key }));
  const record = JSON.parse((await Body?.transformToString()) ?? "") as { payload: string };
  expect(record).toMatchObject({
    requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 1 },
    KinesisBatchInfo: { shardId: "shardId-000000000000", batchSize: 1 },
  });
  expect(JSON.parse(record.payload)).toMatchObject({
    Records: [{ kinesis: { data: "eA==" }, eventSource: "aws:kinesis" }],
  });
}, 90_000);
