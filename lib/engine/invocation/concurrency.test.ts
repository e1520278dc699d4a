import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import * as sdk from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type StartedLambda, startLambda } from "../testing/start-lambda.ts";
import { zipFiles } from "../testing/zip-files.ts";

/** Knocks at the gate it is given and runs until that is opened. */
const code = {
  ZipFile: zipFiles({
    "index.js": `exports.handler = async ({ gate, fail }) => {
  if (gate) await fetch(gate);
  if (fail) throw new Error("as told");
  return process.env.AWS_LAMBDA_INITIALIZATION_TYPE;
};`,
  }),
};
const minuteMs = 60_000;

let engine: StartedLambda;
let gate: Server;
/** The runs that wait at the gate. */
let waiting: ServerResponse[];
beforeEach(async () => {
  waiting = [];
  gate = createServer((_request, response) => waiting.push(response));
  await new Promise<void>((resolve) => gate.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  openGate();
  await engine.stop();
  gate.close();
});

function openGate(): void {
  for (const response of waiting.splice(0)) response.end();
}

const deploy = (FunctionName: string, input: Partial<sdk.CreateFunctionCommandInput> = {}) =>
  engine.createActive({ FunctionName, Code: code, Timeout: 900, ...input });
const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
  engine.lambda.send(
    new sdk.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }),
  );

/** An answer's text, or the reason of its refusal. */
async function call(FunctionName: string, event: object = {}, Qualifier?: string): Promise<string> {
  const Payload = JSON.stringify(event);
  try {
    const output = await engine.lambda.send(
      new sdk.InvokeCommand({ FunctionName, Qualifier, Payload }),
    );
    const text = Buffer.from(output.Payload ?? []).toString();
    return output.FunctionError ?? (JSON.parse(text) as string);
  } catch (error) {
    if (error instanceof sdk.TooManyRequestsException) return error.Reason ?? "";
    throw error;
  }
}

/** Begins a call that runs until the gate opens; resolves when the function is at it. */
async function hold(FunctionName: string, Qualifier?: string): Promise<Promise<string>[]> {
  const before = waiting.length;
  const url = `http://127.0.0.1:${(gate.address() as AddressInfo).port}/`;
  const answer = call(FunctionName, { gate: url }, Qualifier);
  await vi.waitFor(() => expect(waiting.length).toBe(before + 1), { timeout: 20_000, interval: 5 });
  return [answer];
}

async function provision(FunctionName: string, units: number, weight?: number) {
  const { lambda } = engine;
  await lambda.send(new sdk.PublishVersionCommand({ FunctionName }));
  if (weight !== undefined) {
    await lambda.send(
      new sdk.UpdateFunctionConfigurationCommand({ FunctionName, Description: "second" }),
    );
    await engine.settle();
    await lambda.send(new sdk.PublishVersionCommand({ FunctionName }));
  }
  const RoutingConfig = weight === undefined ? {} : { AdditionalVersionWeights: { 2: weight } };
  const Name = "live";
  await lambda.send(
    new sdk.CreateAliasCommand({ FunctionName, Name, FunctionVersion: "1", RoutingConfig }),
  );
  const ProvisionedConcurrentExecutions = units;
  await lambda.send(
    new sdk.PutProvisionedConcurrencyConfigCommand({
      FunctionName,
      Qualifier: Name,
      ProvisionedConcurrentExecutions,
    }),
  );
}

const provisionedStatus = async (FunctionName: string) => {
  const input = { FunctionName, Qualifier: "live" };
  const config = await engine.lambda.send(new sdk.GetProvisionedConcurrencyConfigCommand(input));
  return `${config.Status} ${config.AvailableProvisionedConcurrentExecutions}`;
};
const provisioned = (FunctionName: string, expected: string) =>
  vi.waitFor(async () => expect(await provisionedStatus(FunctionName)).toBe(expected), {
    timeout: 20_000,
    interval: 20,
  });

/** A metric of a function, or of the account, over the whole scenario. */
async function metric(MetricName: string, FunctionName?: string, Stat = "Sum") {
  const Dimensions = FunctionName ? [{ Name: "FunctionName", Value: FunctionName }] : [];
  const Metric = { Namespace: "AWS/Lambda", MetricName, Dimensions };
  const { MetricDataResults } = await engine.clients.cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.UTC(2026, 0, 1)),
      EndTime: new Date(Date.UTC(2026, 0, 2)),
      MetricDataQueries: [{ Id: "m", MetricStat: { Metric, Period: 86_400, Stat } }],
    }),
  );
  return MetricDataResults?.[0]?.Values?.[0];
}

/** Checks a list of metrics by name; those of the account are under "". */
async function expectMetrics(wanted: Record<string, Record<string, number | undefined>>) {
  const found: typeof wanted = {};
  for (const [name, metrics] of Object.entries(wanted)) {
    const of: Record<string, number | undefined> = (found[name] = {});
    for (const key of Object.keys(metrics)) {
      const [metricName = "", stat] = key.split(" ");
      of[key] = await metric(metricName, name || undefined, stat);
    }
  }
  expect(found).toEqual(wanted);
}

test("every counter of concurrency agrees with what happened", async () => {
  const settings = { accountConcurrencyLimit: 5, unreservedConcurrencyFloor: 0 };
  engine = await startLambda({ settings });
  for (const name of ["reserved", "warm", "shared"]) await deploy(name);
  await reserve("reserved", 2);
  await provision("warm", 1);
  await provisioned("warm", "READY 1");

  const held = [...(await hold("reserved")), ...(await hold("reserved"))];
  expect(await call("reserved")).toBe("ReservedFunctionConcurrentInvocationLimitExceeded");
  held.push(...(await hold("warm", "live")), ...(await hold("warm", "live")));
  held.push(...(await hold("shared")));
  expect(await call("shared")).toBe("ConcurrentInvocationLimitExceeded");
  expect(await call("warm", {}, "live")).toBe("ConcurrentInvocationLimitExceeded");
  openGate();
  expect(await Promise.all(held)).toEqual([
    "on-demand",
    "on-demand",
    "provisioned-concurrency",
    "on-demand",
    "on-demand",
  ]);
  expect(await call("shared", { fail: true })).toBe("Unhandled");

  await expectMetrics({
    reserved: { Invocations: 2, Errors: 0, Throttles: 1, "ConcurrentExecutions Maximum": 2 },
    warm: {
      Invocations: 2,
      Throttles: 1,
      ProvisionedConcurrencyInvocations: 1,
      ProvisionedConcurrencySpilloverInvocations: 1,
      "ProvisionedConcurrentExecutions Maximum": 1,
      "ProvisionedConcurrencyUtilization Maximum": 1,
      "ConcurrentExecutions Maximum": 2,
    },
    shared: { Invocations: 2, Errors: 1, Throttles: 1, "ConcurrentExecutions Maximum": 1 },
    "": {
      Invocations: 6,
      Errors: 1,
      Throttles: 3,
      "Duration SampleCount": 6,
      "ConcurrentExecutions Maximum": 5,
      "UnreservedConcurrentExecutions Maximum": 2,
      "ClaimedAccountConcurrency Maximum": 5,
    },
  });
}, 60_000);

test("every counter of asynchronous events agrees with what happened", async () => {
  engine = await startLambda();
  const { lambda, clock } = engine;
  const { sqs } = engine.clients;
  const queueUrls: Record<string, string> = {};
  for (const QueueName of ["good", "bad", "dead"])
    queueUrls[QueueName] = (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? "";
  const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
  await deploy("events", { DeadLetterConfig: { TargetArn: arn("dead") } });
  await lambda.send(
    new sdk.PutFunctionEventInvokeConfigCommand({
      FunctionName: "events",
      MaximumRetryAttempts: 1,
      DestinationConfig: {
        OnSuccess: { Destination: arn("good") },
        OnFailure: { Destination: arn("bad") },
      },
    }),
  );
  const send = (event: object) =>
    lambda.send(
      new sdk.InvokeCommand({
        FunctionName: "events",
        InvocationType: "Event",
        Payload: JSON.stringify(event),
      }),
    );
  /** Waits for a message; time stands still meanwhile, but for what is due at once. */
  const received = (name: string) =>
    vi.waitFor(
      async () => {
        await clock.advance(0);
        const input = { QueueUrl: queueUrls[name], MessageAttributeNames: ["All"] };
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(input));
        expect(Messages).toHaveLength(1);
        const [{ Body = "", MessageAttributes = {} } = {}] = Messages;
        return { body: JSON.parse(Body) as Record<string, unknown>, MessageAttributes };
      },
      { timeout: 20_000, interval: 20 },
    );

  await send({ n: 1 });
  expect((await received("good")).body).toMatchObject({
    requestContext: { condition: "Success", approximateInvokeCount: 1 },
    responsePayload: "on-demand",
  });
  await send({ fail: true });
  await clock.advance(0);
  await vi.waitFor(async () => expect(await metric("Errors", "events")).toBe(1), {
    timeout: 20_000,
  });
  await clock.advance(minuteMs);
  expect((await received("bad")).body).toMatchObject({
    requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 2 },
  });
  expect((await received("dead")).MessageAttributes).toMatchObject({
    ErrorCode: { StringValue: "200" },
    ErrorMessage: { StringValue: "as told" },
  });
  await reserve("events", 0);
  await send({ n: 3 });
  expect((await received("bad")).body).toMatchObject({
    requestContext: { condition: "ZeroReservedConcurrency", approximateInvokeCount: 0 },
  });
  expect((await received("dead")).MessageAttributes).toMatchObject({
    ErrorCode: { StringValue: "429" },
  });
  await expectMetrics({
    events: {
      AsyncEventsReceived: 3,
      "AsyncEventAge SampleCount": 3,
      "AsyncEventAge Maximum": minuteMs,
      AsyncEventsDropped: 2,
      Invocations: 3,
      Errors: 2,
      Throttles: 0,
      DeadLetterErrors: undefined,
      DestinationDeliveryFailures: undefined,
    },
    "": { Invocations: 3, Errors: 2, AsyncEventsReceived: 3, AsyncEventsDropped: 2 },
  });
});

test("provisioned environments come at the pace that is set, and none is used before all are there", async () => {
  engine = await startLambda({
    settings: { provisionedPreparationMs: minuteMs, provisionedPerMinute: 60 },
  });
  const { clock } = engine;
  await deploy("paced");
  await provision("paced", 2);
  await clock.advance(minuteMs - 1);
  expect(await provisionedStatus("paced")).toBe("IN_PROGRESS 0");
  await clock.advance(1);
  // The first is there when the function has run elsewhere meanwhile.
  expect(await call("paced", {}, "live")).toBe("on-demand");
  expect(await provisionedStatus("paced")).toBe("IN_PROGRESS 0");
  await clock.advance(1000);
  await provisioned("paced", "READY 2");
  expect(await call("paced", {}, "live")).toBe("provisioned-concurrency");
});

test("an alias with weights shares its units among its versions; a version's serve its aliases", async () => {
  engine = await startLambda();
  await deploy("split");
  await provision("split", 2, 0.5);
  await provisioned("split", "READY 2");
  // Whichever version a call comes to, an environment of it is there.
  for (let i = 0; i < 6; i++)
    expect(await call("split", {}, "live")).toBe("provisioned-concurrency");
  const { lambda } = engine;
  const alias = { FunctionName: "split", Qualifier: "live" };
  await lambda.send(new sdk.DeleteProvisionedConcurrencyConfigCommand(alias));
  const FunctionName = "split";
  await lambda.send(
    new sdk.UpdateAliasCommand({
      FunctionName,
      Name: "live",
      FunctionVersion: "2",
      RoutingConfig: {},
    }),
  );
  await lambda.send(
    new sdk.PutProvisionedConcurrencyConfigCommand({
      FunctionName,
      Qualifier: "2",
      ProvisionedConcurrentExecutions: 1,
    }),
  );
  await vi.waitFor(
    async () => expect(await call(FunctionName, {}, "live")).toBe("provisioned-concurrency"),
    { timeout: 20_000 },
  );
  expect(await call(FunctionName, {}, "2")).toBe("provisioned-concurrency");
  expect(await call(FunctionName)).toBe("on-demand");
}, 60_000);
