import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checkShape, recognise } from "@/lib/model/event-shapes";
import { md5 } from "@/lib/model/md5";
import { fillPlaceholders } from "@/lib/model/placeholders";
import {
  batchCount,
  ownSamples,
  ownSources,
  sampleEvents,
  sampleOf,
  sampleText,
  withRecords,
} from "@/lib/model/sample-events";
import type { EventField, EventTarget, SampleEvent } from "@/lib/model/sample-events/sample-event";

const moment = {
  nowMs: Date.UTC(2026, 10, 21),
  uuid: () => "8f5a4b0e-7a5e-4a4c-9f0e-0a3f5f1c2d3e",
};
const target: EventTarget = {
  functionArn: "arn:aws-cn:lambda:cn-north-1:123456789012:function:checkout",
  functionName: "checkout",
  region: "cn-north-1",
  accountId: "123456789012",
  made: moment,
};

function sample(id: string): SampleEvent {
  const found = sampleOf(id);
  if (!found) throw new Error(`no sample ${id}`);
  return found;
}

const textOf = (id: string, of: EventTarget = target) => sampleText(sample(id), of);
const eventOf = (text: string): unknown => JSON.parse(fillPlaceholders(text, moment));
const event = (id: string, of?: EventTarget) => eventOf(textOf(id, of));

const ids = sampleEvents.map(({ id }) => [id]);

function field(id: string, label: string, record = 0): EventField {
  const found = sample(id)
    .fields(record)
    .find((each) => each.label === label);
  if (!found) throw new Error(`${id} has no field ${label}`);
  return found;
}

/** The event after a field was typed into. */
function edited(id: string, values: Record<string, string>): unknown {
  return eventOf(
    Object.entries(values).reduce(
      (text, [label, value]) => field(id, label).at.write(text, value),
      textOf(id),
    ),
  );
}

describe("sampleEvents", () => {
  it("has many sources with unique ids and labels", () => {
    const single = sampleEvents.filter(({ id }) => !id.includes(">"));
    expect(single.length).toBeGreaterThanOrEqual(60);
    expect(new Set(sampleEvents.map(({ id }) => id)).size).toBe(sampleEvents.length);
    expect(new Set(sampleEvents.map(({ label }) => label)).size).toBe(sampleEvents.length);
  });

  it.each(ids)("%s has the shape documented for its source, without leftovers", (id) => {
    expect(checkShape(event(id), id)).toEqual([]);
    expect(JSON.stringify(event(id))).not.toMatch(/\$\{(uuid|now\w+)\}/);
  });

  it.each(ids)("%s has fields that read, and write what they then read", (id) => {
    const fields = sample(id).fields(0);
    expect(fields.length).toBeGreaterThan(0);
    expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length);
    for (const each of fields) {
      const text = textOf(id);
      const before = each.at.read(text);
      expect([each.label, before]).toEqual([each.label, expect.any(String)]);
      for (const value of probes(each, before!)) {
        const written = each.at.write(text, value);
        const read = each.at.read(written);
        if (each.kind === "line" || each.kind === "text") expect(read).toBe(value);
        else expect(JSON.parse(read!)).toEqual(JSON.parse(value));
        expect([each.label, checkShape(eventOf(written), id)]).toEqual([each.label, []]);
        // Nothing else is lost on the way: the old value brings the old event back.
        expect(eventOf(each.at.write(written, before!))).toEqual(eventOf(text));
      }
    }
  });

  it.each(ids.filter(([id]) => id !== "iot-rule"))(
    "the shape of %s notices a wrong name and a missing member",
    (id) => {
      const whole = event(id!) as Record<string, unknown>;
      for (const name of Object.keys(whole)) {
        const { [name]: value, ...rest } = whole;
        const problems = checkShape({ ...rest, [`${name}X`]: value }, id!);
        expect(problems.map(({ message }) => message).join(" ")).toContain(`"${name}X"`);
      }
    },
  );

  it.each(ids.filter(([id]) => id !== "iot-rule"))("%s is recognised by its look", (id) => {
    const found = recognise(event(id!));
    expect(checkShape(event(id!), found!)).toEqual([]);
    expect(found!.split(">").length).toBe(id!.split(">").length);
  });
});

/** Values that a person could type: awkward ones where anything goes. */
function probes({ kind, label, suggestions }: EventField, before: string): string[] {
  if (suggestions) return suggestions.filter((value) => value !== "IN_PROGRESS").slice(0, 2);
  if (kind === "flag") return ["true", "false"];
  if (kind === "number") return ["7"];
  if (kind === "json") return [jsonProbe(label, before)];
  if (/ARN|^URL|^Answer to|^Secret$/.test(label)) return [before.replace(/.$/, "Z")];
  if (/ount|sequence|Sequence/.test(label)) return ["210987654321"];
  if (/^(Time|Window start|Window end|Notified at)$/.test(label)) return ["2026-01-02T03:04:05Z"];
  if (/^(Commit)$/.test(label)) return ["abc123"];
  if (label === "Queue") return [before.endsWith(".fifo") ? "other.fifo" : "other"];
  if (label === "Table") return ["other_table"];
  if (label === "Path") return ["/a b/ü"];
  if (label === "Query string") return ["a=1&b=%20"];
  if (label === "Detail type") return ["Object Restored"];
  if (kind === "text") return ['{"a": "ü\\n \\"b\\""}', "two\nlines \u{1F600} \\ /"];
  return [
    "images/a b/ü (1)+'.jpg".replace(/[/ ]/g, label === "Key" || label === "URI" ? "$&" : "-"),
  ];
}

function jsonProbe(label: string, before: string): string {
  const value: unknown = JSON.parse(before);
  if (Array.isArray(value)) return JSON.stringify(value.slice(0, 1));
  if (/image|Keys|Key$/.test(label) && label !== "Key")
    return JSON.stringify({ other: { S: "ü" } });
  if (label === "Records") return JSON.stringify({ a: { newValue: "1", op: "replace" } });
  if (label === "Slots") return JSON.stringify({ other: null });
  return JSON.stringify({ other: "ü" });
}

describe("the fields a person edits land in the right place", () => {
  it("S3: the bucket and its ARN, the key encoded as S3 does", () => {
    expect(
      edited("s3-put", { Bucket: "photos", Key: "a b/ü.jpg", "Size in bytes": "5" }),
    ).toMatchObject({
      Records: [
        {
          s3: {
            bucket: { name: "photos", arn: "arn:aws-cn:s3:::photos" },
            object: { key: "a+b/%C3%BC.jpg", size: 5 },
          },
        },
      ],
    });
    expect(edited("s3-eventbridge", { Key: "a b.jpg" })).toMatchObject({
      detail: { object: { key: "a b.jpg" } },
    });
  });

  it("SQS: the body with its checksum, attributes with their types, the queue in every message", () => {
    expect(
      edited("sqs", { Body: "hello", "Message attributes": '{"n": 3, "s": "x"}' }),
    ).toMatchObject({
      Records: [
        {
          body: "hello",
          md5OfBody: md5("hello"),
          messageAttributes: {
            n: { stringValue: "3", dataType: "Number" },
            s: { stringValue: "x", dataType: "String" },
          },
        },
      ],
    });
    const two = withRecords(sample("sqs").batch!, textOf("sqs"), 2);
    expect(eventOf(field("sqs", "Queue", 1).at.write(two, "other"))).toMatchObject({
      Records: [
        { eventSourceARN: "arn:aws-cn:sqs:cn-north-1:123456789012:other" },
        { eventSourceARN: "arn:aws-cn:sqs:cn-north-1:123456789012:other" },
      ],
    });
  });

  it("HTTP APIs: method and path in all their places, the query parsed, the body in base64 where it is so", () => {
    expect(
      edited("http-api", { Method: "PUT", Path: "/carts/7", "Query string": "a=1&a=2&b=x%20y" }),
    ).toMatchObject({
      routeKey: "PUT /carts/7",
      rawPath: "/carts/7",
      rawQueryString: "a=1&a=2&b=x%20y",
      queryStringParameters: { a: "1,2", b: "x y" },
      requestContext: { routeKey: "PUT /carts/7", http: { method: "PUT", path: "/carts/7" } },
    });
    expect(edited("function-url", { Method: "GET" })).toMatchObject({ routeKey: "$default" });
    expect(edited("http-api", { Body: "ü", "Body in base64": "true" })).toMatchObject({
      body: "w7w=",
      isBase64Encoded: true,
    });
    expect(edited("rest-api", { Path: "/carts", Headers: '{"Accept": "a"}' })).toMatchObject({
      path: "/carts",
      resource: "/carts",
      multiValueHeaders: { Accept: ["a"] },
      requestContext: { path: "/prod/carts", resourcePath: "/carts" },
    });
    expect(edited("load-balancer-lists", { Headers: '{"accept": "a"}' })).toMatchObject({
      multiValueHeaders: { accept: ["a"] },
    });
  });

  it("streams: base64 data, the list of a Kafka topic under its name", () => {
    expect(edited("kinesis", { Data: "ü", "Partition key": "p" })).toMatchObject({
      Records: [{ kinesis: { data: "w7w=", partitionKey: "p" } }],
    });
    expect(
      edited("msk", { Topic: "orders", Partition: "3", Value: "x", Headers: '{"h": "é"}' }),
    ).toMatchObject({
      records: {
        "orders-3": [
          { topic: "orders", partition: 3, value: "eA==", headers: [{ h: [195, 169] }] },
        ],
      },
    });
    expect(edited("dynamodb", { Table: "carts", "New image": '{"id": {"N": "1"}}' })).toMatchObject(
      {
        Records: [
          {
            eventSourceARN: expect.stringContaining(":table/carts/stream/"),
            dynamodb: { NewImage: { id: { N: "1" } } },
          },
        ],
      },
    );
  });

  it("CloudWatch Logs: inside of the gzip", () => {
    const logs = edited("cloudwatch-logs", { "First message": "boom ü" }) as {
      awslogs: { data: string };
    };
    expect(unzipped(logs.awslogs.data)).toMatchObject({
      messageType: "DATA_MESSAGE",
      logGroup: "/aws/lambda/checkout",
      logEvents: [{ id: "eventId1", message: "boom ü" }, { id: "eventId2" }],
    });
  });

  it("SNS: topic and subscription, EventBridge: detail, CloudFront: headers as pairs", () => {
    expect(edited("sns", { Topic: "news", "Message attributes": '{"n": 1}' })).toMatchObject({
      Records: [
        {
          EventSubscriptionArn: expect.stringMatching(/:news:[0-9a-f-]{36}$/),
          Sns: {
            TopicArn: expect.stringMatching(/:news$/),
            MessageAttributes: { n: { Type: "Number", Value: "1" } },
          },
        },
      ],
    });
    expect(edited("eventbridge", { "Detail type": "X", Detail: '{"a": 1}' })).toMatchObject({
      "detail-type": "X",
      detail: { a: 1 },
    });
    expect(
      edited("cloudfront-viewer-request", { "Request headers": '{"X-Id": "1"}' }),
    ).toMatchObject({
      Records: [{ cf: { request: { headers: { "x-id": [{ key: "X-Id", value: "1" }] } } } }],
    });
  });
});

describe("routes", () => {
  it("S3 through SNS and SQS: every field through both encodings, the checksum after it", () => {
    const { Records } = edited("s3-put>sns>sqs", {
      Bucket: "photos",
      Key: "a b.jpg",
      Topic: "news",
    }) as {
      Records: { body: string; md5OfBody: string; eventSource: string }[];
    };
    const { body, md5OfBody, eventSource } = Records[0]!;
    expect(eventSource).toBe("aws:sqs");
    expect(md5OfBody).toBe(md5(body));
    const notification = JSON.parse(body) as Record<string, string>;
    // A queue gets the notification itself, spelt as SNS spells it there.
    expect(notification).toMatchObject({
      Type: "Notification",
      SigningCertURL: expect.any(String),
    });
    expect(notification.TopicArn).toMatch(/:news$/);
    expect(JSON.parse(notification.Message!)).toMatchObject({
      Records: [{ s3: { bucket: { name: "photos" }, object: { key: "a+b.jpg" } } }],
    });
  });

  it("logs through Kinesis are gzip in base64, once", () => {
    const { Records } = edited("cloudwatch-logs>kinesis", { "First message": "ü" }) as {
      Records: { kinesis: { data: string } }[];
    };
    expect(unzipped(Records[0]!.kinesis.data)).toMatchObject({ logEvents: [{ message: "ü" }, {}] });
  });

  it("an alarm is written otherwise into a topic than to a function", () => {
    expect(event("cloudwatch-alarm")).toHaveProperty("alarmData");
    const { Records } = event("cloudwatch-alarm>sns") as {
      Records: { Sns: { Message: string } }[];
    };
    expect(JSON.parse(Records[0]!.Sns.Message)).toMatchObject({ NewStateValue: "ALARM" });
  });

  it("can be any way that its sources can go", () => {
    expect(checkShape(event("ses>sns>sqs-fifo"), "ses>sns>sqs-fifo")).toEqual([]);
    expect(sampleOf("s3-put>nowhere")).toBeUndefined();
  });
});

function unzipped(data: string): unknown {
  return JSON.parse(gunzipSync(Buffer.from(data, "base64")).toString());
}

describe("ownSamples", () => {
  const queue = "arn:aws:sqs:eu-west-1:123456789012:payments";
  it("names the real source, and comes along the real way first", () => {
    const topic = "arn:aws:sns:eu-west-1:123456789012:orders-topic";
    const own = ownSamples([{ service: "sqs", arn: queue, senders: [topic], batchSize: 5 }]);
    expect(own.map((each) => each.sample.id)).toEqual(["sns>sqs", "s3-put>sns>sqs", "sqs"]);
    expect(own[0]).toMatchObject({ sourceName: "payments", batchSize: 5 });
    const { Records } = event("sns>sqs", { ...target, sourceArns: own[0]!.sourceArns }) as {
      Records: { eventSourceARN: string; awsRegion: string; body: string }[];
    };
    expect(Records[0]).toMatchObject({ eventSourceARN: queue, awsRegion: "eu-west-1" });
    expect(JSON.parse(Records[0]!.body)).toMatchObject({ TopicArn: topic });
  });

  it("are told from mappings and from the policy, each source once", () => {
    const mapping = {
      kind: "mapping" as const,
      functionArn: "",
      functionName: "f",
      uuid: "1",
      eventSourceArn: queue,
      state: "Enabled",
      reportsBatchItemFailures: false,
      filters: [],
      batchSize: 5,
      queue: { visibilityTimeoutSeconds: 30, senderArns: ["arn:aws:s3:::my-bucket"] },
    };
    const allowed = (principal: string, sourceArn?: string, action = "lambda:InvokeFunction") => ({
      statementId: principal,
      principal,
      action,
      sourceArn,
    });
    const sources = ownSources({
      triggers: [mapping, { ...mapping, uuid: "2" }, { ...mapping, eventSourceArn: "broker:9092" }],
      permissions: [
        allowed(
          "apigateway.amazonaws.com",
          "arn:aws:execute-api:eu-west-1:123456789012:abc123/*/*/*",
        ),
        allowed("apigateway.amazonaws.com"),
        allowed("s3.amazonaws.com", "arn:aws:s3:::*"),
        { ...allowed("*", undefined, "lambda:InvokeFunctionUrl"), isForUrl: true as const },
      ],
    });
    expect(sources.map(({ service, arn }) => [service, arn])).toEqual([
      ["sqs", queue],
      ["kafka", undefined],
      ["execute-api", "arn:aws:execute-api:eu-west-1:123456789012:abc123/*/*/*"],
      ["execute-api", undefined],
      ["s3", undefined],
      ["lambda", undefined],
    ]);
    const own = ownSamples(sources);
    expect(own.slice(0, 2).map((each) => each.sample.id)).toEqual(["s3-put>sqs", "sqs"]);
    const http = own.find((each) => each.sample.id === "http-api")!;
    expect(event("http-api", { ...target, sourceArns: http.sourceArns })).toMatchObject({
      requestContext: { apiId: "abc123" },
    });
  });

  it("knows buckets, FIFO queues, topics and streams", () => {
    const samplesOf = (arn: string) =>
      ownSamples([{ service: arn.split(":")[2]!, arn }]).map((each) => each.sample.id);
    expect(samplesOf(`${queue}.fifo`)).toEqual(["sqs-fifo"]);
    expect(samplesOf("arn:aws:s3:::my-bucket")).toEqual(["s3-put", "s3-delete"]);
    expect(samplesOf("arn:aws:sns:eu-west-1:123456789012:t")).toEqual(["sns", "s3-put>sns"]);
    expect(ownSamples([])).toEqual([]);
    expect(event("s3-put", { ...target, sourceArns: ["arn:aws:s3:::my-bucket"] })).toMatchObject({
      Records: [{ s3: { bucket: { name: "my-bucket" } } }],
    });
  });
});

describe("withRecords", () => {
  it.each(sampleEvents.flatMap(({ id, batch }) => (batch ? [[id]] : [])))(
    "%s grows and shrinks, each record with numbers of its own",
    (id) => {
      const batch = sample(id).batch!;
      const many = withRecords(batch, textOf(id), 12);
      expect(batchCount(batch, many)).toBe(12);
      expect(checkShape(eventOf(many), id)).toEqual([]);
      if (batch.renumbered) {
        const records = JSON.parse(batch.at.read(many)!) as unknown[];
        expect(new Set(records.map((record) => JSON.stringify(record))).size).toBe(12);
      }
      expect(eventOf(withRecords(batch, many, 1))).toEqual(event(id));
    },
  );
});
