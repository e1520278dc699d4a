import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  fillPlaceholders,
  placeholdersIn,
  sampleEvents,
  samplesOf,
  sampleText,
} from "@/lib/model/sample-events";
import type { EventTarget } from "@/lib/model/sample-events/sample-event";

const target: EventTarget = {
  functionArn: "arn:aws-cn:lambda:cn-north-1:123456789012:function:checkout",
  functionName: "checkout",
  region: "cn-north-1",
  accountId: "123456789012",
};
const moment = {
  nowMs: Date.UTC(2026, 10, 21),
  uuid: () => "8f5a4b0e-7a5e-4a4c-9f0e-0a3f5f1c2d3e",
};

function event(id: string, of: EventTarget = target): unknown {
  const sample = sampleEvents.find((each) => each.id === id);
  if (!sample) throw new Error(`no sample ${id}`);
  return JSON.parse(fillPlaceholders(sampleText(sample, of), moment));
}

describe("sampleEvents", () => {
  it("has many sources with unique ids and labels", () => {
    expect(sampleEvents.length).toBeGreaterThanOrEqual(30);
    expect(new Set(sampleEvents.map(({ id }) => id)).size).toBe(sampleEvents.length);
    expect(new Set(sampleEvents.map(({ label }) => label)).size).toBe(sampleEvents.length);
  });

  it.each(sampleEvents.map((sample) => [sample.id]))(
    "%s is valid JSON once filled, without leftovers",
    (id) => {
      expect(JSON.stringify(event(id))).not.toMatch(/\$\{(uuid|now\w+)\}/);
    },
  );

  it("names the function's own account, region and partition", () => {
    expect(event("sqs")).toMatchObject({
      Records: [
        {
          eventSourceARN: "arn:aws-cn:sqs:cn-north-1:123456789012:orders",
          awsRegion: "cn-north-1",
        },
      ],
    });
    expect(event("http-api")).toMatchObject({
      requestContext: { accountId: "123456789012", timeEpoch: moment.nowMs },
    });
    expect(event("cloudformation")).toMatchObject({
      ResourceProperties: { ServiceToken: target.functionArn },
    });
  });

  it("names the queue that really invokes the function", () => {
    const sourceArn = "arn:aws:sqs:eu-west-1:123456789012:payments";
    expect(event("sqs", { ...target, sourceArn })).toMatchObject({
      Records: [{ eventSourceARN: sourceArn }],
    });
    expect(event("sqs-fifo", { ...target, sourceArn })).toMatchObject({
      Records: [
        {
          eventSourceARN: expect.stringMatching(/\.fifo$/),
          attributes: { MessageGroupId: "orders" },
        },
      ],
    });
    expect(event("s3-put", { ...target, sourceArn: "arn:aws:s3:::my-bucket" })).toMatchObject({
      Records: [{ s3: { bucket: { name: "my-bucket", arn: "arn:aws:s3:::my-bucket" } } }],
    });
  });

  it("carries readable payloads where they are encoded", () => {
    const kinesis = event("kinesis") as { Records: { kinesis: { data: string } }[] };
    expect(
      JSON.parse(Buffer.from(kinesis.Records[0]!.kinesis.data, "base64").toString()),
    ).toMatchObject({ page: "/cart" });
    const logs = event("cloudwatch-logs") as { awslogs: { data: string } };
    expect(
      JSON.parse(gunzipSync(Buffer.from(logs.awslogs.data, "base64")).toString()),
    ).toMatchObject({
      messageType: "DATA_MESSAGE",
      logEvents: [{ id: "eventId1" }, { id: "eventId2" }],
    });
  });

  it("finds the samples of the function's triggers", () => {
    expect(samplesOf(["sqs", "s3"]).map(({ id }) => id)).toEqual([
      "sqs",
      "sqs-fifo",
      "s3-put",
      "s3-delete",
    ]);
    expect(samplesOf([])).toEqual([]);
  });
});

describe("fillPlaceholders", () => {
  it("turns a whole string into a number, and leaves the rest of the text alone", () => {
    expect(
      fillPlaceholders('{"t": "${nowMs}", "s": "at ${nowSeconds}", "x": "${other}"}', moment),
    ).toBe(`{"t": ${moment.nowMs}, "s": "at ${moment.nowMs / 1000}", "x": "\${other}"}`);
    expect(fillPlaceholders('{"at": "${nowIso}"}', moment)).toBe(
      '{"at": "2026-11-21T00:00:00.000Z"}',
    );
  });

  it("gives every uuid its own value", () => {
    let next = 0;
    expect(fillPlaceholders("${uuid} ${uuid}", { nowMs: 0, uuid: () => String(++next) })).toBe(
      "1 2",
    );
  });

  it("lists what will be filled", () => {
    expect(placeholdersIn('"${uuid}" "${nowMs}" "${uuid}" "${HOME}"')).toEqual(["uuid", "nowMs"]);
    expect(placeholdersIn("{}")).toEqual([]);
  });
});
