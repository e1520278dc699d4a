import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { resolveConnection } from "@/lib/aws/connections";
import { sendCall } from "@/lib/aws/send-call";
import { startEngine } from "@/lib/engine/testing/start-engine";
import type { Change, CloudCall, Undo } from "@/lib/model/change";
import { journalled } from "@/lib/store/journal";
import { listChanges } from "./list-changes";
import { maskedValue } from "@/lib/store/mask-secrets";
import { undoChange } from "./undo-change";

const home = mkdtempSync(join(tmpdir(), "lambdeck-undo-"));
let engine: Awaited<ReturnType<typeof startEngine>>;
let lambda: LambdaClient;
let functionArn: string;

beforeAll(async () => {
  vi.stubEnv("LAMBDECK_HOME", home);
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "none"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
  engine = await startEngine({ settings: { settleMs: 0 } });
  vi.stubEnv("LAMBDECK_ENGINE_PORT", new URL(engine.endpoint).port);
  ({ lambda } = engine.clients);
  const created = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "f",
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/r",
      Code: { ZipFile: zipSync({ "index.js": new Uint8Array() }) },
      MemorySize: 128,
      Environment: { Variables: { SECRET: "hush" } },
    }),
  );
  functionArn = created.FunctionArn!;
});
afterAll(async () => {
  await engine.stop();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

const call = (command: string, input: Record<string, unknown>): CloudCall => ({
  service: "lambda",
  command,
  input,
});
const update = (settings: Record<string, unknown>) =>
  call("UpdateFunctionConfiguration", { FunctionName: "f", ...settings });
const configuration = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "f" }));

/** Makes a change as the product's verbs do. */
async function change(sent: CloudCall, undo: Undo | ((answer: object) => Undo)): Promise<Change> {
  const connection = await resolveConnection("local");
  const made = await journalled(
    {
      connection,
      functionName: "f",
      kind: "test",
      title: sent.command,
      before: null,
      after: null,
      call: sent,
      undo,
    },
    () => sendCall(connection, sent),
  );
  return made.change;
}

test("a setting goes back, and forth again", async () => {
  const made = await change(update({ MemorySize: 256 }), update({ MemorySize: 128 }));
  const undone = await undoChange(made.id);
  expect((await configuration()).MemorySize).toBe(128);
  expect(undone).toMatchObject({
    title: "Undo: UpdateFunctionConfiguration",
    outcome: "done",
    undoes: made.id,
  });
  await expect(undoChange(made.id)).rejects.toMatchObject({
    problem: { kind: "conflict", detail: "It has been undone already." },
  });
  await undoChange(undone.id);
  expect((await configuration()).MemorySize).toBe(256);
});

test("what somebody has changed since stays", async () => {
  const made = await change(update({ Timeout: 10 }), update({ Timeout: 3 }));
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "f", Timeout: 20 }));
  await expect(undoChange(made.id)).rejects.toMatchObject({
    problem: {
      kind: "conflict",
      title: "Nothing was undone",
      detail: "Timeout is 20 now; this change had left it 10.",
    },
  });
  expect((await configuration()).Timeout).toBe(20);
  const last = listChanges({ limit: 1 }).changes[0]!;
  expect(last.id).toBe(made.id);
});

test("another setting that has changed since does not matter", async () => {
  const made = await change(update({ Timeout: 30 }), update({ Timeout: 20 }));
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: "f", Description: "new" }),
  );
  await undoChange(made.id);
  expect(await configuration()).toMatchObject({ Timeout: 20, Description: "new" });
});

test("environment variables go back unread by anybody, unless one was added since", async () => {
  const set = (Variables: Record<string, string>) => update({ Environment: { Variables } });
  const made = await change(set({ SECRET: "fresh" }), set({ SECRET: "hush" }));
  expect(JSON.stringify(listChanges({ limit: 1 }))).not.toMatch(/hush|fresh/);
  const undone = await undoChange(made.id);
  expect(JSON.stringify(undone)).not.toMatch(/hush|fresh/);
  expect(undone.call.input).toMatchObject({ Environment: { Variables: { SECRET: maskedValue } } });
  expect((await configuration()).Environment?.Variables).toEqual({ SECRET: "hush" });

  const again = await change(set({ SECRET: "fresh" }), set({ SECRET: "hush" }));
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: "f",
      Environment: { Variables: { SECRET: "fresh", ADDED: "x" } },
    }),
  );
  await expect(undoChange(again.id)).rejects.toMatchObject({
    problem: { detail: "The environment variables have changed since." },
  });
});

test("reserved concurrency goes back to none", async () => {
  const put = call("PutFunctionConcurrency", {
    FunctionName: "f",
    ReservedConcurrentExecutions: 5,
  });
  const remove = call("DeleteFunctionConcurrency", { FunctionName: "f" });
  const made = await change(put, remove);
  const undone = await undoChange(made.id);
  await lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: "f", ReservedConcurrentExecutions: 7 }),
  );
  await expect(undoChange(undone.id)).rejects.toMatchObject({
    problem: { detail: "ReservedConcurrentExecutions is 7 now; this change had left it not set." },
  });
});

test("tags, versions and aliases go back", async () => {
  const tagged = await change(
    call("TagResource", { Resource: functionArn, Tags: { team: "a" } }),
    call("UntagResource", { Resource: functionArn, TagKeys: ["team"] }),
  );
  await lambda.send(new TagResourceCommand({ Resource: functionArn, Tags: { other: "b" } }));
  await undoChange(tagged.id);
  expect((await lambda.send(new ListTagsCommand({ Resource: functionArn }))).Tags).toEqual({
    other: "b",
  });

  const aliased = await change(
    call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "$LATEST" }),
    call("DeleteAlias", { FunctionName: "f", Name: "live" }),
  );
  const removed = await undoChange(aliased.id);
  const restored = await undoChange(removed.id);
  expect(restored.answer).toMatchObject({ Name: "live", FunctionVersion: "$LATEST" });
});

test("a trigger comes back under a new id, which the next undo uses", async () => {
  const { QueueUrl } = await engine.clients.sqs.send(new CreateQueueCommand({ QueueName: "q" }));
  const input = {
    FunctionName: "f",
    EventSourceArn: "arn:aws:sqs:us-east-1:000000000000:q",
    BatchSize: 5,
  };
  expect(QueueUrl).toBeDefined();
  const added = await change(call("CreateEventSourceMapping", input), (answer) =>
    call("DeleteEventSourceMapping", { UUID: Reflect.get(answer, "UUID") as unknown }),
  );
  const mappings = async () =>
    (
      await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: "f" }))
    ).EventSourceMappings!.filter(({ State }) => State !== "Deleting");
  await vi.waitFor(async () => expect((await mappings())[0]?.State).toBe("Enabled"), 5000);
  const removed = await undoChange(added.id);
  await vi.waitFor(async () => expect(await mappings()).toEqual([]), 5000);
  const restored = await undoChange(removed.id);
  await vi.waitFor(async () => expect((await mappings())[0]?.State).toBe("Enabled"), 5000);
  expect(await mappings()).toMatchObject([{ BatchSize: 5 }]);
  await undoChange(restored.id);
  await vi.waitFor(async () => expect(await mappings()).toEqual([]), 5000);
});

test("what failed, is unknown or has no way back is refused", async () => {
  const failing = change(update({ MemorySize: 1 }), update({ MemorySize: 256 }));
  await expect(failing).rejects.toThrow();
  const [failed] = listChanges({ limit: 1 }).changes;
  expect(failed).toMatchObject({ outcome: "failed" });
  await expect(undoChange(failed!.id)).rejects.toMatchObject({ problem: { kind: "conflict" } });

  const final = await change(update({ MemorySize: 512 }), { impossible: "It is final." });
  await expect(undoChange(final.id)).rejects.toMatchObject({
    problem: { kind: "conflict", detail: "It is final." },
  });
  await expect(undoChange(99_999)).rejects.toMatchObject({ problem: { kind: "not-found" } });
});
