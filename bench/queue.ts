import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateEventSourceMappingCommand,
  InvokeCommand,
  type LambdaClient,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { clientOf, deploy } from "./invoke/functions.ts";
import { figures, milliseconds, type Row } from "./invoke/rows.ts";
import { startProgram } from "./programs/start-program.ts";

const messages = 20_000;
const batchSize = 10;
/** So many batches at work at once, by the queue's poller and by direct callers. */
const concurrency = 8;
const senders = 8;
const queueArn = "arn:aws:sqs:us-east-1:000000000000:bench";

/** Says which messages it got, so that none can be lost unseen. */
const code = `exports.handler = async ({ Records }) => {
  console.log("GOT " + Records.map(({ body }) => body).join(" "));
};`;

/**
 * Messages a second from a queue through a consumer of ten at a time, beside invoking the same batches directly, before
 * and after it in the same run.
 */
export default async function measure(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-queue-"));
  const engine = await startProgram(["dist/engine.mjs", "--port", "0", "--home", home]);
  const config = {
    endpoint: engine.address,
    region: "us-east-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  };
  const lambda = clientOf(engine.address);
  const sqs = new SQSClient(config);
  const logs = new CloudWatchLogsClient(config);
  try {
    await deploy(lambda, "direct", { code });
    await deploy(lambda, "consumer", { code });
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({ QueueName: "bench", Attributes: { VisibilityTimeout: "60" } }),
    );
    const { UUID } = await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: "consumer",
        EventSourceArn: queueArn,
        BatchSize: batchSize,
        ScalingConfig: { MaximumConcurrency: concurrency },
        Enabled: false,
      }),
    );
    const bodies = Array.from({ length: messages }, (_, i) => `m${i}`);
    const batches = Array.from({ length: messages / batchSize }, (_, i) =>
      bodies.slice(i * batchSize, (i + 1) * batchSize),
    );
    await warmUp(lambda);
    const sentMs = await milliseconds(() =>
      inTurns(batches, senders, async (batch) => {
        const Entries = batch.map((MessageBody, i) => ({ Id: `${i}`, MessageBody }));
        const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
        if (Failed.length > 0) throw new Error(`Not sent: ${JSON.stringify(Failed)}`);
      }),
    );
    const half = batches.length / 2;
    const beforeMs = await direct(lambda, batches.slice(0, half));
    const queueMs = await milliseconds(async () => {
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
      await untilEmpty(sqs, QueueUrl ?? "");
    });
    const directMs = beforeMs + (await direct(lambda, batches.slice(half)));
    const found = await received(logs, "consumer");
    const lost = bodies.filter((body) => !found.has(body)).length;
    const perSecond = (ms: number) => (messages * 1000) / ms;
    const floor = `the same batches invoked directly by ${concurrency} callers`;
    return [
      {
        what: `queue: ${messages} messages in batches of ${batchSize}`,
        floor,
        ...figures(perSecond(queueMs), perSecond(directMs), "messages/s"),
      },
      {
        what: "queue: messages lost",
        value: lost,
        unit: "",
        floor: "none",
        floorValue: 0,
        ratio: "-",
      },
      {
        what: "queue: messages received more than once",
        value: [...found.values()].filter((times) => times > 1).length,
        unit: "",
        floor: "-",
        floorValue: "-",
        ratio: "-",
      },
      {
        what: `queue: messages sent, ten a call, ${senders} callers`,
        floor,
        ...figures(perSecond(sentMs), perSecond(directMs), "messages/s"),
      },
    ];
  } finally {
    engine.child.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Both functions have all their environments, and the engine's code is compiled. */
async function warmUp(lambda: LambdaClient): Promise<void> {
  const calls = Array.from({ length: 400 }, (_, i) => [`w${i}`]);
  for (const name of ["direct", "consumer"])
    await inTurns(calls, concurrency, (batch) => call(lambda, name, batch));
}

const direct = (lambda: LambdaClient, batches: readonly string[][]): Promise<number> =>
  milliseconds(() => inTurns(batches, concurrency, (batch) => call(lambda, "direct", batch)));

/** A call with records as a queue's have them. */
async function call(lambda: LambdaClient, FunctionName: string, batch: string[]): Promise<void> {
  const Records = batch.map((body, i) => ({
    messageId: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
    receiptHandle: "x".repeat(100),
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "1767225600000",
      SenderId: "000000000000",
      ApproximateFirstReceiveTimestamp: "1767225600000",
    },
    messageAttributes: {},
    md5OfMessageAttributes: null,
    md5OfBody: "0".repeat(32),
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: "us-east-1",
  }));
  const Payload = JSON.stringify({ Records });
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
  if (FunctionError) throw new Error(`${FunctionName}: ${FunctionError}`);
}

async function inTurns<Item>(
  items: readonly Item[],
  workers: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const run = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: workers }, run));
}

async function untilEmpty(sqs: SQSClient, QueueUrl: string): Promise<void> {
  for (;;) {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      }),
    );
    if (Object.values(Attributes).every((count) => count === "0")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** How often the function's log names each message. */
async function received(
  logs: CloudWatchLogsClient,
  functionName: string,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/lambda/${functionName}`,
        filterPattern: "GOT",
        nextToken,
      }),
    );
    for (const { message = "" } of page.events ?? [])
      for (const [body] of message.matchAll(/\bm\d+\b/g))
        found.set(body, (found.get(body) ?? 0) + 1);
    ({ nextToken } = page);
  } while (nextToken);
  return found;
}
