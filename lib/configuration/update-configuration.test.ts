import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listChanges } from "@/lib/activity/list-changes";
import { undoChange } from "@/lib/activity/undo-change";
import type { ConfigurationEdit } from "@/lib/model/configuration";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { listLayers } from "./list-layers";
import { readConfiguration } from "./read-configuration";
import { revealEnvironment } from "./reveal-environment";
import { setAsynchronousSettings } from "./set-asynchronous-settings";
import { setLogRetention } from "./set-log-retention";
import { updateConfiguration } from "./update-configuration";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.createFunction("f", { Environment: { Variables: { KEEP: "old", SECRET: "hush" } } });
});
afterAll(() => cloud.stop());

const aws = () =>
  cloud.clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "f" }));
const read = () => readConfiguration(cloud.connection, "f");
const update = async (edit: ConfigurationEdit) =>
  updateConfiguration(cloud.connection, "f", edit, (await read()).revisionId);

test("the page's settings come without the values of variables", async () => {
  const configuration = await read();
  expect(configuration).toMatchObject({
    memoryMb: 128,
    timeoutSeconds: 3,
    environmentNames: ["KEEP", "SECRET"],
    asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 },
    retention: { exists: false, days: null },
    problems: [],
  });
  expect(JSON.stringify(configuration)).not.toContain("hush");
});

test("several settings go in one call, and back in one undo", async () => {
  const { change } = await update({ memoryMb: 256, timeoutSeconds: 9, tracingMode: "Active" });
  expect(change.title).toBe(
    "Memory 128 MB -> 256 MB, timeout 3 s -> 9 s, tracing PassThrough -> Active",
  );
  expect(await aws()).toMatchObject({ MemorySize: 256, Timeout: 9 });
  await undoChange(change.id);
  expect(await aws()).toMatchObject({
    MemorySize: 128,
    Timeout: 3,
    TracingConfig: { Mode: "PassThrough" },
  });
});

test("layers are set in their order, and told by name and version", async () => {
  const arns: string[] = [];
  for (const LayerName of ["a", "b"]) {
    const Content = { ZipFile: zipSync({ "readme.txt": strToU8(LayerName) }) };
    const layer = await cloud.clients.lambda.send(
      new PublishLayerVersionCommand({ LayerName, Content }),
    );
    arns.push(layer.LayerVersionArn ?? "");
  }
  expect(await listLayers(cloud.connection)).toMatchObject([{ arn: arns[0] }, { arn: arns[1] }]);
  await update({ layers: arns });
  const { change } = await update({ layers: arns.toReversed() });
  expect(change.title).toBe("Layers a:1, b:1 -> b:1, a:1");
  expect((await read()).layers).toEqual(arns.toReversed());
  await undoChange(change.id);
  expect((await read()).layers).toEqual(arns);
  await update({ layers: [] });
  expect((await read()).layers).toEqual([]);
});

test("variables that are not named keep their values, and no value leaves with the change", async () => {
  const { change } = await update({
    environment: { set: { NEW: "classified", KEEP: "newer" }, remove: [] },
  });
  const variables = { KEEP: "newer", SECRET: "hush", NEW: "classified" };
  expect((await aws()).Environment?.Variables).toEqual(variables);
  expect(JSON.stringify(change)).not.toMatch(/hush|classified|newer/);
  await undoChange(change.id);
  expect((await aws()).Environment?.Variables).toEqual({ KEEP: "old", SECRET: "hush" });
});

test("showing values is an entry of the journal that holds none of them", async () => {
  expect(await revealEnvironment(cloud.connection, "f")).toEqual({ KEEP: "old", SECRET: "hush" });
  const { changes } = listChanges({ functionName: "f", limit: 1 });
  expect(changes[0]).toMatchObject({ kind: "reveal-environment", outcome: "done" });
  expect(JSON.stringify(changes[0])).not.toContain("hush");
});

test.each<[ConfigurationEdit, string, RegExp]>([
  [{ memoryMb: 127 }, "memoryMb", /128 to 10,240 MB/],
  [{ timeoutSeconds: 901 }, "timeoutSeconds", /1 to 900 s/],
  [{ ephemeralStorageMb: 100 }, "ephemeralStorageMb", /512 to 10,240 MB/],
  [{ handler: "a b" }, "handler", /no spaces/],
  [{ environment: { set: { AWS_REGION: "x" }, remove: [] } }, "environment", /Lambda itself/],
  [{ environment: { set: { BIG: "x".repeat(5_000) }, remove: [] } }, "environment", /4,096/],
  [{}, "configuration", /no change/],
])("refuses a wrong edit before AWS is asked: number %#", async (edit, field, text) => {
  const before = (await aws()).RevisionId;
  const problem = await problemOf(update(edit));
  expect(problem).toMatchObject({ kind: "invalid", field });
  expect(problem.detail).toMatch(text);
  expect((await aws()).RevisionId).toBe(before);
});

test("a change by somebody else in between is told and kept", async () => {
  const { revisionId } = await read();
  await cloud.clients.lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: "f", Timeout: 44 }),
  );
  const problem = await problemOf(
    updateConfiguration(cloud.connection, "f", { memoryMb: 512 }, revisionId),
  );
  expect(problem).toMatchObject({ kind: "conflict" });
  expect(await aws()).toMatchObject({ MemorySize: 128, Timeout: 44 });
});

test("retries, age and destinations of asynchronous calls", async () => {
  const onFailureArn = "arn:aws:sqs:us-east-1:000000000000:failed";
  const set = (settings: { maximumRetryAttempts: number; onFailureArn?: string }) =>
    setAsynchronousSettings(cloud.connection, "f", { maximumEventAgeSeconds: 60, ...settings });
  expect((await problemOf(set({ maximumRetryAttempts: 3 }))).detail).toContain("0 to 2");
  const text = (await problemOf(set({ maximumRetryAttempts: 1, onFailureArn: "queue" }))).detail;
  expect(text).toContain("ARN");
  await cloud.clients.sqs.send(new CreateQueueCommand({ QueueName: "failed" }));
  await set({ maximumRetryAttempts: 0, onFailureArn });
  const config = await cloud.clients.lambda.send(
    new GetFunctionEventInvokeConfigCommand({ FunctionName: "f" }),
  );
  expect(config).toMatchObject({
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: onFailureArn } },
  });
  expect((await read()).asynchronous).toEqual({
    maximumRetryAttempts: 0,
    maximumEventAgeSeconds: 60,
    onSuccessArn: undefined,
    onFailureArn,
  });
});

test("a retention makes the log group that is not there yet, and is undone", async () => {
  expect((await problemOf(setLogRetention(cloud.connection, "f", 2))).field).toBe("days");
  const { change } = await setLogRetention(cloud.connection, "f", 14);
  const days = async () => {
    const { logGroups } = await cloud.clients.logs.send(new DescribeLogGroupsCommand({}));
    return logGroups?.find((group) => group.logGroupName === "/aws/lambda/f")?.retentionInDays;
  };
  expect(await days()).toBe(14);
  await undoChange(change.id);
  expect(await days()).toBeUndefined();
  expect((await read()).retention).toEqual({ exists: true, days: null });
});

test("a published version is read with its own settings", async () => {
  const { Version } = await cloud.clients.lambda.send(
    new PublishVersionCommand({ FunctionName: "f" }),
  );
  await update({ memoryMb: 512 });
  const version = await readConfiguration(cloud.connection, "f", Version);
  expect(version.memoryMb).toBe(128);
});
