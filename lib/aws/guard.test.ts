import {
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  ListFunctionsCommand,
  PutFunctionCodeSigningConfigCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CreateQueueCommand, GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterEach, expect, test } from "vitest";
import type { CloudCall } from "@/lib/model/change";
import { timeLimitMs } from "./aws-http-handler";
import { readApiUse } from "./call-meter";
import { clientsFor } from "./clients";
import { withGrant } from "./grant";
import { problemFrom } from "./problem-from";
import { fakeConnection, type FakeCloud, startFakeCloud } from "./testing/fake-cloud";
import { lock, unlock } from "./unlocked";

let cloud: FakeCloud;
afterEach(() => cloud.stop());

const throttled = {
  status: 429,
  headers: { "x-amzn-errortype": "TooManyRequestsException" },
  body: { Reason: "CallerRateLimitExceeded", message: "Rate exceeded" },
};
const broken = { status: 500, headers: { "x-amzn-errortype": "ServiceException" }, body: {} };

const put = () =>
  new PutFunctionConcurrencyCommand({ FunctionName: "f", ReservedConcurrentExecutions: 1 });

test("looking is repeated after a failure", async () => {
  cloud = await startFakeCloud((_call, index) => (index < 2 ? broken : { body: {} }));
  await clientsFor(fakeConnection(cloud.endpoint)).lambda.send(
    new GetFunctionCommand({ FunctionName: "f" }),
  );
  expect(cloud.calls).toHaveLength(3);
});

test("a change is repeated only when it was thrown back unread", async () => {
  cloud = await startFakeCloud((_call, index) => (index === 0 ? throttled : broken));
  const sent = clientsFor(fakeConnection(cloud.endpoint)).lambda.send(put());
  await expect(sent).rejects.toMatchObject({ name: "ServiceException" });
  expect(cloud.calls).toHaveLength(2);
});

test.each([
  ["a throttle", throttled],
  ["a failure", broken],
  ["a lost connection", "hang up" as const],
])("an invocation is never repeated after %s", async (_name, answer) => {
  cloud = await startFakeCloud(() => answer);
  const { lambda } = clientsFor(fakeConnection(cloud.endpoint));
  const input = { FunctionName: "f" };
  await expect(lambda.send(new InvokeCommand(input))).rejects.toThrow();
  await expect(lambda.send(new InvokeWithResponseStreamCommand(input))).rejects.toThrow();
  expect(cloud.calls).toHaveLength(2);
});

test("an error keeps its own name and message through the guard", async () => {
  cloud = await startFakeCloud(() => throttled);
  const sent = clientsFor(fakeConnection(cloud.endpoint)).lambda.send(
    new InvokeCommand({ FunctionName: "f" }),
  );
  await expect(sent).rejects.toMatchObject({
    name: "TooManyRequestsException",
    message: "Rate exceeded",
    Reason: "CallerRateLimitExceeded",
  });
});

/** Reaches the fake through a name that is not this machine's, as a real account would be. */
const remote = (endpoint: string) => {
  const connection = fakeConnection(endpoint, {
    id: "profile:production@us-east-1",
    kind: "endpoint",
    writable: false,
  });
  return { ...connection, endpoint: endpoint.replace("127.0.0.1", "0.0.0.0") };
};

test("a locked connection sends neither changes nor invocations", async () => {
  cloud = await startFakeCloud(() => ({ body: {} }));
  const connection = remote(cloud.endpoint);
  lock(connection.id);
  const { lambda, sqs } = clientsFor(connection);
  const refused = [
    lambda.send(put()),
    lambda.send(new DeleteFunctionCommand({ FunctionName: "f" })),
    lambda.send(new InvokeCommand({ FunctionName: "f" })),
    lambda.send(new InvokeCommand({ FunctionName: "f", InvocationType: "DryRun" })),
    sqs.send(new CreateQueueCommand({ QueueName: "q" })),
  ];
  for (const result of await Promise.allSettled(refused)) {
    expect(result.status).toBe("rejected");
    if (result.status === "rejected")
      expect(problemFrom(result.reason)).toMatchObject({ kind: "read-only" });
  }
  expect(cloud.calls).toHaveLength(0);
  await lambda.send(new GetFunctionCommand({ FunctionName: "f" }));
  expect(cloud.calls).toHaveLength(1);
});

test("unlocking lets them through, locking again stops them, on clients made before", async () => {
  cloud = await startFakeCloud(() => ({ body: {} }));
  const connection = remote(cloud.endpoint);
  const { lambda } = clientsFor(connection);
  unlock(connection.id);
  await lambda.send(put());
  lock(connection.id);
  await expect(lambda.send(put())).rejects.toMatchObject({ problem: { kind: "read-only" } });
  unlock(connection.id, Date.now() - 15 * 60_000);
  await expect(lambda.send(put())).rejects.toMatchObject({ problem: { kind: "read-only" } });
  expect(cloud.calls).toHaveLength(1);
});

test("a command that is not in the table is not sent, wherever to", async () => {
  cloud = await startFakeCloud(() => ({ body: {} }));
  const { lambda } = clientsFor(fakeConnection(cloud.endpoint));
  const sent = lambda.send(
    new PutFunctionCodeSigningConfigCommand({ FunctionName: "f", CodeSigningConfigArn: "a" }),
  );
  await expect(sent).rejects.toMatchObject({ problem: { kind: "unsupported" } });
  expect(cloud.calls).toHaveLength(0);
});

test("every attempt is counted, and metrics are priced", async () => {
  cloud = await startFakeCloud((_call, index) => (index === 0 ? broken : { body: {} }));
  const connection = fakeConnection(cloud.endpoint, { id: "endpoint:counted@us-east-1" });
  const { lambda, cloudwatch } = clientsFor(connection);
  await lambda.send(new ListFunctionsCommand({}));
  const stat = {
    Metric: { Namespace: "AWS/Lambda", MetricName: "Errors" },
    Period: 60,
    Stat: "Sum",
  };
  await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(0),
      EndTime: new Date(60_000),
      MetricDataQueries: [
        { Id: "a", MetricStat: stat },
        { Id: "b", MetricStat: stat },
        { Id: "c", Expression: "a/b" },
      ],
    }),
  );
  expect(readApiUse(connection).today).toMatchObject({
    costUsd: 2e-5,
    lines: [
      { item: "metrics", amount: 2, costUsd: 2e-5 },
      { item: "lambda:ListFunctions", amount: 2, costUsd: 0 },
      { item: "cloudwatch:GetMetricData", amount: 1, costUsd: 0 },
    ],
  });
});

test("credentials for a compatible endpoint are dummies unless given", async () => {
  cloud = await startFakeCloud(() => ({ body: {} }));
  await clientsFor(fakeConnection(cloud.endpoint)).lambda.send(new ListFunctionsCommand({}));
  expect(cloud.calls[0]!.headers.authorization).toMatch(
    /Credential=test\/\d{8}\/us-east-1\/lambda\//,
  );
});

test("a queue's URL does not say where signed calls go", async () => {
  cloud = await startFakeCloud(() => ({ body: { MessageId: "m" } }));
  const { sqs } = clientsFor(fakeConnection(cloud.endpoint));
  const QueueUrl = "http://evil.example/1/q";
  await sqs.send(new GetQueueAttributesCommand({ QueueUrl }));
  expect(cloud.calls[0]).toMatchObject({ path: "/", body: expect.stringContaining(QueueUrl) });
  const real = clientsFor({
    ...fakeConnection(""),
    id: "profile:p@us-east-1",
    endpoint: undefined,
  });
  expect(real.sqs.config.useQueueUrlAsEndpoint).toBe(false);
});

test.each([
  ["/2015-03-31/functions/f/invocations", 930_000],
  ["/2021-11-15/functions/f/response-streaming-invocations", 930_000],
  ["/2015-03-31/functions/invocations/configuration", 30_000],
  ["/2015-03-31/functions/", 30_000],
  ["/", 30_000],
])("an answer to %s may take %i ms", (path, ms) => {
  expect(timeLimitMs(path)).toBe(ms);
});

test("a grant lets exactly its calls through a locked connection, and only what it runs", async () => {
  cloud = await startFakeCloud(() => ({ body: {} }));
  const connection = remote(cloud.endpoint);
  lock(connection.id);
  const { lambda } = clientsFor(connection);
  const call: CloudCall = {
    service: "lambda",
    command: "PutFunctionConcurrency",
    input: { FunctionName: "f", ReservedConcurrentExecutions: 1 },
  };
  const granted = <T>(act: () => Promise<T>, connectionId = connection.id) =>
    withGrant({ connectionId, calls: [call] }, act);
  const withInput = (FunctionName: string, ReservedConcurrentExecutions: number) =>
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));

  await granted(() => withInput("f", 1));
  expect(cloud.calls).toHaveLength(1);
  const refused = [
    granted(() => withInput("f", 2)),
    granted(() => withInput("g", 1)),
    granted(() => lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: "f" }))),
    granted(() => lambda.send(new InvokeCommand({ FunctionName: "f" }))),
    granted(() => withInput("f", 1), "profile:other@us-east-1"),
    withInput("f", 1),
  ];
  for (const sent of refused)
    await expect(sent).rejects.toMatchObject({ problem: { kind: "read-only" } });
  // An invocation is never granted, not even by name.
  const invoke: CloudCall = { service: "lambda", command: "Invoke", input: { FunctionName: "f" } };
  const invoked = withGrant({ connectionId: connection.id, calls: [invoke] }, () =>
    lambda.send(new InvokeCommand({ FunctionName: "f" })),
  );
  await expect(invoked).rejects.toMatchObject({ problem: { kind: "read-only" } });
  expect(cloud.calls).toHaveLength(1);
});
