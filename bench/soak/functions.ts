import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";

export interface Cloud {
  lambda: LambdaClient;
  sqs: SQSClient;
  queues: Record<"jobs" | "jobs-dead" | "events-dead", string>;
}

export function clientsOf(endpoint: string): Pick<Cloud, "lambda" | "sqs"> {
  const config = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "soak", secretAccessKey: "soak" },
    maxAttempts: 1,
  };
  return { lambda: new LambdaClient(config), sqs: new SQSClient(config) };
}

/** What the function `hostile` can be asked to do with its processor, its output and its neighbours. */
export const tricks: Readonly<Record<string, string>> = {
  "a line of 100 MB": `async () => {
    const part = "x".repeat(1 << 20);
    for (let i = 0; i < 100; i++) await new Promise((next) => process.stdout.write(part, next));
  }`,
  "endless output": `() => { for (;;) fs.writeSync(1, "x".repeat(1023) + "\\n"); }`,
  "a spinning loop": `() => { for (;;); }`,
  "all memory": `() => { for (const taken = []; ; ) taken.push(Buffer.alloc(1 << 24, 1)); }`,
  "closed descriptors": `() => {
    for (let fd = 0; fd < 64; fd++) try { fs.closeSync(fd); } catch {}
  }`,
  // Where it is not alone it would reach all there is on the machine.
  "SIGKILL for all it can reach": `({ pidNamespace }) => {
    if (fs.readlinkSync("/proc/self/ns/pid") !== pidNamespace) process.kill(-1, "SIGKILL");
  }`,
  "an exit": `() => process.exit(3)`,
};

/** Writes down what it has done where a killed process leaves it; one short line is written whole or not at all. */
const code = (ledger: string) => `
const fs = require("node:fs");
const done = (id) => fs.appendFileSync(${JSON.stringify(ledger)}, id + "\\n");
const work = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
exports.echo = async ({ id, ms, fail }) => {
  await work(ms);
  console.log("echo", id);
  if (fail) throw new Error("as asked");
  return id;
};
exports.large = async (text) => text;
exports.event = async ({ id, ms, fail }) => {
  await work(ms);
  if (fail) throw new Error("as asked");
  done(id);
};
exports.batch = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body, attributes } of Records) {
    const { id, ms, fail, failFirst } = JSON.parse(body);
    await work(ms);
    if (fail || (failFirst && attributes.ApproximateReceiveCount === "1"))
      batchItemFailures.push({ itemIdentifier: messageId });
    else done(id);
  }
  return { batchItemFailures };
};
const tricks = { ${Object.entries(tricks).map(([trick, act]) => `${JSON.stringify(trick)}: ${act}`)} };
exports.hostile = ({ trick, ...event }) => tricks[trick](event);`;

/** Functions called, called later, and fed by a queue; what they cannot do ends in queues of its own. */
export async function makeFunctions(
  { lambda, sqs }: Pick<Cloud, "lambda" | "sqs">,
  ledger: string,
): Promise<Cloud["queues"]> {
  const zip = zipSync({ "index.js": strToU8(code(ledger)) });
  const urls: Record<string, string> = {};
  const arns: Record<string, string> = {};
  const queue = async (name: string, attributes: Record<string, string> = {}) => {
    const made = await sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
    );
    const QueueUrl = (urls[name] = made.QueueUrl ?? "");
    const got = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    arns[name] = got.Attributes?.QueueArn ?? "";
  };
  await queue("events-dead");
  await queue("jobs-dead");
  await queue("jobs", {
    VisibilityTimeout: "24",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arns["jobs-dead"], maxReceiveCount: 4 }),
  });
  const make = async (name: string, handler: string, deadLetters?: string) => {
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: "nodejs20.x",
        Handler: `index.${handler}`,
        Role: "arn:aws:iam::000000000000:role/soak",
        Timeout: 20,
        MemorySize: 512,
        Code: { ZipFile: zip },
        ...(deadLetters && { DeadLetterConfig: { TargetArn: deadLetters } }),
      }),
    );
    const waiter = { client: lambda, minDelay: 1, maxWaitTime: 30 };
    await waitUntilFunctionActiveV2(waiter, { FunctionName: name });
  };
  await make("echo", "echo");
  await make("large", "large");
  await make("event-letter", "event", arns["events-dead"]);
  await make("event-destination", "event");
  await make("batch", "batch");
  await make("hostile", "hostile");
  for (const [name, onFailure] of [["event-letter"], ["event-destination", arns["events-dead"]]])
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: name,
        MaximumRetryAttempts: 0,
        ...(onFailure && { DestinationConfig: { OnFailure: { Destination: onFailure } } }),
      }),
    );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "batch",
      EventSourceArn: arns.jobs,
      BatchSize: 10,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    }),
  );
  return urls as Cloud["queues"];
}
