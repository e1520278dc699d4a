import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateTopicCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { AddPermissionCommand, type AddPermissionCommandInput } from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runFunctions } from "../../testing/run-functions.ts";

const Bucket = "uploads";
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:reader";
const queueArn = "arn:aws:sqs:us-east-1:000000000000:events";
let cloud: Awaited<ReturnType<typeof runFunctions>>;

beforeEach(async () => {
  cloud = await runFunctions();
  await cloud.clients.s3.send(new CreateBucketCommand({ Bucket }));
});
afterEach(() => cloud.stop());

const configure = (NotificationConfiguration: NotificationConfiguration) =>
  cloud.clients.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }),
  );
const permit = (input: Partial<AddPermissionCommandInput> = {}) =>
  cloud.clients.lambda.send(
    new AddPermissionCommand({
      FunctionName: "reader",
      StatementId: "s3",
      Action: "lambda:InvokeFunction",
      Principal: "s3.amazonaws.com",
      SourceArn: `arn:aws:s3:::${Bucket}`,
      ...input,
    }),
  );
const filter = (Prefix: string, Suffix: string) => ({
  Key: {
    FilterRules: [
      { Name: "prefix" as const, Value: Prefix },
      { Name: "suffix" as const, Value: Suffix },
    ],
  },
});
const rule = (Events: string[], more: object = {}) => ({
  LambdaFunctionArn: functionArn,
  Events: Events as "s3:ObjectCreated:*"[],
  ...more,
});

test("an object that fits the filter starts the function that may be called, in S3's words otherwise", async () => {
  const rules = {
    LambdaFunctionConfigurations: [rule(["s3:ObjectCreated:*"], { Filter: filter("in/", ".txt") })],
  };
  const refused = { name: "InvalidArgument", ArgumentName: functionArn };
  await expect(configure(rules)).rejects.toMatchObject({
    ...refused,
    ArgumentValue: "The destination Lambda does not exist",
  });
  await cloud.deploy(
    "reader",
    "exports.handler = async (e) => console.log('GOT', JSON.stringify(e));",
  );
  const unauthorized = {
    ...refused,
    ArgumentValue: `Not authorized to invoke function [${functionArn}]`,
  };
  await expect(configure(rules)).rejects.toMatchObject(unauthorized);
  await permit({ StatementId: "other", SourceArn: "arn:aws:s3:::another" });
  await expect(configure(rules)).rejects.toMatchObject(unauthorized);
  await permit();
  await configure(rules);
  const { s3 } = cloud.clients;
  const kept = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  expect(kept.LambdaFunctionConfigurations?.[0]).toMatchObject({
    Id: expect.any(String),
    Filter: { Key: { FilterRules: [{ Name: "Prefix" }, { Name: "Suffix" }] } },
  });
  await s3.send(new PutObjectCommand({ Bucket, Key: "in/other.png", Body: "1" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "in/a b+é.txt", Body: "hello" }));
  const line = await vi.waitFor(
    async () => {
      const found = (await cloud.logged("reader")).find((one) => one.includes("GOT"));
      expect(found).toBeDefined();
      return found ?? "";
    },
    { timeout: 15_000 },
  );
  const { Records } = JSON.parse(line.slice(line.indexOf("{"))) as { Records: object[] };
  expect(Records).toEqual([
    {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "us-east-1",
      eventTime: expect.stringMatching(/^\d{4}-.*Z$/),
      eventName: "ObjectCreated:Put",
      userIdentity: { principalId: "AWS:test" },
      requestParameters: { sourceIPAddress: "127.0.0.1" },
      responseElements: {
        "x-amz-request-id": expect.any(String),
        "x-amz-id-2": expect.any(String),
      },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: kept.LambdaFunctionConfigurations?.[0]?.Id,
        bucket: {
          name: Bucket,
          ownerIdentity: { principalId: expect.any(String) },
          arn: `arn:aws:s3:::${Bucket}`,
        },
        object: {
          key: "in/a+b%2B%C3%A9.txt",
          size: 5,
          eTag: "5d41402abc4b2a76b9719d911017c592",
          sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
        },
      },
    },
  ]);
});

test("a queue gets a test event first, then what happens to objects", async () => {
  const { sqs, s3 } = cloud.clients;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "events" }));
  const QueueConfigurations = [
    { QueueArn: queueArn, Events: ["s3:ObjectRemoved:*" as const], Id: "gone" },
  ];
  await expect(configure({ QueueConfigurations })).rejects.toMatchObject({
    ArgumentValue:
      "Permissions on the destination queue do not allow S3 to publish notifications from this bucket",
  });
  const Policy = JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:uploads" } },
      },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await configure({ QueueConfigurations });
  await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1" }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  const bodies = Messages.map(({ Body }) => JSON.parse(Body ?? "") as object);
  expect(bodies).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ Event: "s3:TestEvent", Bucket }),
      {
        Records: [
          expect.objectContaining({
            eventName: "ObjectRemoved:Delete",
            s3: expect.objectContaining({
              configurationId: "gone",
              object: { key: "a", sequencer: expect.any(String) },
            }),
          }),
        ],
      },
    ]),
  );
  expect(bodies).toHaveLength(2);
});

test("two rules for one event must be kept apart by prefix or suffix", async () => {
  await cloud.deploy("reader", "exports.handler = async () => 1;");
  await permit();
  const pair = (one: object, other: object) =>
    configure({
      LambdaFunctionConfigurations: [
        rule(["s3:ObjectCreated:*"], one),
        rule(["s3:ObjectCreated:Put"], other),
      ],
    });
  await expect(pair({}, {})).rejects.toThrow("cannot share a common event type");
  await expect(
    pair({ Filter: filter("in/", ".txt") }, { Filter: filter("in/x/", "a.txt") }),
  ).rejects.toThrow("Cannot have overlapping suffixes in two rules");
  await pair({ Filter: filter("in/", ".txt") }, { Filter: filter("in/", ".png") });
  await expect(
    configure({ LambdaFunctionConfigurations: [rule(["s3:Nothing:*"])] }),
  ).rejects.toThrow("The event 's3:Nothing:*' is not supported for notifications");
});

test("topics and the default bus are told as well", async () => {
  const { s3, sns, sqs, events } = cloud.clients;
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "uploads" }));
  const TopicConfigurations = [{ TopicArn, Events: ["s3:ObjectCreated:*" as const] }];
  await expect(configure({ TopicConfigurations })).rejects.toMatchObject({
    ArgumentValue:
      "Permissions on the destination topic do not allow S3 to publish notifications from this bucket",
  });
  const statement = (Service: string, Action: string, Resource: string) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service }, Action, Resource }] });
  await sns.send(
    new SetTopicAttributesCommand({
      TopicArn,
      AttributeName: "Policy",
      AttributeValue: statement("s3.amazonaws.com", "SNS:Publish", TopicArn),
    }),
  );
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "events" }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn }));
  const receive = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body }) => JSON.parse(Body ?? "") as Record<string, unknown>);
  };
  await configure({ TopicConfigurations, EventBridgeConfiguration: {} });
  expect(await receive()).toEqual([
    expect.objectContaining({
      Subject: "Amazon S3 Notification",
      Message: expect.stringContaining("s3:TestEvent"),
    }),
  ]);
  await events.send(
    new PutRuleCommand({
      Name: "created",
      EventPattern: JSON.stringify({ source: ["aws.s3"], "detail-type": ["Object Created"] }),
    }),
  );
  await events.send(
    new PutTargetsCommand({ Rule: "created", Targets: [{ Id: "queue", Arn: queueArn }] }),
  );
  await sqs.send(
    new SetQueueAttributesCommand({
      QueueUrl,
      Attributes: {
        Policy: statement("*", "sqs:SendMessage", queueArn).replace('{"Service":"*"}', '"*"'),
      },
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket, Key: "a b.txt", Body: "12" }));
  const told = await receive();
  expect(told).toHaveLength(2);
  expect(told).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ Message: expect.stringContaining("ObjectCreated:Put") }),
      expect.objectContaining({
        source: "aws.s3",
        "detail-type": "Object Created",
        resources: [`arn:aws:s3:::${Bucket}`],
        detail: {
          version: "0",
          bucket: { name: Bucket },
          object: {
            key: "a b.txt",
            size: 2,
            etag: "c20ad4d76fe97759aa27a0c99bff6710",
            sequencer: expect.any(String),
          },
          "request-id": expect.any(String),
          requester: "000000000000",
          "source-ip-address": "127.0.0.1",
          reason: "PutObject",
        },
      }),
    ]),
  );
});
