import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import * as sdk from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";

let engine: FunctionRunner;
beforeAll(async () => {
  engine = await runFunctions();
});
afterAll(() => engine.stop());

const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
async function createQueue(QueueName: string) {
  const created = await engine.clients.sqs.send(new CreateQueueCommand({ QueueName }));
  return created.QueueUrl ?? "";
}

/** Waits for the message of an event that was given up. */
const letter = (QueueUrl: string) =>
  expect
    .poll(
      async () => {
        const input = { QueueUrl, WaitTimeSeconds: 1 };
        const { Messages } = await engine.clients.sqs.send(new ReceiveMessageCommand(input));
        return Messages?.[0]?.Body;
      },
      { timeout: 30_000 },
    )
    .toBeDefined();

const runs = async (name: string) =>
  (await engine.logged(name)).filter((line) => line.startsWith("START RequestId")).length;

async function dropped(FunctionName: string) {
  const { Datapoints = [] } = await engine.clients.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/Lambda",
      MetricName: "RecursiveInvocationsDropped",
      Dimensions: [{ Name: "FunctionName", Value: FunctionName }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 3600,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

test("a function that sends what it gets to its own queue is stopped after sixteen runs", async () => {
  const url = await createQueue("loop");
  const code = `const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
const sqs = new SQSClient({});
exports.handler = () => sqs.send(new SendMessageCommand({ QueueUrl: ${JSON.stringify(url)}, MessageBody: "again" }));`;
  await engine.deploy("loop", code);
  await engine.clients.lambda.send(
    new sdk.CreateEventSourceMappingCommand({ FunctionName: "loop", EventSourceArn: arn("loop") }),
  );
  await engine.clients.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "first" }));
  await expect.poll(() => dropped("loop"), { timeout: 30_000 }).toBe(1);
  await expect.poll(() => runs("loop")).toBe(16);
}, 60_000);

test("a function that writes into the bucket that calls it, and two that are each other's destination, are stopped", async () => {
  const { lambda, s3 } = engine.clients;
  const Bucket = "loop-bucket";
  await s3.send(new CreateBucketCommand({ Bucket }));
  await engine.deploy(
    "writer",
    `const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");
const s3 = new S3Client({ forcePathStyle: true });
exports.handler = ({ Records: [{ s3: { bucket } }] }) => s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: "again", Body: "x" })).then(() => 1);`,
  );
  const permission = { FunctionName: "writer", StatementId: "s3", Action: "lambda:InvokeFunction" };
  await lambda.send(new sdk.AddPermissionCommand({ ...permission, Principal: "s3.amazonaws.com" }));
  const LambdaFunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:writer";
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: ["s3:ObjectCreated:*"] }],
      },
    }),
  );
  for (const name of ["ping", "pong"])
    await engine.deploy(name, `exports.handler = async () => ${JSON.stringify(name)};`);
  for (const [FunctionName, other] of [
    ["ping", "pong"],
    ["pong", "ping"],
  ] as const) {
    const Destination = `arn:aws:lambda:us-east-1:000000000000:function:${other}`;
    await lambda.send(
      new sdk.PutFunctionEventInvokeConfigCommand({
        FunctionName,
        DestinationConfig: { OnSuccess: { Destination } },
      }),
    );
  }
  await s3.send(new PutObjectCommand({ Bucket, Key: "first", Body: "x" }));
  await engine.call("ping", {}, { InvocationType: "Event", LogType: "None" });
  for (const name of ["writer", "ping"]) {
    await expect.poll(() => dropped(name), { timeout: 30_000 }).toBe(1);
    await expect.poll(() => runs(name)).toBe(16);
  }
  await expect.poll(() => runs("pong")).toBe(16);
}, 60_000);

test("a function that invokes itself is stopped, unless loops are allowed for it", async () => {
  const dead = await createQueue("dead-self");
  const code = `const { LambdaClient, InvokeCommand } = require("@aws-sdk/client-lambda");
const lambda = new LambdaClient({});
exports.handler = async ({ n }) => n < 20 && lambda.send(new InvokeCommand({
  FunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME, InvocationType: "Event", Payload: JSON.stringify({ n: n + 1 }),
}));`;
  const DeadLetterConfig = { TargetArn: arn("dead-self") };
  await engine.deploy("self", code, { DeadLetterConfig });
  await engine.deploy("allowed", code);
  await engine.clients.lambda.send(
    new sdk.PutFunctionRecursionConfigCommand({ FunctionName: "allowed", RecursiveLoop: "Allow" }),
  );
  const start = { InvocationType: "Event", LogType: "None" } as const;
  await engine.call("self", { n: 1 }, start);
  await engine.call("allowed", { n: 1 }, start);
  await letter(dead);
  await expect.poll(() => runs("self")).toBe(16);
  await expect.poll(() => dropped("self")).toBe(1);
  await expect.poll(() => runs("allowed"), { timeout: 30_000 }).toBe(20);
  expect(await dropped("allowed")).toBe(0);
}, 60_000);
