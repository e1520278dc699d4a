import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  AddPermissionCommand,
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  type CreateTopicCommandInput,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  RemovePermissionCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  type SubscribeCommandInput,
  TagResourceCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { AddPermissionCommand as PermitCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runFunctions } from "../testing/run-functions.ts";

let cloud: Awaited<ReturnType<typeof runFunctions>>;
beforeAll(async () => {
  cloud = await runFunctions();
});
afterAll(() => cloud.stop());

const send: (typeof cloud)["clients"]["sns"]["send"] = ((command: never) =>
  cloud.clients.sns.send(command)) as never;
let counter = 0;

async function makeTopic(input: Partial<CreateTopicCommandInput> = {}): Promise<string> {
  const Name = input.Attributes?.FifoTopic ? `t${++counter}.fifo` : `t${++counter}`;
  const { TopicArn = "" } = await send(new CreateTopicCommand({ Name, ...input }));
  return TopicArn;
}
async function makeQueue(Attributes: Record<string, string> = {}) {
  const QueueName = `q${++counter}${Attributes.FifoQueue ? ".fifo" : ""}`;
  const { QueueUrl } = await cloud.clients.sqs.send(
    new CreateQueueCommand({ QueueName, Attributes }),
  );
  return {
    arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}`,
    delete: () => cloud.clients.sqs.send(new DeleteQueueCommand({ QueueUrl })),
    async receive() {
      const { Messages = [] } = await cloud.clients.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["All"],
        }),
      );
      return Messages;
    },
  };
}
async function subscribe(
  TopicArn: string,
  Protocol: string,
  Endpoint: string,
  input: Partial<SubscribeCommandInput> = {},
): Promise<string> {
  const { SubscriptionArn = "" } = await send(
    new SubscribeCommand({ TopicArn, Protocol, Endpoint, ReturnSubscriptionArn: true, ...input }),
  );
  return SubscriptionArn;
}
const publish = (TopicArn: string, Message: string, input: Partial<PublishCommandInput> = {}) =>
  send(new PublishCommand({ TopicArn, Message, ...input }));

test("a topic is made once, described with AWS's defaults, tagged, listed and deleted", async () => {
  const Name = "described";
  const TopicArn = await makeTopic({ Name, Tags: [{ Key: "a", Value: "1" }] });
  expect(TopicArn).toBe("arn:aws:sns:us-east-1:000000000000:described");
  expect(await makeTopic({ Name })).toBe(TopicArn);
  await expect(makeTopic({ Name, Attributes: { DisplayName: "x" } })).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
  });
  await expect(makeTopic({ Name, Tags: [{ Key: "a", Value: "2" }] })).rejects.toThrow(
    "Topic already exists with different tags",
  );
  await expect(makeTopic({ Name: "no/good" })).rejects.toThrow("Invalid parameter: Topic Name");
  await expect(makeTopic({ Name: "x", Attributes: { FifoTopic: "true" } })).rejects.toThrow(
    "Fifo Topic names must end with .fifo",
  );
  await send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: "b", Value: "2" }] }));
  const { Tags } = await send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
  expect(Tags).toEqual([
    { Key: "a", Value: "1" },
    { Key: "b", Value: "2" },
  ]);
  await send(
    new SetTopicAttributesCommand({
      TopicArn,
      AttributeName: "DisplayName",
      AttributeValue: "shown",
    }),
  );
  const permission = {
    TopicArn,
    Label: "other",
    AWSAccountId: ["111122223333"],
    ActionName: ["Publish"],
  };
  await send(new AddPermissionCommand(permission));
  await expect(send(new AddPermissionCommand(permission))).rejects.toThrow(
    "Invalid parameter: Statement already exists",
  );
  const { Attributes = {} } = await send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({
    TopicArn,
    Owner: "000000000000",
    DisplayName: "shown",
    SubscriptionsConfirmed: "0",
    SubscriptionsPending: "0",
    SubscriptionsDeleted: "0",
  });
  expect(JSON.parse(Attributes.Policy ?? "")).toMatchObject({
    Statement: [
      { Sid: "__default_statement_ID", Condition: { StringEquals: {} } },
      {
        Sid: "other",
        Action: "SNS:Publish",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
      },
    ],
  });
  expect(JSON.parse(Attributes.EffectiveDeliveryPolicy ?? "")).toMatchObject({
    http: { defaultHealthyRetryPolicy: { numRetries: 3, minDelayTarget: 20 } },
  });
  await send(new RemovePermissionCommand({ TopicArn, Label: "other" }));
  const { Topics } = await send(new ListTopicsCommand({}));
  expect(Topics).toContainEqual({ TopicArn });
  await send(new DeleteTopicCommand({ TopicArn }));
  await expect(send(new GetTopicAttributesCommand({ TopicArn }))).rejects.toMatchObject({
    name: "NotFoundException",
    message: "Topic does not exist",
    $metadata: { httpStatusCode: 404 },
  });
  await expect(send(new GetTopicAttributesCommand({ TopicArn: "no" }))).rejects.toThrow(
    "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1",
  );
});

test("a queue gets AWS's envelope, or the message as it is, of those that pass its filter", async () => {
  const TopicArn = await makeTopic();
  const [plain, raw, filtered] = [await makeQueue(), await makeQueue(), await makeQueue()];
  const arn = await subscribe(TopicArn, "sqs", plain.arn);
  await subscribe(TopicArn, "sqs", raw.arn, { Attributes: { RawMessageDelivery: "true" } });
  const SubscriptionArn = await subscribe(TopicArn, "sqs", filtered.arn, {
    Attributes: {
      FilterPolicy: JSON.stringify({
        kind: ["order", { prefix: "x-" }],
        price: [{ numeric: [">", 10] }],
        tags: ["b"],
      }),
      RawMessageDelivery: "true",
    },
  });
  const MessageAttributes = {
    kind: { DataType: "String", StringValue: "x-1" },
    price: { DataType: "Number", StringValue: "10.5" },
    tags: { DataType: "String.Array", StringValue: '["a","b"]' },
  };
  const { MessageId } = await publish(TopicArn, "héllo", { Subject: "S", MessageAttributes });
  await publish(TopicArn, "other", {
    MessageAttributes: { ...MessageAttributes, price: { DataType: "Number", StringValue: "9" } },
  });
  const [enveloped] = await plain.receive();
  expect(JSON.parse(enveloped?.Body ?? "")).toEqual({
    Type: "Notification",
    MessageId,
    TopicArn,
    Subject: "S",
    Message: "héllo",
    Timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    SignatureVersion: "1",
    Signature: expect.any(String),
    SigningCertURL: expect.any(String),
    UnsubscribeURL: expect.stringContaining(`SubscriptionArn=${encodeURIComponent(arn)}`),
    MessageAttributes: {
      kind: { Type: "String", Value: "x-1" },
      price: { Type: "Number", Value: "10.5" },
      tags: { Type: "String.Array", Value: '["a","b"]' },
    },
  });
  const raws = await raw.receive();
  expect(raws.map(({ Body = "" }) => Body).toSorted()).toEqual(["héllo", "other"]);
  expect(raws[0]?.MessageAttributes?.kind).toMatchObject({ StringValue: "x-1" });
  expect((await filtered.receive()).map(({ Body }) => Body)).toEqual(["héllo"]);
  const set = (AttributeName: string, AttributeValue: string) =>
    send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
  const nested = JSON.stringify({ order: { price: [{ numeric: ["<", 5] }] } });
  await expect(set("FilterPolicy", nested)).rejects.toThrow(
    "Filter policy scope MessageAttributes does not support nested filter policy",
  );
  await set("FilterPolicy", "");
  await set("FilterPolicyScope", "MessageBody");
  await set("FilterPolicy", nested);
  await publish(TopicArn, '{"order":{"price":4}}');
  await publish(TopicArn, '{"order":{"price":6}}');
  await publish(TopicArn, "no json");
  expect((await filtered.receive()).map(({ Body }) => Body)).toEqual(['{"order":{"price":4}}']);
  const { Attributes } = await send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  expect(Attributes).toEqual({
    SubscriptionArn,
    TopicArn,
    Owner: "000000000000",
    SubscriptionPrincipal: "arn:aws:iam::000000000000:root",
    Protocol: "sqs",
    Endpoint: filtered.arn,
    PendingConfirmation: "false",
    ConfirmationWasAuthenticated: "true",
    RawMessageDelivery: "true",
    FilterPolicy: nested,
    FilterPolicyScope: "MessageBody",
  });
});

test.each([
  [{ a: [], b: ["x"] }, "Invalid parameter: FilterPolicy: Empty arrays are not allowed"],
  [{ a: "x" }, 'Invalid parameter: FilterPolicy: "a" must be an object or an array'],
  [{ a: [{ like: "x" }] }, "Invalid parameter: FilterPolicy: Unrecognized match type like"],
  [
    { a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] },
    "Invalid parameter: FilterPolicy: Filter policy can not have more than 5 keys",
  ],
  [
    { a: Array.from({ length: 31 }, (_, i) => i), b: [1, 2, 3, 4, 5] },
    "Invalid parameter: FilterPolicy: Filter policy is too complex",
  ],
])("the filter policy %j is refused", async (policy, told) => {
  const TopicArn = await makeTopic();
  const SubscriptionArn = await subscribe(TopicArn, "sqs", (await makeQueue()).arn);
  const set = new SetSubscriptionAttributesCommand({
    SubscriptionArn,
    AttributeName: "FilterPolicy",
    AttributeValue: JSON.stringify(policy),
  });
  await expect(send(set)).rejects.toThrow(told);
});

test("a message attribute without anything in it is refused", async () => {
  const empty = new PublishCommand({
    TopicArn: await makeTopic(),
    Message: "m",
    MessageAttributes: { kind: {} as never },
  });
  await expect(send(empty)).rejects.toThrow("'messageAttributes.kind.member.dataType'");
});

test("a function gets AWS's event when its policy lets the topic call it", async () => {
  const TopicArn = await makeTopic();
  const dead = await makeQueue();
  await cloud.deploy(
    "listener",
    "exports.handler = async (e) => console.log('GOT', JSON.stringify(e));",
  );
  const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:listener";
  const arn = await subscribe(TopicArn, "lambda", functionArn, {
    Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }) },
  });
  await publish(TopicArn, "early");
  const [refused] = await dead.receive();
  expect(refused?.MessageAttributes?.ErrorMessage?.StringValue).toContain("not authorized");
  await cloud.clients.lambda.send(
    new PermitCommand({
      FunctionName: "listener",
      StatementId: "sns",
      Action: "lambda:InvokeFunction",
      Principal: "sns.amazonaws.com",
      SourceArn: TopicArn,
    }),
  );
  const { MessageId } = await publish(TopicArn, '{"default":"d","lambda":"for functions"}', {
    MessageStructure: "json",
    MessageAttributes: { n: { DataType: "Binary", BinaryValue: Buffer.from("x") } },
  });
  const line = await vi.waitFor(
    async () => {
      const found = (await cloud.logged("listener")).find((one) => one.includes("GOT"));
      expect(found).toBeDefined();
      return found ?? "";
    },
    { timeout: 15_000 },
  );
  expect(JSON.parse(line.slice(line.indexOf("{")))).toEqual({
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: arn,
        Sns: {
          Type: "Notification",
          MessageId,
          TopicArn,
          Subject: null,
          Message: "for functions",
          Timestamp: expect.any(String),
          SignatureVersion: "1",
          Signature: expect.any(String),
          SigningCertUrl: expect.any(String),
          UnsubscribeUrl: expect.any(String),
          MessageAttributes: { n: { Type: "Binary", Value: "eA==" } },
        },
      },
    ],
  });
});

test("a FIFO topic keeps the order of a group and drops what comes twice", async () => {
  const TopicArn = await makeTopic({ Attributes: { FifoTopic: "true" } });
  const queue = await makeQueue({ FifoQueue: "true" });
  await subscribe(TopicArn, "sqs", queue.arn, { Attributes: { RawMessageDelivery: "true" } });
  await expect(publish(TopicArn, "a")).rejects.toThrow(
    "Invalid parameter: The MessageGroupId parameter is required for FIFO topics",
  );
  await expect(publish(TopicArn, "a", { MessageGroupId: "g" })).rejects.toThrow(
    "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
  const put = (text: string, MessageDeduplicationId: string) =>
    publish(TopicArn, text, { MessageGroupId: "g", MessageDeduplicationId });
  const first = await put("a", "1");
  const second = await put("b", "2");
  expect(await put("again", "1")).toMatchObject({
    MessageId: first.MessageId,
    SequenceNumber: first.SequenceNumber,
  });
  expect(BigInt(second.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
  const received = await queue.receive();
  expect(received.map(({ Body }) => Body)).toEqual(["a", "b"]);
  expect(received[0]?.Attributes).toMatchObject({
    MessageGroupId: "g",
    MessageDeduplicationId: "1",
  });
  const standard = await makeTopic();
  await expect(subscribe(standard, "sqs", queue.arn)).rejects.toThrow(
    "FIFO SQS Queues can not be subscribed to standard SNS topics",
  );
});

test("a batch is answered entry by entry, or refused as a whole", async () => {
  const TopicArn = await makeTopic();
  const queue = await makeQueue();
  await subscribe(TopicArn, "sqs", queue.arn, { Attributes: { RawMessageDelivery: "true" } });
  const batch = (...ids: string[]) =>
    send(
      new PublishBatchCommand({
        TopicArn,
        PublishBatchRequestEntries: ids.map((Id) => ({ Id, Message: `m-${Id}` })),
      }),
    );
  const { Successful, Failed } = await batch("a", "b");
  expect(Successful?.map(({ Id }) => Id)).toEqual(["a", "b"]);
  expect(Failed ?? []).toEqual([]);
  expect((await queue.receive()).map(({ Body = "" }) => Body).toSorted()).toEqual(["m-a", "m-b"]);
  await expect(batch("a", "a")).rejects.toMatchObject({
    name: "BatchEntryIdsNotDistinctException",
  });
  await expect(batch(...Array.from({ length: 11 }, (_, i) => `i${i}`))).rejects.toMatchObject({
    name: "TooManyEntriesInBatchRequestException",
  });
  await expect(publish(TopicArn, "")).rejects.toThrow("Invalid parameter: Empty message");
  await expect(publish(TopicArn, "x".repeat(262_145))).rejects.toThrow("Message too long");
  await expect(publish(TopicArn, "{}", { MessageStructure: "json" })).rejects.toThrow(
    "Message Structure - No default entry in JSON message body",
  );
  const bad = { "a..b": { DataType: "String", StringValue: "1" } };
  await expect(publish(TopicArn, "x", { MessageAttributes: bad })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: "Message attribute name can not have successive '.' character.",
  });
});

/** A server that remembers what is posted and answers with what `answer` says. */
async function listen(answer: () => number) {
  const posted: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      posted.push({ headers: request.headers, body });
      response.writeHead(answer()).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1`;
  return { posted, url, close: () => server.close() };
}

test("an HTTP address confirms first, is tried again, and what it never takes goes to the dead letters", async () => {
  let status = 200;
  const hook = await listen(() => status);
  const TopicArn = await makeTopic();
  const dead = await makeQueue();
  const retry = { minDelayTarget: 0, maxDelayTarget: 0, numRetries: 2, numNoDelayRetries: 2 };
  const { SubscriptionArn: pending } = await send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "http",
      Endpoint: hook.url,
      Attributes: {
        DeliveryPolicy: JSON.stringify({ healthyRetryPolicy: retry }),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }),
      },
    }),
  );
  expect(pending).toBe("pending confirmation");
  const posted = (count: number) =>
    vi.waitFor(() => {
      expect(hook.posted.length).toBeGreaterThanOrEqual(count);
      return hook.posted[count - 1];
    });
  const asked = await posted(1);
  expect(asked?.headers["x-amz-sns-message-type"]).toBe("SubscriptionConfirmation");
  const { Token, SubscribeURL } = JSON.parse(asked?.body ?? "") as Record<string, string>;
  await publish(TopicArn, "before");
  const bad = new ConfirmSubscriptionCommand({ TopicArn, Token: "no" });
  await expect(send(bad)).rejects.toThrow("Invalid parameter: Token");
  const answer = await fetch(SubscribeURL ?? "");
  const [, SubscriptionArn] =
    /<SubscriptionArn>(.*)<\/SubscriptionArn>/.exec(await answer.text()) ?? [];
  expect(SubscriptionArn).toMatch(new RegExp(`^${TopicArn}:`));
  await send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
  await publish(TopicArn, "taken");
  const taken = await posted(2);
  expect(taken?.headers).toMatchObject({
    "x-amz-sns-message-type": "Notification",
    "x-amz-sns-subscription-arn": SubscriptionArn,
    "content-type": "text/plain; charset=UTF-8",
  });
  expect(JSON.parse(taken?.body ?? "")).toMatchObject({ Message: "taken" });
  status = 503;
  await publish(TopicArn, "never");
  await posted(5);
  await vi.waitFor(async () => {
    const [letter] = await dead.receive();
    expect(JSON.parse(letter?.Body ?? "{}")).toMatchObject({ Message: "never" });
  });
  expect(hook.posted).toHaveLength(5);
  status = 200;
  await send(new UnsubscribeCommand({ SubscriptionArn }));
  expect((await posted(6))?.headers["x-amz-sns-message-type"]).toBe("UnsubscribeConfirmation");
  hook.close();
});

test("endpoints are checked, pending ones told apart, and twins answered", async () => {
  const TopicArn = await makeTopic();
  const refused = (protocol: string, endpoint: string) =>
    expect(subscribe(TopicArn, protocol, endpoint)).rejects;
  await refused("pigeon", "x").toThrow("Amazon SNS does not support this protocol string: pigeon");
  await refused("http", "https://127.0.0.1").toThrow("Endpoint must match the specified protocol");
  await refused("https", "https://example.com/x").toThrow("addresses of this machine only");
  await refused("sqs", "nothing").toThrow("Invalid parameter: SQS endpoint ARN");
  await refused("firehose", "arn").toThrow("does not deliver by firehose");
  const mail = { TopicArn, Protocol: "email", Endpoint: "a@example.com" };
  expect(await send(new SubscribeCommand(mail))).toMatchObject({
    SubscriptionArn: "pending confirmation",
  });
  const queue = await makeQueue();
  const arn = await subscribe(TopicArn, "sqs", queue.arn);
  expect(await subscribe(TopicArn, "sqs", queue.arn)).toBe(arn);
  await expect(
    subscribe(TopicArn, "sqs", queue.arn, { Attributes: { RawMessageDelivery: "true" } }),
  ).rejects.toThrow("Subscription already exists with different attributes");
  const { Subscriptions } = await send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions?.map(({ SubscriptionArn }) => SubscriptionArn)).toEqual([
    "PendingConfirmation",
    arn,
  ]);
  const everywhere = await send(new ListSubscriptionsCommand({}));
  expect(everywhere.Subscriptions?.length).toBeGreaterThanOrEqual(2);
  await send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  await send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  await expect(
    send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn })),
  ).rejects.toThrow("Subscription does not exist");
});

test("what a deleted queue does not take goes to the dead letters", async () => {
  const TopicArn = await makeTopic();
  const [gone, dead] = [await makeQueue(), await makeQueue()];
  await subscribe(TopicArn, "sqs", gone.arn, {
    Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }) },
  });
  await gone.delete();
  await publish(TopicArn, "lost");
  const [letter] = await dead.receive();
  expect(JSON.parse(letter?.Body ?? "")).toMatchObject({ Type: "Notification", Message: "lost" });
  expect(Object.keys(letter?.MessageAttributes ?? {}).sort()).toEqual([
    "ErrorCode",
    "ErrorMessage",
    "RequestID",
  ]);
});
