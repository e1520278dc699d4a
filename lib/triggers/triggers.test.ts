import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  GetEventSourceMappingCommand,
  PublishVersionCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { undoChange } from "@/lib/activity/undo-change";
import type { Triggers } from "@/lib/model/trigger";
import type { NewMapping } from "@/lib/model/trigger-drafts/draft-schema";
import { mappingsIn } from "@/lib/model/trigger-identity";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { addDeadLetterQueue } from "./add-dead-letter-queue";
import { addMapping } from "./add-mapping";
import { addPermission } from "./add-permission";
import { createQueue } from "./create-queue";
import { listQueues } from "./list-queues";
import { listTriggers } from "./list-triggers";
import { readQueue } from "./read-queue";
import { removeMapping } from "./remove-mapping";
import { removePermission } from "./remove-permission";
import { setQueueAttribute } from "./set-queue-attribute";
import { updateMapping } from "./update-mapping";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  const { lambda } = cloud.clients;
  await cloud.createFunction("f");
  await lambda.send(new PublishVersionCommand({ FunctionName: "f" }));
  await lambda.send(
    new CreateAliasCommand({ FunctionName: "f", Name: "live", FunctionVersion: "1" }),
  );
});
afterAll(() => cloud.stop());

const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const settings: Omit<NewMapping, "eventSourceArn"> = {
  kind: "mapping",
  batchSize: 5,
  maximumBatchingWindowSeconds: 0,
  maximumConcurrency: 4,
  reportsBatchItemFailures: true,
  filters: ['{"body":{"kind":["order"]}}'],
  enabled: false,
};
const list = async () => {
  const found = await listTriggers(cloud.connection, "f");
  return { ...found, mappings: mappingsIn(found.triggers), urls: urlsIn(found) };
};
const urlsIn = ({ triggers }: Triggers) => triggers.filter(({ kind }) => kind === "url");
const settled = (uuid: string, state: string) =>
  vi.waitFor(async () => {
    const { mappings } = await list();
    expect(mappings.find((mapping) => mapping.uuid === uuid)?.state).toBe(state);
  });

test("a queue is created, listed, and becomes a trigger with its backlog beside it", async () => {
  const created = await createQueue(cloud.connection, {
    name: "orders",
    visibilityTimeoutSeconds: 90,
  });
  expect(created.arn).toBe(queueArn("orders"));
  expect(await listQueues(cloud.connection)).toEqual([{ name: "orders", arn: created.arn }]);
  const { QueueUrl } = await cloud.clients.sqs.send(
    new GetQueueUrlCommand({ QueueName: "orders" }),
  );
  await cloud.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
  const { uuid } = await addMapping(cloud.connection, "f", {
    ...settings,
    eventSourceArn: created.arn,
    qualifier: "live",
  });
  await settled(uuid, "Disabled");
  const { mappings, problems } = await list();
  expect(problems).toEqual([]);
  expect(mappings).toEqual([
    expect.objectContaining({
      uuid,
      eventSourceArn: created.arn,
      qualifier: "live",
      batchSize: 5,
      maximumConcurrency: 4,
      filters: settings.filters,
      queue: expect.objectContaining({ visible: 1, visibilityTimeoutSeconds: 90 }),
    }),
  ]);
});

test("only what was edited is sent, and is undone", async () => {
  const [mapping] = (await list()).mappings;
  const uuid = mapping!.uuid;
  const { change } = await updateMapping(cloud.connection, "f", uuid, {
    maximumConcurrency: null,
  });
  expect(change.call.input).toEqual({ UUID: uuid, ScalingConfig: {} });
  await settled(uuid, "Disabled");
  const aws = () => cloud.clients.lambda.send(new GetEventSourceMappingCommand({ UUID: uuid }));
  expect((await aws()).ScalingConfig?.MaximumConcurrency).toBeUndefined();
  await undoChange(change.id);
  await vi.waitFor(async () => expect((await aws()).ScalingConfig?.MaximumConcurrency).toBe(4));
});

test("enabling and disabling are followed until they are so", async () => {
  const [mapping] = (await list()).mappings;
  await settled(mapping!.uuid, "Disabled");
  await updateMapping(cloud.connection, "f", mapping!.uuid, { enabled: true });
  await settled(mapping!.uuid, "Enabled");
  await updateMapping(cloud.connection, "f", mapping!.uuid, { enabled: false });
  await settled(mapping!.uuid, "Disabled");
});

test.each<[Partial<NewMapping>, string, RegExp]>([
  [{ batchSize: 11 }, "maximumBatchingWindowSeconds", /at least 1 s/],
  [{ maximumConcurrency: 1 }, "maximumConcurrency", /2 to 1,000/],
  [{ filters: ['{"a":1}'] }, "filters", /neither a list nor an object/],
  [{ eventSourceArn: "arn:aws:sqs:us-east-1:1:orders" }, "eventSourceArn", /not the ARN/],
  [{ eventSourceArn: "arn:aws:kafka:us-east-1:1:cluster/c" }, "eventSourceArn", /made where/],
])("refuses %j before AWS is asked", async (edit, field, text) => {
  const problem = await problemOf(
    addMapping(cloud.connection, "f", {
      eventSourceArn: queueArn("orders"),
      ...settings,
      ...edit,
    }),
  );
  expect(problem).toMatchObject({ kind: "invalid", field });
  expect(problem.detail).toMatch(text);
});

test("a FIFO queue is added without the fields it refuses", async () => {
  await cloud.clients.sqs.send(
    new CreateQueueCommand({ QueueName: "turns.fifo", Attributes: { FifoQueue: "true" } }),
  );
  const { uuid } = await addMapping(cloud.connection, "f", {
    ...settings,
    maximumConcurrency: null,
    filters: [],
    eventSourceArn: queueArn("turns.fifo"),
  });
  await settled(uuid, "Disabled");
  await removeMapping(cloud.connection, "f", uuid);
});

test("a removed trigger comes back with its settings", async () => {
  const before = (await list()).mappings.find(({ eventSourceArn }) =>
    eventSourceArn.endsWith("orders"),
  );
  const { change } = await removeMapping(cloud.connection, "f", before!.uuid);
  const present = async () =>
    (await list()).mappings.find(({ eventSourceArn }) => eventSourceArn.endsWith("orders"));
  await vi.waitFor(async () => expect(await present()).toBeUndefined());
  await undoChange(change.id);
  expect(await present()).toMatchObject({
    qualifier: "live",
    batchSize: 5,
    maximumConcurrency: 4,
    filters: settings.filters,
  });
});

test("a permission is added for a source and taken away, each with its way back", async () => {
  const sourceArn = "arn:aws:s3:::uploads";
  const added = await addPermission(cloud.connection, "f", {
    service: "s3",
    sourceArn,
    sourceAccount: "000000000000",
  });
  const permission = (await list()).permissions.find((one) => one.sourceArn === sourceArn);
  expect(permission).toMatchObject({
    principal: "s3.amazonaws.com",
    action: "lambda:InvokeFunction",
    sourceAccount: "000000000000",
  });
  const removed = await removePermission(cloud.connection, "f", permission!);
  expect((await list()).permissions).toEqual([]);
  await undoChange(removed.change.id);
  expect((await list()).permissions).toEqual([permission]);
  await removePermission(cloud.connection, "f", permission!);
  const again = await problemOf(removePermission(cloud.connection, "f", permission!));
  expect(again.kind).toBe("not-found");
  expect(added.change.undo).toMatchObject({ command: "RemovePermission" });
});

test("a dead-letter queue is made and set, and nothing is left where that fails", async () => {
  const arn = queueArn("orders");
  const { changes } = await addDeadLetterQueue(cloud.connection, arn, "orders-dlq");
  expect(await readQueue(cloud.connection, arn)).toMatchObject({
    deadLetterQueueArn: queueArn("orders-dlq"),
    maxReceiveCount: 5,
    deadLetterQueue: { visible: 0, retentionSeconds: 1_209_600 },
  });
  await undoChange(changes.at(-1)!.id);
  expect((await readQueue(cloud.connection, arn)).deadLetterQueueArn).toBeUndefined();
  vi.spyOn(SQSClient.prototype, "send").mockImplementation(function (this: SQSClient, command) {
    if (command instanceof SetQueueAttributesCommand) throw new Error("refused");
    return (original as (command: unknown) => unknown).call(this, command) as never;
  });
  await expect(addDeadLetterQueue(cloud.connection, arn, "other-dlq")).rejects.toThrow("refused");
  vi.restoreAllMocks();
  const names = (await listQueues(cloud.connection)).map(({ name }) => name);
  expect(names).not.toContain("other-dlq");
});
const original = SQSClient.prototype.send;

test("a queue's time is changed and comes back", async () => {
  const arn = queueArn("orders");
  const { change } = await setQueueAttribute(
    cloud.connection,
    arn,
    "visibilityTimeoutSeconds",
    180,
  );
  expect(change.title).toBe("orders: visibility timeout 90 s -> 180 s");
  expect((await readQueue(cloud.connection, arn)).visibilityTimeoutSeconds).toBe(180);
  await undoChange(change.id);
  expect((await readQueue(cloud.connection, arn)).visibilityTimeoutSeconds).toBe(90);
  const problem = await problemOf(setQueueAttribute(cloud.connection, arn, "retentionSeconds", 30));
  expect(problem).toMatchObject({ kind: "invalid", field: "seconds" });
});

test("permissions of the function and of its aliases are listed with their source", async () => {
  const permit = (StatementId: string, SourceArn: string, Qualifier?: string) =>
    cloud.clients.lambda.send(
      new AddPermissionCommand({
        FunctionName: "f",
        Qualifier,
        StatementId,
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn,
      }),
    );
  await permit("a", "arn:aws:events:us-east-1:000000000000:rule/one");
  await permit("b", "arn:aws:events:us-east-1:000000000000:rule/two", "live");
  expect((await list()).permissions).toMatchObject([
    { statementId: "a", sourceArn: expect.stringMatching(/one$/) },
    { statementId: "b", sourceArn: expect.stringMatching(/two$/), qualifier: "live" },
  ]);
});

test("a function's URLs and its aliases' are listed, those of one alias alone too", async () => {
  const { lambda } = cloud.clients;
  await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: "f", AuthType: "AWS_IAM" }));
  await lambda.send(
    new CreateFunctionUrlConfigCommand({
      FunctionName: "f",
      Qualifier: "live",
      AuthType: "NONE",
      InvokeMode: "RESPONSE_STREAM",
      Cors: { AllowOrigins: ["*"] },
    }),
  );
  const url = expect.stringMatching(
    /^http:\/\/[a-z0-9]{32}\.lambda-url\.us-east-1\.localhost:\d+\/$/,
  );
  const ofAlias = {
    url,
    authType: "NONE",
    streams: true,
    allowedOrigins: ["*"],
    qualifier: "live",
  };
  const { urls, problems } = await list();
  expect(problems).toEqual([]);
  expect(urls).toMatchObject([{ url, authType: "AWS_IAM", streams: false }, ofAlias]);
  expect(urlsIn(await listTriggers(cloud.connection, "f", "live"))).toMatchObject([
    { ...ofAlias, permission: "missing" },
  ]);
});
