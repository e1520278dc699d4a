import {
  GetMetricDataCommand,
  PutDashboardCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  DashboardInvalidInputError,
} from "@aws-sdk/client-cloudwatch";
import {
  DescribeLogGroupsCommand,
  StartLiveTailCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw } from "../testing/send-raw.ts";
import { serveOperations } from "../testing/serve-operations.ts";
import { ServiceError } from "./service.ts";

let served: Awaited<ReturnType<typeof serveOperations>>;
beforeAll(async () => {
  served = await serveOperations({
    cloudwatch: {
      PutMetricData: () => undefined,
      GetMetricData: () => ({
        MetricDataResults: [
          { Id: "m", Timestamps: [new Date(1_700_000_000_500)], Values: [1.5, Number.NaN] },
        ],
      }),
      PutDashboard: () => {
        throw new ServiceError("DashboardInvalidInputError", "The body is not JSON", undefined, {
          dashboardValidationMessages: [{ Message: "line 1" }],
        });
      },
      SetAlarmState: () => {
        throw new ServiceError("OddFault", "no", 400);
      },
    },
    logs: {
      DescribeLogGroups: () => {
        throw new ServiceError(
          "ResourceNotFoundException",
          "The specified log group does not exist.",
        );
      },
      StartLiveTail: (input: { logEventFilterPattern?: string }) => ({
        responseStream: (async function* () {
          yield { sessionStart: { requestId: "r", logGroupIdentifiers: ["g"] } };
          yield { sessionUpdate: { sessionResults: [{ message: "hello", timestamp: 5 }] } };
          if (input.logEventFilterPattern === "fail")
            throw new ServiceError("SessionStreamingException", "the tail broke");
        })(),
      }),
    },
    sqs: {
      SendMessage: ({ MessageBody }: { MessageBody: string }) => ({
        MessageId: "m",
        MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
      }),
      CreateQueue: () => ({ QueueUrl: "http://q" }),
      GetQueueUrl: () => {
        throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
      },
    },
  });
});
afterAll(() => served.stop());

test("times travel as epoch seconds, with their fraction", async () => {
  const Timestamp = new Date(1_795_251_946_725);
  await served.clients.cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: "N",
      MetricData: [{ MetricName: "m", Timestamp, Value: 1 }],
    }),
  );
  expect(served.last.input).toEqual({
    Namespace: "N",
    MetricData: [{ MetricName: "m", Timestamp, Value: 1 }],
  });
  const data = await served.clients.cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(0),
      EndTime: new Date(60_000),
      MetricDataQueries: [],
    }),
  );
  expect(data.MetricDataResults?.[0]).toMatchObject({
    Timestamps: [new Date(1_700_000_000_500)],
    Values: [1.5, Number.NaN],
  });
});

test("a large body arrives although the client packs it", async () => {
  const MetricData = Array.from({ length: 500 }, (_, i) => ({
    MetricName: `metric-${i}`,
    Value: i,
  }));
  await served.clients.cloudwatch.send(new PutMetricDataCommand({ Namespace: "N", MetricData }));
  expect(served.last.input).toEqual({ Namespace: "N", MetricData });
});

test("a packed body that is not gzip is a SerializationException", async () => {
  const reply = await sendRaw(served.endpoint, {
    method: "POST",
    headers: {
      "x-amz-target": "GraniteServiceVersion20100801.PutMetricData",
      "content-encoding": "gzip",
    },
    body: "not gzip",
  });
  expect(reply.status).toBe(400);
  expect(JSON.parse(reply.body)).toMatchObject({ __type: "SerializationException" });
});

test("errors carry the modelled members and the code of the Query protocol", async () => {
  const failed = served.clients.cloudwatch.send(
    new PutDashboardCommand({ DashboardName: "d", DashboardBody: "{" }),
  );
  await expect(failed).rejects.toThrow(DashboardInvalidInputError);
  await expect(failed).rejects.toMatchObject({
    dashboardValidationMessages: [{ Message: "line 1" }],
  });
  const queue = served.clients.sqs.send(new GetQueueUrlCommand({ QueueName: "q" }));
  await expect(queue).rejects.toThrow(QueueDoesNotExist);
  const raw = await sendRaw(served.endpoint, {
    method: "POST",
    headers: {
      "x-amz-target": "AmazonSQS.GetQueueUrl",
      "content-type": "application/x-amz-json-1.0",
    },
    body: "{}",
  });
  expect(raw.status).toBe(400);
  expect(raw.headers["content-type"]).toBe("application/x-amz-json-1.0");
  expect(raw.headers["x-amzn-query-error"]).toBe("AWS.SimpleQueueService.NonExistentQueue;Sender");
  expect(JSON.parse(raw.body)).toEqual({
    __type: "com.amazonaws.sqs#QueueDoesNotExist",
    message: "The specified queue does not exist.",
  });
});

test("an error outside the model keeps its name", async () => {
  const failed = served.clients.cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: "a", StateValue: "OK", StateReason: "r" }),
  );
  await expect(failed).rejects.toMatchObject({ name: "OddFault", message: "no" });
});

test("JSON 1.1 errors have no Query code", async () => {
  await expect(served.clients.logs.send(new DescribeLogGroupsCommand({}))).rejects.toThrow(
    ResourceNotFoundException,
  );
  const raw = await sendRaw(served.endpoint, {
    method: "POST",
    headers: {
      "x-amz-target": "Logs_20140328.DescribeLogGroups",
      "content-type": "application/x-amz-json-1.1",
    },
  });
  expect(raw.headers["content-type"]).toBe("application/x-amz-json-1.1");
  expect(raw.headers["x-amzn-query-error"]).toBeUndefined();
});

test("the checksums that the SQS client computes agree", async () => {
  const sent = await served.clients.sqs.send(
    new SendMessageCommand({ QueueUrl: "http://q", MessageBody: "snow: \u2603" }),
  );
  expect(sent.MessageId).toBe("m");
});

test("members whose JSON names differ in case are kept", async () => {
  await served.clients.sqs.send(
    new CreateQueueCommand({ QueueName: "q", Attributes: { DelaySeconds: "3" }, tags: { a: "b" } }),
  );
  expect(served.last.input).toEqual({
    QueueName: "q",
    Attributes: { DelaySeconds: "3" },
    tags: { a: "b" },
  });
});

test("a live tail streams its events", async () => {
  const tail = await served.clients.logs.send(
    new StartLiveTailCommand({ logGroupIdentifiers: ["g"] }),
  );
  const events = [];
  for await (const event of tail.responseStream ?? []) events.push(event);
  expect(events).toMatchObject([
    { sessionStart: { requestId: "r", logGroupIdentifiers: ["g"] } },
    { sessionUpdate: { sessionResults: [{ message: "hello", timestamp: 5 }] } },
  ]);
});

test("an error in the middle of a stream is its last event", async () => {
  const tail = await served.clients.logs.send(
    new StartLiveTailCommand({ logGroupIdentifiers: ["g"], logEventFilterPattern: "fail" }),
  );
  let seen = 0;
  const read = async () => {
    for await (const event of tail.responseStream ?? []) if (event.sessionUpdate) seen++;
  };
  await expect(read()).rejects.toMatchObject({
    name: "SessionStreamingException",
    message: "the tail broke",
  });
  expect(seen).toBe(1);
});

test("unknown operations and services are named", async () => {
  const call = (target: string) =>
    sendRaw(served.endpoint, { method: "POST", headers: { "x-amz-target": target }, body: "{}" });
  const operation = await call("AmazonSQS.Fly");
  expect(operation.status).toBe(400);
  expect(JSON.parse(operation.body)).toMatchObject({
    __type: "UnknownOperationException",
    message: expect.stringContaining("Fly"),
  });
  const service = await call("DynamoDB_20120810.ListTables");
  expect(service.status).toBe(501);
  expect(service.body).toContain("DynamoDB_20120810");
});
