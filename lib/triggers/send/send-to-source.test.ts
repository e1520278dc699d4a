import {
  ApiGatewayV2Client,
  CreateRouteResponseCommand,
  UpdateRouteCommand,
} from "@aws-sdk/client-apigatewayv2";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateStreamCommand, waitUntilStreamExists } from "@aws-sdk/client-kinesis";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientsFor } from "@/lib/aws/clients";
import type { ApiRoute } from "@/lib/model/push-triggers";
import type { PushDraft } from "@/lib/model/trigger-drafts/draft-schema";
import { type AddableSource, blankDraft } from "@/lib/model/trigger-drafts/blank-draft";
import { firstSent, sendingOf, type SentEvents } from "@/lib/model/sent-events";
import { triggerKey } from "@/lib/model/trigger-identity";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { addTrigger } from "../add-trigger";
import { listTriggers } from "../list-triggers";
import { sendToSource } from "./send-to-source";
import { sendToWebSocket } from "./send-to-web-socket";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.createFunction("f");
});
afterAll(() => cloud.stop());

const known = {
  functionName: "f",
  roleArn: "arn:aws:iam::000000000000:role/scheduler",
  timeZone: "UTC",
};
const add = async (source: AddableSource, typed: object) => {
  const draft = { ...blankDraft(source, known), ...typed } as PushDraft;
  return (await addTrigger(cloud.connection, "f", draft)).key;
};
const addMapping = async (eventSourceArn: string) => {
  const draft = { kind: "mapping" as const, eventSourceArn, enabled: false };
  return (await addTrigger(cloud.connection, "f", draft)).key;
};
const send = (key: string, sent: SentEvents) => sendToSource(cloud.connection, "f", key, sent);
const sendFirst = async (key: string, edit: Partial<SentEvents> = {}) => {
  const { triggers } = await listTriggers(cloud.connection, "f");
  const trigger = triggers.find((one) => triggerKey(one) === key)!;
  return send(key, { ...firstSent(trigger), ...edit });
};

test("messages go into a queue, each with an id of its own and its attributes", async () => {
  const { QueueUrl } = await cloud.clients.sqs.send(
    new CreateQueueCommand({ QueueName: "orders" }),
  );
  const key = await addMapping("arn:aws:sqs:us-east-1:000000000000:orders");
  const { change, result } = await sendFirst(key, {
    count: 12,
    attributes: [{ name: "tenant", value: "acme" }],
  });
  expect(result).toMatchObject({ sent: 12, failed: null });
  expect(change).toMatchObject({ kind: "sent-events", title: "12 messages sent to orders" });
  const { Messages = [] } = await cloud.clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ["All"],
    }),
  );
  expect(new Set(Messages.map(({ Body }) => Body)).size).toBe(Messages.length);
  expect(Messages[0]).toMatchObject({
    Body: expect.stringMatching(/"id": "[0-9a-f-]{36}"/),
    MessageAttributes: { tenant: { StringValue: "acme" } },
  });
});

test("messages of a FIFO queue keep to their group", async () => {
  const { QueueUrl } = await cloud.clients.sqs.send(
    new CreateQueueCommand({ QueueName: "turns.fifo", Attributes: { FifoQueue: "true" } }),
  );
  const key = await addMapping("arn:aws:sqs:us-east-1:000000000000:turns.fifo");
  await sendFirst(key, { count: 3, groupId: "table-1" });
  const { Messages } = await cloud.clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ["MessageGroupId"],
    }),
  );
  expect(Messages?.map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual(
    Array(3).fill("table-1"),
  );
});

test("records go into a stream, items into a table, objects into a bucket", async () => {
  const dynamodb = new DynamoDBClient({
    endpoint: cloud.connection.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await cloud.clients.kinesis.send(
    new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }),
  );
  await waitUntilStreamExists(
    { client: cloud.clients.kinesis, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 },
    { StreamName: "clicks" },
  );
  const stream = await addMapping("arn:aws:kinesis:us-east-1:000000000000:stream/clicks");
  expect((await sendFirst(stream, { count: 3 })).result).toMatchObject({ sent: 3, failed: null });

  await dynamodb.send(
    new CreateTableCommand({
      TableName: "orders",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: "orders" }));
  await sendFirst(await addMapping(Table!.LatestStreamArn!), { count: 2 });
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: "orders" }));
  expect(Items).toHaveLength(2);
  expect(Items?.[0]).toMatchObject({ status: { S: "paid" }, total: { N: "12.5" } });

  const bucket = await add("bucket", {
    bucket: "uploads",
    isNew: true,
    prefix: "in/",
    suffix: ".txt",
  });
  await sendFirst(bucket, { count: 2 });
  const { Contents } = await cloud.clients.s3.send(new ListObjectsV2Command({ Bucket: "uploads" }));
  expect(Contents?.map(({ Key }) => Key)).toEqual([
    expect.stringMatching(/^in\/sample-.*\.txt$/),
    expect.stringMatching(/^in\/sample-.*\.txt$/),
  ]);
});

test("messages go to a topic, events to a bus, a request to an address, whose answer comes back", async () => {
  const topic = await add("topic", { topicArn: "news", isNew: true });
  expect((await sendFirst(topic, { count: 11 })).result).toMatchObject({ sent: 11, failed: null });
  const rule = await add("rule", { name: "orders" });
  expect((await sendFirst(rule, { count: 2 })).result).toMatchObject({ sent: 2, failed: null });
  const url = await add("url", { authType: "NONE" });
  const { result } = await sendFirst(url, { method: "POST", text: "hello", path: "/a?b=c" });
  expect(result.response).toMatchObject({ status: 200 });
  expect(JSON.parse(result.response!.body)).toMatchObject({ rawPath: "/a", rawQueryString: "b=c" });
});

test.each<[Partial<SentEvents>, string]>([
  [{ count: 0 }, "count"],
  [{ count: 1_001 }, "count"],
  [{ text: "" }, "text"],
  [{ delaySeconds: 901 }, "delaySeconds"],
])("refuses %j before anything is sent", async (edit, field) => {
  const { triggers } = await listTriggers(cloud.connection, "f");
  const queue = triggers.find(
    (one) => one.kind === "mapping" && one.eventSourceArn.endsWith(":orders"),
  );
  expect(await problemOf(sendFirst(triggerKey(queue!), edit))).toMatchObject({
    kind: "invalid",
    field,
  });
});

test("says why nothing is put into a schedule, nor into what is gone", async () => {
  const key = await add("schedule", { name: "hourly" });
  const { triggers } = await listTriggers(cloud.connection, "f");
  const schedule = triggers.find((one) => triggerKey(one) === key)!;
  expect(sendingOf(schedule)).toMatchObject({ cannot: expect.stringMatching(/at its times only/) });
  expect((await problemOf(sendFirst(key))).kind).toBe("unsupported");
  expect((await problemOf(send("url http://gone/", { count: 1, text: "" }))).kind).toBe(
    "not-found",
  );
});

test("a request goes only where the connection's own addresses are", async () => {
  const elsewhere = { ...cloud.connection, endpoint: "http://engine.example:1", writable: true };
  const { sendRequests } = await import("./send-requests");
  const url = {
    kind: "url" as const,
    functionArn: "",
    functionName: "f",
    url: "http://169.254.169.254/",
    authType: "NONE" as const,
    streams: false,
  };
  const problem = await problemOf(sendRequests(elsewhere, url, [{ count: 1, text: "" }]));
  expect(problem.detail).toContain("neither an address of AWS nor of");
  const locked = await problemOf(
    sendRequests({ ...elsewhere, writable: false }, url, [{ count: 1, text: "" }]),
  );
  expect(locked.kind).toBe("read-only");
});

test("what asks for signatures gets signed requests", async () => {
  await cloud.createFunction("signed");
  const addSigned = async (source: AddableSource, typed: object) => {
    const draft = { ...blankDraft(source, known), ...typed } as PushDraft;
    return (await addTrigger(cloud.connection, "signed", draft)).key;
  };
  const url = await addSigned("url", { authType: "AWS_IAM" });
  const asked: SentEvents = { count: 1, method: "POST", text: "{}", path: "/a%20b?c=d&c=e" };
  const { result } = await sendToSource(cloud.connection, "signed", url, asked);
  expect(result).toMatchObject({ failed: null, response: { status: 200 } });

  const route = await addSigned("http-api", { apiName: "inner", method: "GET", path: "/inner" });
  const [, ApiId, RouteId] = route.split(" ");
  await clientsFor(cloud.connection).apigatewayv2.send(
    new UpdateRouteCommand({ ApiId, RouteId, AuthorizationType: "AWS_IAM" }),
  );
  const inner = await sendToSource(cloud.connection, "signed", route, {
    count: 1,
    method: "GET",
    text: "",
    path: "/inner",
  });
  expect(inner.result).toMatchObject({ failed: null, response: { status: 200 } });
});

test("a message goes over a WebSocket, its answers come back, and a refusal says why", async () => {
  await cloud.createFunction("chat", {
    Code: {
      ZipFile: zipSync({
        "index.mjs": strToU8(
          `export const handler = async ({ requestContext, body, queryStringParameters }) =>
            requestContext.routeKey === "$connect" && queryStringParameters?.no
              ? { statusCode: 403 }
              : { statusCode: 200, body: \`\${requestContext.routeKey} \${body}\` };`,
        ),
      }),
    },
  });
  const addRoute = async (typed: object) => {
    const draft = { ...blankDraft("websocket-api", known), ...typed } as PushDraft;
    return (await addTrigger(cloud.connection, "chat", draft)).key;
  };
  const say = await addRoute({ apiName: "chat", path: "say" });
  const [, ApiId, RouteId] = say.split(" ");
  const connecting = await addRoute({ apiId: ApiId, apiName: "chat", path: "$connect" });
  const gateway = new ApiGatewayV2Client({
    endpoint: cloud.connection.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await gateway.send(
    new UpdateRouteCommand({ ApiId, RouteId, RouteResponseSelectionExpression: "$default" }),
  );
  await gateway.send(
    new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }),
  );
  const { triggers } = await listTriggers(cloud.connection, "chat");
  const found = (key: string) => triggers.find((one) => triggerKey(one) === key) as ApiRoute;
  const waits = { firstMs: 5_000, nextMs: 100 };
  const first = firstSent(found(say));
  expect(first.text).toContain('"action": "say"');
  const long = { ...first, text: `{"action":"say","x":"${"y".repeat(70_000)}"}` };
  const talked = await sendToWebSocket(cloud.connection, found(say), [first, long], waits);
  expect(talked).toMatchObject({ sent: 2, failed: null, conversation: { count: 2 } });
  expect(talked.conversation?.answers[0]).toBe(`say ${first.text}`);
  expect(talked.conversation?.answers[1]).toMatch(/^say \{"action":"say","x":"yyy/);

  const { result } = await sendToSource(cloud.connection, "chat", connecting, {
    ...firstSent(found(connecting)),
    path: "?no=1",
  });
  expect(result).toMatchObject({ sent: 1, failed: { count: 1 }, response: { status: 403 } });
  const opened = await sendToWebSocket(cloud.connection, found(connecting), [
    firstSent(found(connecting)),
  ]);
  expect(opened).toMatchObject({ failed: null, conversation: { count: 0 } });
});
