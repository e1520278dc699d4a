import { zipSync } from "fflate";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { unlock } from "@/lib/aws/unlocked";
import { blankDraft } from "@/lib/model/trigger-drafts/blank-draft";
import type { PushDraft } from "@/lib/model/trigger-drafts/draft-schema";
import { call, isolate } from "./dashboard";
import { type Answer, awsError, type FakeAws, ok, startFakeAws } from "./fake-aws";
import { on } from "./reads";
import { account, functionName, mapping, queueArn, world } from "./world";

let home: ReturnType<typeof isolate>;
beforeAll(() => (home = isolate()));
afterAll(() => home.clear());

const changed: Record<string, Answer> = {
  "lambda.GetAlias": ok({ Name: "live", FunctionVersion: "1" }),
  "lambda.GetEventSourceMapping": ok({ UUID: "u", EventSourceArn: queueArn, State: "Enabled" }),
  "lambda.ListTags": ok({ Tags: {} }),
  "lambda.GetFunctionCodeSigningConfig": ok({}),
  // A new queue is made only where there is none of its name.
  "sqs.GetQueueUrl": ({ body }) =>
    body.includes('"work"')
      ? ok({ QueueUrl: `http://sqs.example/${account}/work` })
      : awsError(400, "AWS.SimpleQueueService.NonExistentQueue", "There is no such queue."),
};

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws({ ...world, ...changed }, ok({}));
  // The SDK sends the calls of an account there, as people do who try out LocalStack with a profile.
  vi.stubEnv("AWS_ENDPOINT_URL", aws.endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIA");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
});
afterEach(() => aws.stop());

const own = `/api/functions/${functionName}`;
const known = {
  functionName,
  roleArn: `arn:aws:iam::${account}:role/scheduler`,
  timeZone: "UTC",
};
const zipBase64 = Buffer.from(zipSync({ "index.mjs": new Uint8Array([1]) })).toString("base64");
const mappingSettings = {
  batchSize: 5,
  maximumBatchingWindowSeconds: 0,
  maximumConcurrency: null,
  reportsBatchItemFailures: true,
  filters: [],
  enabled: true,
};

const rule: PushDraft = {
  ...(blankDraft("rule", known) as PushDraft & { kind: "rule" }),
  isNew: false,
  name: "nightly",
  eventPattern: "",
  scheduleExpression: "cron(0 3 * * ? *)",
};
const drafts = [
  { ...blankDraft("bucket", known), bucket: "uploads", prefix: "new/" },
  { ...blankDraft("topic", known), topicArn: `arn:aws:sns:us-east-1:${account}:news` },
  { ...blankDraft("rule", known), name: "another" },
  blankDraft("schedule", known),
  blankDraft("url", known),
  blankDraft("http-api", known),
  blankDraft("rest-api", known),
];

const writes: [method: string, path: string, body: unknown][] = [
  [
    "POST",
    "/api/functions",
    {
      name: "new",
      runtime: "nodejs22.x",
      handler: "index.handler",
      memoryMb: 128,
      timeoutSeconds: 3,
      architecture: "x86_64",
      description: "",
      role: "arn:aws:iam::123456789012:role/r",
      environment: {},
      zipBase64,
    },
  ],
  ["DELETE", own, { typedName: functionName }],
  ["PUT", `${own}/tags`, { tags: { a: "b" } }],
  ["PATCH", `${own}/configuration`, { edit: { memoryMb: 512 } }],
  [
    "PUT",
    `${own}/configuration/asynchronous`,
    { maximumRetryAttempts: 1, maximumEventAgeSeconds: 60 },
  ],
  ["PUT", `${own}/configuration/retention`, { days: 14 }],
  ["PUT", `${own}/configuration/retention`, { days: null }],
  ["PUT", `${own}/code`, { zipBase64 }],
  ["POST", `${own}/versions`, { description: "" }],
  ["DELETE", `${own}/versions/7`, undefined],
  ["POST", `${own}/aliases`, { name: "new", description: "", version: "1" }],
  ["PUT", `${own}/aliases/live`, { description: "", version: "2" }],
  ["DELETE", `${own}/aliases/live`, undefined],
  ["PUT", `${own}/concurrency/reserved`, { reservedConcurrency: 5 }],
  ["PUT", `${own}/concurrency/reserved`, { reservedConcurrency: null }],
  ["PUT", `${own}/concurrency/provisioned`, { qualifier: "live", provisionedConcurrency: 1 }],
  [
    "POST",
    "/api/plans",
    { changes: [{ kind: "reserved", functionName, before: 9, after: 5 }], tryMinutes: 1 },
  ],
  ["POST", `${own}/invoke`, { payload: "{}" }],
  ["POST", `${own}/invoke`, { payload: "{}", type: "Event" }],
  ["POST", `${own}/invoke`, { payload: "{}", type: "DryRun" }],
  ["POST", `${own}/triggers`, { kind: "mapping", eventSourceArn: queueArn, ...mappingSettings }],
  ...drafts.map((draft): [string, string, unknown] => ["POST", `${own}/triggers`, draft]),
  ["PATCH", `${own}/triggers/${encodeURIComponent("rule default nightly t")}`, rule],
  ["DELETE", `${own}/triggers/${encodeURIComponent("rule default nightly t")}`, undefined],
  ["DELETE", `${own}/triggers/${encodeURIComponent("schedule default hourly")}`, undefined],
  ["DELETE", `${own}/triggers/${encodeURIComponent("bucket uploads resize")}`, undefined],
  [
    "PUT",
    `${own}/destinations`,
    {
      maximumRetryAttempts: 0,
      maximumEventAgeSeconds: 60,
      onSuccessArn: "",
      onFailureArn: queueArn,
      deadLetterArn: "",
    },
  ],
  ["POST", `${own}/triggers/${mapping.UUID}/messages`, { count: 1, text: "hello" }],
  ["PATCH", `${own}/triggers/u`, { enabled: false }],
  ["DELETE", `${own}/triggers/u`, undefined],
  [
    "POST",
    `${own}/permissions`,
    { service: "events", sourceArn: "arn:aws:events:us-east-1:999911112222:rule/nightly" },
  ],
  ["DELETE", `${own}/permissions/s`, undefined],
  ["PATCH", "/api/queues/attributes", { queueArn, time: "visibilityTimeoutSeconds", seconds: 60 }],
  ["POST", "/api/queues/dead-letters", { queueArn, name: "work-dlq" }],
  ["POST", `${own}/failure-queue`, { name: "lost" }],
  ["POST", "/api/queues", { name: "q", visibilityTimeoutSeconds: 30 }],
];

const looks = /^(\w+)\.(Get|List|Describe|Filter)|^GET /;
const sentWrites = () => aws.operations.filter((operation) => !looks.test(operation));
let region = 1;

describe.each(writes)("%s %s %j", (method, path, body) => {
  // A region of its own: what one test unlocks stays locked for the next.
  const id = () => `profile:environment@us-east-${region}`;

  test("is refused on a locked account, and nothing is sent", async () => {
    region += 1;
    const { status, json } = await call(method, on(path, `connection=${id()}`), body);
    expect([status, json.problem?.kind]).toEqual([403, "read-only"]);
    expect(sentWrites()).toEqual([]);
  });

  test("is sent once it is unlocked", async () => {
    region += 1;
    unlock(id());
    await call(method, on(path, `connection=${id()}`), body);
    // A plan is answered before it is carried out.
    await expect.poll(() => sentWrites().length).toBeGreaterThan(0);
  });
});

test("a streamed invocation is refused as well", async () => {
  const { text } = await call(
    "POST",
    on(`${own}/invoke/stream`, "connection=profile:environment@eu-west-1"),
    { payload: "{}" },
  );
  expect(text).toContain('"kind":"read-only"');
  expect(aws.operations).toEqual([]);
});

test("unlocking by the API opens one region for 15 minutes, locking ends it", async () => {
  const id = "profile:environment@eu-west-2";
  const lock = (locked: boolean) =>
    call("PUT", `/api/connections/${encodeURIComponent(id)}/lock`, { locked });
  const reserve = (connection: string) =>
    call("PUT", on(`${own}/concurrency/reserved`, `connection=${connection}`), {
      reservedConcurrency: 5,
    });
  const { json } = await lock(false);
  const minutes = (Date.parse(json.connection.unlockedUntil) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(14.8);
  expect(minutes).toBeLessThanOrEqual(15);
  expect((await reserve(id)).status).toBe(200);
  expect((await reserve("profile:environment@eu-west-3")).status).toBe(403);
  await lock(true);
  expect((await reserve(id)).status).toBe(403);
  expect(sentWrites()).toEqual(["lambda.PutFunctionConcurrency"]);
});

test("revealing environment values is a look: it needs no unlocking and is journalled", async () => {
  const connection = "connection=profile:environment@eu-west-1";
  const { status } = await call("POST", on(`${own}/environment`, connection), {});
  expect(status).toBe(200);
  const { json } = await call("GET", on("/api/activity", connection));
  expect(json.changes[0]).toMatchObject({ kind: "reveal-environment", outcome: "done" });
});
