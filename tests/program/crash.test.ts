import { rmSync } from "node:fs";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, invoke } from "./create-function";
import { alive, enginePid, treeOf } from "./processes";
import { readMetricSum } from "./read-metric";
import { ended, freePort, newFolder, type Program, startProgram } from "./start-program";

// Everything that was acknowledged is there again after a kill that leaves no time for anything.

const calls = 12;
let homeDir: string;
let port: number;
let enginePort: number;
let program: Program;
let queueUrl: string;

const start = () => startProgram({ homeDir, port, enginePort, args: ["--no-demo"] });

beforeAll(async () => {
  homeDir = newFolder();
  [port, enginePort] = [await freePort(), await freePort()];
  program = await start();
  await fill(program);
});
afterAll(async () => {
  await program?.stop();
  rmSync(homeDir, { recursive: true, force: true });
});

/** Functions with settings, calls with metrics and logs, a trigger, and messages that nobody has taken. */
async function fill({ clients: { lambda, sqs } }: Program): Promise<void> {
  const code =
    "exports.handler = async (e) => { console.log('call', e.n); return e.n * 2; };" +
    "exports.slow = () => { console.log('sleeps'); return new Promise((done) => setTimeout(done, 8000)); };";
  await createFunction(lambda, "doubler", code, {
    Tags: { team: "numbers" },
    Environment: { Variables: { COLOUR: "green" } },
  });
  await createFunction(lambda, "sleeper", code, { Handler: "index.slow" });
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: "doubler",
      MemorySize: 384,
      Description: "doubles",
    }),
  );
  await lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: "doubler", ReservedConcurrentExecutions: 7 }),
  );
  for (let n = 1; n <= calls; n += 1)
    expect((await invoke(lambda, "doubler", { n })).value).toBe(n * 2);

  const queue = await sqs.send(new CreateQueueCommand({ QueueName: "kept" }));
  queueUrl = queue.QueueUrl!;
  const triggering = await sqs.send(new CreateQueueCommand({ QueueName: "triggering" }));
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "doubler",
      EventSourceArn: await arnOf(triggering.QueueUrl!),
      Enabled: false,
      BatchSize: 3,
    }),
  );
  for (const MessageBody of ["first", "second", "third"])
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));

  async function arnOf(QueueUrl: string) {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    return Attributes!.QueueArn!;
  }
}

async function expectAllThere({ clients, api }: Program): Promise<void> {
  const { lambda, logs, sqs, cloudwatch } = clients;
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand());
  expect(Functions.map(({ FunctionName }) => String(FunctionName)).sort()).toEqual([
    "doubler",
    "sleeper",
  ]);
  const { Configuration, Tags } = await lambda.send(
    new GetFunctionCommand({ FunctionName: "doubler" }),
  );
  expect(Configuration).toMatchObject({
    MemorySize: 384,
    Description: "doubles",
    Environment: { Variables: { COLOUR: "green" } },
    State: "Active",
  });
  expect(Tags).toEqual({ team: "numbers" });
  const concurrency = await lambda.send(
    new GetFunctionConcurrencyCommand({ FunctionName: "doubler" }),
  );
  expect(concurrency.ReservedConcurrentExecutions).toBe(7);
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: "doubler" }),
  );
  expect(EventSourceMappings).toMatchObject([{ BatchSize: 3, State: "Disabled" }]);

  await expect
    .poll(() => readMetricSum(cloudwatch, "doubler", "Invocations"))
    .toBeGreaterThanOrEqual(calls);
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: "/aws/lambda/doubler", filterPattern: "call" }),
  );
  const numbers = events.map(({ message }) => Number(/call (\d+)/.exec(message ?? "")?.[1]));
  expect(numbers.sort((a, b) => a - b).slice(0, calls)).toEqual(
    Array.from({ length: calls }, (_, index) => index + 1),
  );
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
    }),
  );
  expect(Messages.map(({ Body }) => String(Body)).sort()).toEqual(["first", "second", "third"]);
  expect((await api<{ functions: object[] }>("/api/functions")).body.functions).toHaveLength(2);
}

/** A call that is under way. What becomes of it is told as "answered" or "broken". */
async function startSleeping({ clients: { lambda, logs } }: Program) {
  const lines = async () => {
    const input = { logGroupName: "/aws/lambda/sleeper", filterPattern: "sleeps" };
    const found = await logs.send(new FilterLogEventsCommand(input)).catch(() => undefined);
    return found?.events?.length ?? 0;
  };
  const before = await lines();
  const call = lambda.send(new InvokeCommand({ FunctionName: "sleeper" })).then(
    () => "answered",
    () => "broken",
  );
  await expect.poll(lines, { timeout: 20_000 }).toBeGreaterThan(before);
  return { call };
}

describe.runIf(process.platform === "linux")("killed outright", () => {
  test("the engine: it is started again, has everything, and no environment outlives it", async () => {
    const { call } = await startSleeping(program);
    const before = enginePid(homeDir);
    const family = treeOf(before);
    process.kill(before, "SIGKILL");
    expect(await call).toBe("broken");
    await expect
      .poll(program.output, { timeout: 20_000 })
      .toContain("the engine died (SIGKILL); starting it again");
    await expect.poll(program.output, { timeout: 20_000 }).toContain("the engine is back");
    expect(enginePid(homeDir)).not.toBe(before);
    await expect.poll(() => alive(family), { timeout: 5_000 }).toEqual([]);
    await expectAllThere(program);
    expect((await invoke(program.clients.lambda, "doubler", { n: 100 })).value).toBe(200);
  });

  test("the whole program: nothing of it goes on, and the next start has everything", async () => {
    const { call } = await startSleeping(program);
    const family = treeOf(program.process.pid!);
    expect(family).toContain(enginePid(homeDir));
    process.kill(program.process.pid!, "SIGKILL");
    await ended(program.process);
    // The engine notices, and has time to answer whoever still waits.
    await call;
    await expect.poll(() => alive(family), { timeout: 10_000 }).toEqual([]);
    program = await start();
    await expectAllThere(program);
  });

  test("program and engine at once, then a start on the same ports", async () => {
    const { call } = await startSleeping(program);
    const family = treeOf(program.process.pid!);
    for (const pid of [program.process.pid!, enginePid(homeDir)]) process.kill(pid, "SIGKILL");
    await ended(program.process);
    expect(await call).toBe("broken");
    await expect.poll(() => alive(family), { timeout: 5_000 }).toEqual([]);
    program = await start();
    await expectAllThere(program);
    expect((await invoke(program.clients.lambda, "doubler", { n: 7 })).value).toBe(14);
  });
});
