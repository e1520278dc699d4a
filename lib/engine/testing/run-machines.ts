import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect } from "vitest";
import { ManualClock } from "./manual-clock.ts";
import { startEngine } from "./start-engine.ts";

/** An engine on a held clock for the tests of a file, a queue in it, and shortcuts to make and follow state machines. */
export function runMachines() {
  const homeDir = mkdtempSync(join(tmpdir(), "states-"));
  const clock = new ManualClock();
  let engine: Awaited<ReturnType<typeof startEngine>>;
  let queueUrl: string;
  let count = 0;

  const start = async () => (engine = await startEngine({ clock, homeDir }));
  beforeAll(async () => {
    await start();
    const made = await engine.clients.sqs.send(new CreateQueueCommand({ QueueName: "answers" }));
    queueUrl = made.QueueUrl ?? "";
  });
  afterAll(async () => {
    await engine.stop();
    rmSync(homeDir, { recursive: true, force: true });
  });

  async function create(definition: object, type: "STANDARD" | "EXPRESS" = "STANDARD") {
    const { stateMachineArn } = await engine.clients.sfn.send(
      new CreateStateMachineCommand({
        name: `machine-${++count}`,
        definition: JSON.stringify(definition),
        roleArn: "arn:aws:iam::000000000000:role/states",
        type,
      }),
    );
    return stateMachineArn!;
  }

  async function begin(definition: object, input: unknown = {}, name?: string) {
    const stateMachineArn = await create(definition);
    const { executionArn } = await engine.clients.sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }),
    );
    return executionArn!;
  }

  const describe = (executionArn: string) =>
    engine.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));

  /** How an execution ends, which takes no time of the held clock. */
  async function ending(executionArn: string) {
    await expect
      .poll(async () => (await describe(executionArn)).status, { timeout: 20_000 })
      .not.toBe("RUNNING");
    const { status, output, error, cause } = await describe(executionArn);
    return { status, output: output && (JSON.parse(output) as unknown), error, cause };
  }

  const run = async (definition: object, input: unknown = {}) =>
    ending(await begin(definition, input));

  const historyOf = async (executionArn: string) =>
    (await engine.clients.sfn.send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];

  /** The next message of the queue. */
  async function received(): Promise<string> {
    let body: string | undefined;
    await expect
      .poll(async () => {
        const { Messages } = await engine.clients.sqs.send(
          new ReceiveMessageCommand({ QueueUrl: queueUrl, VisibilityTimeout: 3600 }),
        );
        return (body = Messages?.[0]?.Body);
      })
      .toBeDefined();
    return body ?? "";
  }

  /** A machine whose task puts its token into the queue. */
  const waitForToken = (more: object = {}) => ({
    StartAt: "Ask",
    States: {
      Ask: {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        Parameters: { QueueUrl: queueUrl, "MessageBody.$": "$$.Task.Token" },
        End: true,
        ...more,
      },
    },
  });

  return {
    clock,
    /** Starts the engine, or the next one on the same home. */
    start,
    create,
    begin,
    describe,
    ending,
    run,
    historyOf,
    received,
    waitForToken,
    /** The one that runs now. */
    get engine() {
      return engine;
    },
    get queueUrl() {
      return queueUrl;
    },
  };
}
