import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw, signedFor } from "../testing/send-raw.ts";
import { serveOperations } from "../testing/serve-operations.ts";
import { ServiceError } from "./service.ts";

let served: Awaited<ReturnType<typeof serveOperations>>;
beforeAll(async () => {
  served = await serveOperations({
    cloudwatch: {
      PutMetricData: () => undefined,
      GetMetricStatistics: () => ({
        Label: 'a<b&"c"',
        Datapoints: [
          { Timestamp: new Date(1_700_000_000_000), Sum: 2, ExtendedStatistics: { p99: 1.5 } },
        ],
      }),
      DescribeAlarms: { refused: "alarms sleep" },
      ListMetrics: () => {
        throw new ServiceError("ResourceNotFound", "no such thing");
      },
    },
    sqs: {
      SetQueueAttributes: () => undefined,
      SendMessage: () => ({ MessageId: "m" }),
      SendMessageBatch: () => ({ Successful: [{ Id: "1", MessageId: "m" }], Failed: [] }),
      TagQueue: () => undefined,
      ReceiveMessage: () => ({
        Messages: [
          {
            MessageId: "m",
            Body: "<hi>",
            Attributes: { SentTimestamp: "1" },
            MessageAttributes: { k: { DataType: "Binary", BinaryValue: Buffer.from("b") } },
          },
        ],
      }),
      GetQueueUrl: () => {
        throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
      },
    },
  });
});
afterAll(() => served.stop());

const post = (form: string, service = "monitoring") =>
  sendRaw(served.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      ...signedFor(service, "eu-north-1"),
    },
    body: form,
  });
const cloudwatch = (form: string) => post(`${form}&Version=2010-08-01`);
const sqs = (form: string) => post(`${form}&Version=2012-11-05`, "sqs");

test("nested lists and structures are read from the form", async () => {
  const reply = await cloudwatch(
    "Action=PutMetricData&Namespace=My%2FApp&MetricData.member.2.MetricName=b&MetricData.member.1.MetricName=a+b" +
      "&MetricData.member.1.Dimensions.member.1.Name=d&MetricData.member.1.Dimensions.member.1.Value=v" +
      "&MetricData.member.1.Timestamp=2026-01-02T03%3A04%3A05Z&MetricData.member.1.Value=1.5" +
      "&MetricData.member.1.Values.member.1=1&MetricData.member.1.Values.member.10=10&MetricData.member.1.Values.member.2=2",
  );
  expect(served.last.input).toEqual({
    Namespace: "My/App",
    MetricData: [
      {
        MetricName: "a b",
        Dimensions: [{ Name: "d", Value: "v" }],
        Timestamp: new Date("2026-01-02T03:04:05Z"),
        Value: 1.5,
        Values: [1, 2, 10],
      },
      { MetricName: "b" },
    ],
  });
  expect(served.last.context).toMatchObject({ region: "eu-north-1" });
  expect(reply.status).toBe(200);
  expect(reply.headers["content-type"]).toBe("text/xml");
  expect(reply.body).toMatch(
    /<PutMetricDataResponse xmlns="http:\/\/monitoring\.amazonaws\.com\/doc\/2010-08-01\/"><ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId><\/ResponseMetadata><\/PutMetricDataResponse>$/,
  );
});

test("a structure of which a map has the key alone is empty, not missing", async () => {
  await sqs("Action=SendMessage&QueueUrl=q&MessageBody=b&MessageAttribute.1.Name=k");
  expect(served.last.input).toMatchObject({ MessageAttributes: { k: {} } });
});

test("a result is wrapped, escaped and dated as XML", async () => {
  const { body } = await cloudwatch("Action=GetMetricStatistics");
  expect(body).toContain(
    "<GetMetricStatisticsResult><Label>a&lt;b&amp;&quot;c&quot;</Label><Datapoints><member>" +
      "<Timestamp>2023-11-14T22:13:20Z</Timestamp><Sum>2</Sum><ExtendedStatistics><entry><key>p99</key>" +
      "<value>1.5</value></entry></ExtendedStatistics></member></Datapoints></GetMetricStatisticsResult>",
  );
});

test("SQS's flattened maps and lists are read", async () => {
  await sqs(
    "Action=SetQueueAttributes&QueueUrl=u&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Attribute.2.Name=Policy&Attribute.2.Value=",
  );
  expect(served.last.input).toEqual({
    QueueUrl: "u",
    Attributes: { DelaySeconds: "5", Policy: "" },
  });
  await sqs("Action=TagQueue&QueueUrl=u&Tag.1.Key=a&Tag.1.Value=b");
  expect(served.last.input).toEqual({ QueueUrl: "u", Tags: { a: "b" } });
  await sqs(
    "Action=SendMessageBatch&QueueUrl=u&SendMessageBatchRequestEntry.1.Id=1&SendMessageBatchRequestEntry.1.MessageBody=x" +
      "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=k&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=Binary" +
      "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.BinaryValue=Yg%3D%3D",
  );
  expect(served.last.input).toEqual({
    QueueUrl: "u",
    Entries: [
      {
        Id: "1",
        MessageBody: "x",
        MessageAttributes: { k: { DataType: "Binary", BinaryValue: Buffer.from("b") } },
      },
    ],
  });
});

test("SQS's flattened maps and lists are written", async () => {
  const { body } = await sqs("Action=ReceiveMessage&QueueUrl=u&AttributeName.1=All");
  // The model gives the old and the new member the same name in forms.
  expect(served.last.input).toEqual({
    QueueUrl: "u",
    AttributeNames: ["All"],
    MessageSystemAttributeNames: ["All"],
  });
  expect(body).toContain(
    "<ReceiveMessageResult><Message><MessageId>m</MessageId><Body>&lt;hi&gt;</Body>" +
      "<Attribute><Name>SentTimestamp</Name><Value>1</Value></Attribute>" +
      "<MessageAttribute><Name>k</Name><Value><DataType>Binary</DataType><BinaryValue>Yg==</BinaryValue></Value></MessageAttribute>" +
      "</Message></ReceiveMessageResult>",
  );
});

test("errors are XML with the Query protocol's code and status", async () => {
  const missing = await sqs("Action=GetQueueUrl&QueueName=q");
  expect(missing.status).toBe(400);
  expect(missing.body).toMatch(
    /<ErrorResponse xmlns="http:\/\/queue\.amazonaws\.com\/doc\/2012-11-05\/"><Error><Type>Sender<\/Type><Code>AWS\.SimpleQueueService\.NonExistentQueue<\/Code><Message>The specified queue does not exist\.<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>$/,
  );
  const notFound = await cloudwatch("Action=ListMetrics");
  expect(notFound.status).toBe(404);
  expect(notFound.body).toContain("<Code>ResourceNotFound</Code>");
  const number = await cloudwatch("Action=GetMetricStatistics&Period=often");
  expect(number.status).toBe(400);
  expect(number.body).toContain("<Code>MalformedInput</Code>");
  expect(number.body).toContain("Period");
});

test("unknown actions and versions, and refused actions, are named", async () => {
  const action = await cloudwatch("Action=Fly");
  expect(action.status).toBe(400);
  expect(action.body).toContain("<Code>InvalidAction</Code>");
  expect(action.body).toContain("Fly");
  const version = await post("Action=Publish&Version=2010-03-31", "sns");
  expect(version.status).toBe(400);
  expect(version.body).toContain("Publish");
  const refused = await cloudwatch("Action=DescribeAlarms");
  expect(refused.status).toBe(501);
  expect(refused.body).toContain("DescribeAlarms: alarms sleep");
});

test("an action may come in the query of a GET", async () => {
  const { status } = await sendRaw(served.endpoint, {
    path: "/?Action=GetMetricStatistics&Version=2010-08-01&MetricName=m",
  });
  expect(status).toBe(200);
  expect(served.last.input).toEqual({ MetricName: "m" });
});
