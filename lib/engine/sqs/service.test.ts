import {
  AddPermissionCommand,
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
  type QueueAttributeName,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

const clock = new ManualClock();
let engine: Awaited<ReturnType<typeof startEngine>>;
let count = 0;

beforeAll(async () => {
  engine = await startEngine({ clock });
});
afterAll(() => engine.stop());

const arnOf = (url: string) => `arn:aws:sqs:us-east-1:000000000000:${url.split("/").pop()}`;

async function create(
  Attributes: Partial<Record<QueueAttributeName, string>> = {},
  suffix = Attributes.FifoQueue ? ".fifo" : "",
): Promise<string> {
  const QueueName = `queue-${++count}${suffix}`;
  const { QueueUrl } = await engine.clients.sqs.send(
    new CreateQueueCommand({ QueueName, Attributes }),
  );
  return QueueUrl ?? "";
}

async function attributes(QueueUrl: string, ...names: QueueAttributeName[]) {
  const AttributeNames = names.length > 0 ? names : ["All" as const];
  const answer = await engine.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
  );
  return answer.Attributes ?? {};
}

async function receive(QueueUrl: string, more: object = {}) {
  const input = { QueueUrl, MaxNumberOfMessages: 10, ...more };
  return (await engine.clients.sqs.send(new ReceiveMessageCommand(input))).Messages ?? [];
}

const send = (QueueUrl: string, MessageBody: string, more: object = {}) =>
  engine.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

test("a new queue has AWS's defaults; creating it again answers the same URL", async () => {
  const url = await create({ VisibilityTimeout: "20" });
  const QueueName = url.split("/").pop() ?? "";
  expect(url).toBe(`${engine.endpoint}/000000000000/${QueueName}`);
  expect(await attributes(url)).toEqual({
    QueueArn: arnOf(url),
    ApproximateNumberOfMessages: "0",
    ApproximateNumberOfMessagesNotVisible: "0",
    ApproximateNumberOfMessagesDelayed: "0",
    CreatedTimestamp: String(clock.now() / 1000),
    LastModifiedTimestamp: String(clock.now() / 1000),
    VisibilityTimeout: "20",
    MaximumMessageSize: "1048576",
    MessageRetentionPeriod: "345600",
    DelaySeconds: "0",
    ReceiveMessageWaitTimeSeconds: "0",
    SqsManagedSseEnabled: "true",
  });
  const again = (Attributes: Record<string, string>) =>
    engine.clients.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  expect((await again({ VisibilityTimeout: "20" })).QueueUrl).toBe(url);
  await expect(again({ VisibilityTimeout: "21" })).rejects.toThrow(
    "A queue already exists with the same name and a different value for attribute VisibilityTimeout",
  );
});

test.each([
  [{ QueueName: "not valid" }, "Can only include alphanumeric characters"],
  [{ QueueName: "x".repeat(81) }, "1 to 80 in length"],
  [{ QueueName: "x", Attributes: { FifoQueue: "true" } }, "must end with .fifo suffix"],
  [{ QueueName: "x.fifo" }, "Can only include alphanumeric characters"],
  [{ QueueName: "x", Attributes: { FifoQueue: "false" } }, "Unknown Attribute FifoQueue."],
  [
    { QueueName: "x", Attributes: { DelaySeconds: "901" } },
    "Invalid value for the parameter DelaySeconds.",
  ],
  [
    { QueueName: "x", Attributes: { Policy: "no json" } },
    "Invalid value for the parameter Policy.",
  ],
  [
    { QueueName: "x", Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"dummy"}' } },
    "Redrive policy does not contain mandatory attribute: maxReceiveCount.",
  ],
  [
    {
      QueueName: "x",
      Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"dummy","maxReceiveCount":42}' },
    },
    "Invalid value for deadLetterTargetArn.",
  ],
  [{ QueueName: "x", tags: { "aws:mine": "1" } }, "Tag key aws:mine is invalid"],
])("CreateQueue refuses %j", async (input, message) => {
  await expect(engine.clients.sqs.send(new CreateQueueCommand(input))).rejects.toThrow(message);
});

test("attributes, also binary ones, come back as asked for, with AWS's checksums", async () => {
  const url = await create();
  // The SDK compares the checksums of body and attributes itself and throws when they differ.
  const sent = await send(url, "héllo", {
    MessageAttributes: {
      "Order.Id": { DataType: "Number", StringValue: "12" },
      "Order.Raw": { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
      Other: { DataType: "String.label", StringValue: "x" },
    },
    MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: "Root=1" } },
  });
  expect(sent.MD5OfMessageSystemAttributes).toMatch(/^[0-9a-f]{32}$/);
  const [message] = await receive(url, {
    MessageAttributeNames: ["Order.*"],
    MessageSystemAttributeNames: ["AWSTraceHeader", "ApproximateReceiveCount"],
  });
  expect(message?.MessageAttributes).toEqual({
    "Order.Id": { DataType: "Number", StringValue: "12" },
    "Order.Raw": { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
  });
  expect(message?.Attributes).toEqual({ AWSTraceHeader: "Root=1", ApproximateReceiveCount: "1" });
});

test.each([
  [{ MessageBody: "" }, "The request must contain the parameter MessageBody."],
  [{ MessageBody: "bad \u0001" }, "Invalid characters found."],
  [{ MessageBody: "x".repeat(2049) }, "Message must be shorter than 2048 bytes."],
  [{ MessageBody: "x", DelaySeconds: 901 }, "DelaySeconds must be >= 0 and <= 900."],
  [{ MessageBody: "x", MessageDeduplicationId: "a" }, "not valid for this queue type"],
  [
    { MessageBody: "x", MessageAttributes: { E: { DataType: "String", StringValue: "" } } },
    "Message (user) attribute 'E' must contain a non-empty value of type 'String'.",
  ],
  [
    { MessageBody: "x", MessageAttributes: { E: { DataType: "Text", StringValue: "y" } } },
    "supported type prefixes: Binary, Number, String",
  ],
  [
    { MessageBody: "x", MessageAttributes: { E: { DataType: "String", StringValue: "\u0001" } } },
    "Invalid characters found.",
  ],
])("SendMessage refuses %j", async (input, message) => {
  const QueueUrl = await create({ MaximumMessageSize: "2048" });
  const sent = engine.clients.sqs.send(new SendMessageCommand({ QueueUrl, ...input }));
  await expect(sent).rejects.toThrow(message);
  expect((await attributes(QueueUrl)).ApproximateNumberOfMessages).toBe("0");
});

test("a batch sends what is right and names what is not", async () => {
  const QueueUrl = await create({ MaximumMessageSize: "1024" });
  const sent = await engine.clients.sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: "good", MessageBody: "x" },
        { Id: "big", MessageBody: "x".repeat(1025) },
      ],
    }),
  );
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(["good"]);
  expect(sent.Failed).toMatchObject([
    { Id: "big", SenderFault: true, Code: "InvalidParameterValue" },
  ]);
  const batch = (Entries: { Id: string; MessageBody: string }[]) =>
    engine.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  const entry = { Id: "same", MessageBody: "x" };
  await expect(batch([entry, entry])).rejects.toThrow("Id same repeated.");
  await expect(batch([])).rejects.toThrow(
    "There should be at least one SendMessageBatchRequestEntry in the request.",
  );
  await expect(
    batch([1, 2].map((Id) => ({ Id: `${Id}`, MessageBody: "x".repeat(600_000) }))),
  ).rejects.toThrow("Batch requests cannot be longer than 1048576 bytes. You have sent 1200000");
});

test("a long poll sleeps until a message comes, or answers empty when its time is up", async () => {
  const url = await create();
  const early = await asleep(() => receive(url, { WaitTimeSeconds: 20 }));
  await send(url, "at last");
  expect((await early.answer).map(({ Body }) => Body)).toEqual(["at last"]);
  const late = await asleep(() => receive(url, { WaitTimeSeconds: 20 }));
  await clock.advance(20_000);
  expect(await late.answer).toEqual([]);
});

test("a caller that hangs up takes no message with it", async () => {
  const QueueUrl = await create();
  const controller = new AbortController();
  const before = clock.pending;
  const gone = await asleep(() =>
    engine.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: controller.signal,
    }),
  );
  controller.abort();
  await expect(gone.answer).rejects.toThrow();
  await vi.waitFor(() => expect(clock.pending).toBe(before));
  await send(QueueUrl, "still here");
  expect(await attributes(QueueUrl)).toMatchObject({ ApproximateNumberOfMessages: "1" });
});

test("batches of receipt handles succeed and fail one by one", async () => {
  const QueueUrl = await create();
  await send(QueueUrl, "x");
  const [message] = await receive(QueueUrl);
  const entries = [
    { Id: "ok", ReceiptHandle: message?.ReceiptHandle ?? "" },
    { Id: "bad", ReceiptHandle: "garbage" },
  ];
  const changed = await engine.clients.sqs.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: entries.map((entry) => ({ ...entry, VisibilityTimeout: 100 })),
    }),
  );
  expect(changed.Failed).toMatchObject([{ Id: "bad", Code: "ReceiptHandleIsInvalid" }]);
  const deleted = await engine.clients.sqs.send(
    new DeleteMessageBatchCommand({ QueueUrl, Entries: entries }),
  );
  expect(deleted.Successful).toEqual([{ Id: "ok" }]);
  expect(deleted.Failed).toMatchObject([{ Id: "bad" }]);
});

test("FIFO queues want a group, and an id or content-based deduplication", async () => {
  const url = await create({ FifoQueue: "true" });
  await expect(send(url, "x")).rejects.toThrow(
    "The request must contain the parameter MessageGroupId.",
  );
  await expect(send(url, "x", { MessageGroupId: "a" })).rejects.toThrow(
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
  await expect(
    send(url, "x", { MessageGroupId: "a", MessageDeduplicationId: "1", DelaySeconds: 2 }),
  ).rejects.toThrow("Value 2 for parameter DelaySeconds is invalid.");
  const sent = await send(url, "x", { MessageGroupId: "a", MessageDeduplicationId: "1" });
  const [message] = await receive(url, { MessageSystemAttributeNames: ["All"] });
  expect(message?.Attributes).toMatchObject({
    MessageGroupId: "a",
    MessageDeduplicationId: "1",
    SequenceNumber: sent.SequenceNumber,
  });
});

test("redrive: source queues are listed, and a move task brings dead letters back", async () => {
  const dead = await create();
  const policy = JSON.stringify({ deadLetterTargetArn: arnOf(dead), maxReceiveCount: "1" });
  const source = await create({ RedrivePolicy: policy, VisibilityTimeout: "0" });
  const sources = await engine.clients.sqs.send(
    new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }),
  );
  expect(sources.queueUrls).toEqual([source]);
  await send(source, "poison");
  await receive(source);
  await receive(source);
  const [letter] = await receive(dead, {
    MessageSystemAttributeNames: ["DeadLetterQueueSourceArn"],
    VisibilityTimeout: 0,
  });
  expect(letter?.Attributes).toEqual({ DeadLetterQueueSourceArn: arnOf(source) });
  const input = { SourceArn: arnOf(dead) };
  await engine.clients.sqs.send(new StartMessageMoveTaskCommand(input));
  await clock.advance(0);
  const tasks = await engine.clients.sqs.send(new ListMessageMoveTasksCommand(input));
  expect(tasks.Results).toMatchObject([
    { Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 1 },
  ]);
  expect((await receive(source)).map(({ Body }) => Body)).toEqual(["poison"]);
  await expect(
    engine.clients.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf(source) })),
  ).rejects.toThrow("Source queue must be configured as a Dead Letter Queue.");
});

test("a dead-letter queue may refuse sources", async () => {
  const dead = await create({ RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(dead), maxReceiveCount: 3 });
  await expect(create({ RedrivePolicy })).rejects.toThrow("does not allow this queue as a source");
});

test("attributes are set together or not at all, and an empty value takes one away", async () => {
  const QueueUrl = await create();
  const set = (Attributes: Record<string, string>) =>
    engine.clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  await expect(set({ DelaySeconds: "5", VisibilityTimeout: "43201" })).rejects.toThrow(
    "Invalid value for the parameter VisibilityTimeout.",
  );
  expect((await attributes(QueueUrl)).DelaySeconds).toBe("0");
  await set({ DelaySeconds: "5", KmsMasterKeyId: "key" });
  expect(await attributes(QueueUrl)).toMatchObject({
    DelaySeconds: "5",
    KmsMasterKeyId: "key",
    SqsManagedSseEnabled: "false",
  });
  await set({ KmsMasterKeyId: "" });
  expect(await attributes(QueueUrl, "KmsMasterKeyId", "SqsManagedSseEnabled")).toEqual({
    SqsManagedSseEnabled: "true",
  });
});

test("a queue can be purged once a minute, and its name is taken for a minute after it is deleted", async () => {
  const QueueUrl = await create();
  const QueueName = QueueUrl.split("/").pop() ?? "";
  await send(QueueUrl, "x");
  await engine.clients.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await receive(QueueUrl)).toEqual([]);
  await expect(engine.clients.sqs.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toThrow(
    `Only one PurgeQueue operation on ${QueueName} is allowed every 60 seconds.`,
  );
  await engine.clients.sqs.send(new DeleteQueueCommand({ QueueUrl }));
  await expect(send(QueueUrl, "x")).rejects.toThrow("The specified queue does not exist.");
  const again = () => engine.clients.sqs.send(new CreateQueueCommand({ QueueName }));
  await expect(again()).rejects.toThrow("You must wait 60 seconds after deleting a queue");
  await clock.advance(60_000);
  expect((await again()).QueueUrl).toBe(QueueUrl);
});

test("queues are listed by prefix and in pages, each region its own", async () => {
  for (const name of ["page-a", "page-b", "page-c"])
    await engine.clients.sqs.send(new CreateQueueCommand({ QueueName: name }));
  const first = await engine.clients.sqs.send(
    new ListQueuesCommand({ QueueNamePrefix: "page-", MaxResults: 2 }),
  );
  expect(first.QueueUrls?.map((url) => url.split("/").pop())).toEqual(["page-a", "page-b"]);
  const { NextToken } = first;
  const second = await engine.clients.sqs.send(
    new ListQueuesCommand({ QueueNamePrefix: "page-", MaxResults: 2, NextToken }),
  );
  expect(second.QueueUrls?.map((url) => url.split("/").pop())).toEqual(["page-c"]);
  expect(second.NextToken).toBeUndefined();
  await expect(engine.clients.sqs.send(new ListQueuesCommand({ NextToken }))).rejects.toThrow(
    "MaxResults is a mandatory parameter",
  );
});

test("tags and permissions are added, shown and taken away", async () => {
  const QueueUrl = await create();
  const { sqs } = engine.clients;
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: "a", stage: "dev" } }));
  await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["stage"] }));
  expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ team: "a" });
  const Label = "partner";
  const permission = { QueueUrl, Label, AWSAccountIds: ["111122223333"], Actions: ["SendMessage"] };
  await sqs.send(new AddPermissionCommand(permission));
  const { Policy } = await attributes(QueueUrl, "Policy");
  expect(JSON.parse(Policy ?? "{}")).toMatchObject({
    Statement: [
      {
        Sid: Label,
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "SQS:SendMessage",
      },
    ],
  });
  await expect(sqs.send(new AddPermissionCommand(permission))).rejects.toThrow("Already exists.");
  await sqs.send(new RemovePermissionCommand({ QueueUrl, Label }));
  expect(await attributes(QueueUrl, "Policy")).toEqual({});
});

test("Query clients are served too, at the endpoint and at the queue's own URL", async () => {
  const url = await create();
  const post = async (to: string, form: Record<string, string>) => {
    const body = new URLSearchParams({ Version: "2012-11-05", ...form });
    const authorization =
      "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0";
    return (await fetch(to, { method: "POST", body, headers: { authorization } })).text();
  };
  const sent = await post(url, { Action: "SendMessage", MessageBody: "by form", QueueUrl: url });
  expect(sent).toContain("<MessageId>");
  const received = await post(engine.endpoint, { Action: "ReceiveMessage", QueueUrl: url });
  expect(received).toContain("<Body>by form</Body>");
  const missing = await post(engine.endpoint, { Action: "GetQueueUrl", QueueName: "none" });
  expect(missing).toContain("<Code>AWS.SimpleQueueService.NonExistentQueue</Code>");
});

/** Starts a call and comes back once it sleeps in the engine, its time-out set. */
async function asleep<T>(call: () => Promise<T>): Promise<{ answer: Promise<T> }> {
  const before = clock.pending;
  const answer = call();
  await vi.waitFor(() => expect(clock.pending).toBeGreaterThan(before));
  return { answer };
}
