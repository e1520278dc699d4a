import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-kinesis";
import {
  CreateTopicCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

let homeDir = "";
let clock: ManualClock;
let engine: Awaited<ReturnType<typeof startEngine>>;

beforeEach(async () => {
  homeDir = mkdtempSync(join(tmpdir(), "lambdeck-events-"));
  clock = new ManualClock(Date.UTC(2026, 10, 26, 12, 0, 0));
  engine = await startEngine({ clock, homeDir });
});

afterEach(async () => {
  await engine.stop();
  rmSync(homeDir, { recursive: true, force: true });
});

const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:000000000000:${queue}`;

async function makeQueue(name: string): Promise<() => Promise<unknown[]>> {
  const { QueueUrl } = await engine.clients.sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: {
        Policy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "events.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: arnOf(name),
              Condition: { ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/*" } },
            },
          ],
        }),
        ...(name.endsWith(".fifo") && { FifoQueue: "true", ContentBasedDeduplication: "true" }),
      },
    }),
  );
  return async () => {
    const { Messages = [] } = await engine.clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    return Messages;
  };
}

const urlOf = (queue: string) => `${engine.endpoint}/000000000000/${queue}`;

async function policyOf(queue: string): Promise<string> {
  const { Attributes } = await engine.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: urlOf(queue), AttributeNames: ["Policy"] }),
  );
  return Attributes?.Policy ?? "";
}
const setPolicy = (queue: string, Policy: string) =>
  engine.clients.sqs.send(
    new SetQueueAttributesCommand({ QueueUrl: urlOf(queue), Attributes: { Policy } }),
  );

const bodies = (messages: unknown[]) =>
  messages.map((message) => (message as { Body: string }).Body);

async function route(rule: string, targets: Target[], bus?: string): Promise<void> {
  const { events } = engine.clients;
  await events.send(
    new PutRuleCommand({
      Name: rule,
      EventBusName: bus,
      EventPattern: JSON.stringify({ source: ["shop"] }),
    }),
  );
  await events.send(new PutTargetsCommand({ Rule: rule, EventBusName: bus, Targets: targets }));
}

const order = { Source: "shop", DetailType: "Order", Detail: '{"id":7,"items":[{"name":"tea"}]}' };
const put = (...entries: object[]) =>
  engine.clients.events.send(new PutEventsCommand({ Entries: entries }));

test("an event reaches the queue of the rule it matches, in AWS's form, and no other", async () => {
  const receive = await makeQueue("orders");
  await route("r", [{ Id: "q", Arn: arnOf("orders") }]);
  const { Entries, FailedEntryCount } = await put(
    { ...order, Resources: ["arn:x"], Time: new Date("2026-11-26T11:59:58.500Z") },
    { ...order, Source: "other" },
  );
  expect(FailedEntryCount).toBe(0);
  const [body = ""] = bodies(await receive());
  expect(body).toBe(
    `{"version":"0","id":"${Entries?.[0]?.EventId}","detail-type":"Order","source":"shop","account":"000000000000","time":"2026-11-26T11:59:58Z","region":"us-east-1","resources":["arn:x"],"detail":{"id":7,"items":[{"name":"tea"}]}}`,
  );
  expect(await receive()).toEqual([]);
});

test("inputs, paths and transformers make what the target gets", async () => {
  const receive = await makeQueue("q");
  const Arn = arnOf("q");
  await route("r", [
    { Id: "1", Arn, Input: '{"fixed":true}' },
    { Id: "2", Arn, InputPath: "$.detail.items[0].name" },
    {
      Id: "3",
      Arn,
      InputTransformer: {
        InputPathsMap: { id: "$.detail.id", item: "$.detail.items[0]", none: "$.detail.no" },
        InputTemplate:
          '{"id": <id>, "text": "order <id> of <item> <none>", "rule": <aws.events.rule-name>}',
      },
    },
  ]);
  await put(order);
  expect(bodies(await receive()).sort()).toEqual([
    '"tea"',
    '{"fixed":true}',
    '{"id": 7, "text": "order 7 of {\\"name\\":\\"tea\\"} ", "rule": "r"}',
  ]);
});

test("FIFO queues, logs and other buses are reached; the trace goes along", async () => {
  const { events, logs } = engine.clients;
  const receive = await makeQueue("o.fifo");
  await events.send(new CreateEventBusCommand({ Name: "second" }));
  await route("r", [{ Id: "b", Arn: "arn:aws:events:us-east-1:000000000000:event-bus/second" }]);
  await route(
    "r2",
    [
      { Id: "q", Arn: arnOf("o.fifo"), SqsParameters: { MessageGroupId: "g" } },
      { Id: "l", Arn: "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/orders" },
    ],
    "second",
  );
  const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
  await put({ ...order, TraceHeader: trace });
  expect(await receive()).toMatchObject([
    { Attributes: { MessageGroupId: "g", AWSTraceHeader: trace } },
  ]);
  const { events: lines } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: "/aws/events/orders" }),
  );
  expect(JSON.parse(lines?.[0]?.message ?? "")).toMatchObject({ source: "shop" });
});

test("topics that allow it and streams are reached", async () => {
  const { sns, kinesis } = engine.clients;
  const receive = await makeQueue("told");
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "told" }));
  const Attributes = { RawMessageDelivery: "true" };
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: arnOf("told"), Attributes }),
  );
  const policy = JSON.parse(await policyOf("told")) as { Statement: object[] };
  policy.Statement.push({
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: arnOf("told"),
  });
  await setPolicy("told", JSON.stringify(policy));
  await kinesis.send(new CreateStreamCommand({ StreamName: "told", ShardCount: 1 }));
  await clock.advance(1000);
  const dead = await makeQueue("dead");
  await route("r", [
    { Id: "t", Arn: TopicArn, Input: '"to the topic"', DeadLetterConfig: { Arn: arnOf("dead") } },
    {
      Id: "k",
      Arn: "arn:aws:kinesis:us-east-1:000000000000:stream/told",
      InputPath: "$.detail.id",
      KinesisParameters: { PartitionKeyPath: "$.source" },
    },
  ]);
  await put(order);
  expect(await receive()).toEqual([]);
  expect(await dead()).toMatchObject([
    { MessageAttributes: { ERROR_CODE: { StringValue: "NO_PERMISSIONS" } } },
  ]);
  await sns.send(
    new SetTopicAttributesCommand({
      TopicArn,
      AttributeName: "Policy",
      AttributeValue: JSON.stringify({
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: TopicArn,
          },
        ],
      }),
    }),
  );
  await put(order);
  expect(bodies(await receive())).toEqual(['"to the topic"']);
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName: "told",
      ShardId: "shardId-000000000000",
      ShardIteratorType: "TRIM_HORIZON",
    }),
  );
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  expect(
    Records.map(({ PartitionKey, Data }) => [PartitionKey, Buffer.from(Data ?? []).toString()]),
  ).toEqual([
    ["shop", "7"],
    ["shop", "7"],
  ]);
});

test("an event that goes in circles ends", async () => {
  await route("r", [{ Id: "b", Arn: "arn:aws:events:us-east-1:000000000000:event-bus/default" }]);
  expect((await put(order)).FailedEntryCount).toBe(0);
});

test("what cannot be brought goes to the dead-letter queue and is counted", async () => {
  const receive = await makeQueue("dead");
  const Arn = "arn:aws:lambda:us-east-1:000000000000:function:none";
  await route("r", [{ Id: "f", Arn, DeadLetterConfig: { Arn: arnOf("dead") } }]);
  await put(order);
  expect(await receive()).toMatchObject([
    {
      MessageAttributes: {
        RULE_ARN: { StringValue: "arn:aws:events:us-east-1:000000000000:rule/r" },
        TARGET_ARN: { StringValue: Arn },
        ERROR_CODE: { StringValue: "NO_RESOURCE" },
      },
    },
  ]);
  const sums = await Promise.all(
    [
      "MatchedEvents",
      "TriggeredRules",
      "Invocations",
      "FailedInvocations",
      "InvocationsSentToDlq",
    ].map(async (MetricName) => {
      const { Datapoints } = await engine.clients.cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: "AWS/Events",
          MetricName,
          Dimensions: [{ Name: "RuleName", Value: "r" }],
          StartTime: new Date(clock.now() - 60_000),
          EndTime: new Date(clock.now() + 60_000),
          Period: 60,
          Statistics: ["Sum"],
        }),
      );
      return Datapoints?.[0]?.Sum;
    }),
  );
  expect(sums).toEqual([1, 1, 1, 1, 1]);
});

test("entries are judged one by one, in AWS's words", async () => {
  const { Entries, FailedEntryCount } = await put(
    { ...order, Source: undefined },
    { ...order, DetailType: "" },
    { ...order, Detail: undefined },
    { ...order, Detail: "[]" },
    { ...order, Source: "aws.s3" },
    { ...order, EventBusName: "missing" },
  );
  expect(FailedEntryCount).toBe(5);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    "InvalidArgument",
    "InvalidArgument",
    "InvalidArgument",
    "MalformedDetail",
    "NotAuthorizedForSourceException",
    undefined,
  ]);
  await expect(
    put({ ...order, Detail: JSON.stringify({ a: "x".repeat(1_100_000) }) }),
  ).rejects.toThrow("Total size of the entries in the request is over the limit.");
});

test("a scheduled rule runs at its times, not while it is off, and not for times that passed", async () => {
  const { events } = engine.clients;
  const receive = await makeQueue("q");
  await events.send(new PutRuleCommand({ Name: "tick", ScheduleExpression: "rate(10 minutes)" }));
  await events.send(
    new PutTargetsCommand({ Rule: "tick", Targets: [{ Id: "q", Arn: arnOf("q") }] }),
  );
  await clock.advance(25 * 60_000);
  const [first = ""] = bodies(await receive());
  expect(JSON.parse(first)).toEqual({
    version: "0",
    id: expect.any(String),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "000000000000",
    time: "2026-11-26T12:10:00Z",
    region: "us-east-1",
    resources: ["arn:aws:events:us-east-1:000000000000:rule/tick"],
    detail: {},
  });
  await receive();
  await events.send(new DisableRuleCommand({ Name: "tick" }));
  await clock.advance(60 * 60_000);
  await events.send(new EnableRuleCommand({ Name: "tick" }));
  await engine.stop();
  await clock.advance(60 * 60_000);
  engine = await startEngine({ clock, homeDir });
  await clock.advance(9 * 60_000);
  const times = bodies(await receive()).map((body) => (JSON.parse(body) as { time: string }).time);
  // Enabled at 13:25, so due at :35, :45 and so on; the engine was away until 14:25.
  expect(times).not.toContain("2026-11-26T13:35:00Z");
  await clock.advance(60_000);
  const later = bodies(await receive()).map((body) => (JSON.parse(body) as { time: string }).time);
  expect(later).toContain("2026-11-26T14:35:00Z");
});

test("rules and buses are listed, described, refused and deleted as on AWS, and outlive the engine", async () => {
  let { events } = engine.clients;
  await events.send(new CreateEventBusCommand({ Name: "b", Tags: [{ Key: "team", Value: "x" }] }));
  await route("r1", [{ Id: "q", Arn: arnOf("q") }], "b");
  await engine.stop();
  engine = await startEngine({ clock, homeDir });
  events = engine.clients.events;
  const { EventBuses } = await events.send(new ListEventBusesCommand({}));
  expect(EventBuses?.map(({ Name }) => Name)).toEqual(["b", "default"]);
  expect(
    await events.send(new DescribeRuleCommand({ Name: "r1", EventBusName: "b" })),
  ).toMatchObject({
    Arn: "arn:aws:events:us-east-1:000000000000:rule/b/r1",
    CreatedBy: "000000000000",
    State: "ENABLED",
  });
  const busArn = "arn:aws:events:us-east-1:000000000000:event-bus/b";
  expect((await events.send(new ListTagsForResourceCommand({ ResourceARN: busArn }))).Tags).toEqual(
    [{ Key: "team", Value: "x" }],
  );
  await events.send(
    new TagResourceCommand({
      ResourceARN: "arn:aws:events:us-east-1:000000000000:rule/b/r1",
      Tags: [{ Key: "k", Value: "v" }],
    }),
  );
  const named = { TargetArn: arnOf("q"), EventBusName: busArn };
  expect((await events.send(new ListRuleNamesByTargetCommand(named))).RuleNames).toEqual(["r1"]);
  await expect(
    events.send(new DeleteRuleCommand({ Name: "r1", EventBusName: "b" })),
  ).rejects.toThrow("Rule can't be deleted since it has targets.");
  await events.send(new RemoveTargetsCommand({ Rule: "r1", EventBusName: "b", Ids: ["q"] }));
  await events.send(new DeleteRuleCommand({ Name: "r1", EventBusName: "b" }));
  await events.send(new DeleteEventBusCommand({ Name: "b" }));
  await events.send(new DeleteEventBusCommand({ Name: "b" }));
  await expect(events.send(new DeleteEventBusCommand({ Name: "default" }))).rejects.toThrow(
    "Cannot delete event bus default.",
  );
  await expect(events.send(new ListRulesCommand({ EventBusName: "b" }))).rejects.toThrow(
    "Event bus b does not exist.",
  );
});

test("who may put events is kept as statements", async () => {
  const { events } = engine.clients;
  const policy = async () => {
    const { Policy } = await events.send(new DescribeEventBusCommand({}));
    return Policy === undefined ? undefined : (JSON.parse(Policy) as unknown);
  };
  const permission = { Action: "events:PutEvents", Principal: "111111111111" };
  await events.send(new PutPermissionCommand({ ...permission, StatementId: "one" }));
  await events.send(
    new PutPermissionCommand({ ...permission, Principal: "*", StatementId: "two" }),
  );
  expect(await policy()).toMatchObject({
    Statement: [
      { Sid: "one", Principal: { AWS: "arn:aws:iam::111111111111:root" } },
      { Sid: "two", Principal: "*" },
    ],
  });
  await events.send(new RemovePermissionCommand({ StatementId: "one" }));
  await expect(events.send(new RemovePermissionCommand({ StatementId: "one" }))).rejects.toThrow(
    "Statement with the provided id does not exist.",
  );
  await events.send(new RemovePermissionCommand({ RemoveAllPermissions: true }));
  expect(await policy()).toBeUndefined();
});

test("patterns can be tried; wrong targets and schedules are refused", async () => {
  const { events } = engine.clients;
  const Event = JSON.stringify({
    id: "1",
    account: "1",
    source: "shop",
    time: "2026-11-26T12:00:00Z",
    region: "us-east-1",
    resources: [],
    "detail-type": "x",
    detail: { n: 5 },
  });
  const tried = (EventPattern: string) =>
    events.send(new TestEventPatternCommand({ EventPattern, Event }));
  expect((await tried('{"detail":{"n":[{"numeric":[">",4]}]}}')).Result).toBe(true);
  expect((await tried('{"detail":{"n":[4]}}')).Result).toBe(false);
  await expect(tried('{"detail":4}')).rejects.toThrow(
    /^Event pattern is not valid. Reason: "detail" must/,
  );
  await expect(events.send(new PutRuleCommand({ Name: "r" }))).rejects.toThrow(
    "Parameter(s) EventPattern or ScheduleExpression must be specified.",
  );
  await expect(
    events.send(new PutRuleCommand({ Name: "r", ScheduleExpression: "rate(1 minutes)" })),
  ).rejects.toThrow("Parameter ScheduleExpression is not valid.");
  await route("r", []).catch(() => undefined);
  const putTarget = (target: Partial<Target>) =>
    events.send(
      new PutTargetsCommand({ Rule: "r", Targets: [{ Id: "t", Arn: arnOf("q"), ...target }] }),
    );
  await expect(putTarget({ Arn: "nowhere" })).rejects.toThrow(
    "Provided Arn is not in correct format.",
  );
  await expect(putTarget({ Arn: arnOf("q.fifo") })).rejects.toThrow(
    "Parameter(s) SqsParameters must be specified for target: t.",
  );
  await expect(putTarget({ Input: "{}", InputPath: "$.a" })).rejects.toThrow(/^Only one of Input/);
  await expect(
    putTarget({ InputTransformer: { InputTemplate: '"<what>"', InputPathsMap: {} } }),
  ).rejects.toThrow("contains invalid placeholder what.");
  const { FailedEntries } = await putTarget({
    Arn: "arn:aws:firehose:us-east-1:1:deliverystream/s",
  });
  expect(FailedEntries).toMatchObject([{ TargetId: "t", ErrorCode: "NotImplemented" }]);
});
