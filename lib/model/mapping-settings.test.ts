import { describe, expect, it } from "vitest";
import {
  defaultSettings,
  mappingProblems,
  type MappingSettings,
  mappingSourceOf,
} from "./mapping-settings";

const queue = "arn:aws:sqs:us-east-1:000000000000:orders";
const stream = "arn:aws:kinesis:us-east-1:000000000000:stream/clicks";
const table = "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2027-01-31T12:00:00.000";

describe("mappingProblems", () => {
  it.each([queue, `${queue}.fifo`, stream, `${stream}/consumer/fast:1795`, table])(
    "accepts AWS's defaults for %s",
    (arn) => {
      expect(mappingProblems(defaultSettings(mappingSourceOf(arn)!), arn)).toEqual({});
    },
  );

  it.each<[Partial<MappingSettings>, string, string, RegExp]>([
    [{ batchSize: 11 }, queue, "maximumBatchingWindowSeconds", /window of at least 1 s/],
    [{ batchSize: 11 }, `${queue}.fifo`, "batchSize", /at most 10/],
    [{ maximumBatchingWindowSeconds: 1 }, `${queue}.fifo`, "maximumBatchingWindowSeconds", /FIFO/],
    [{ maximumConcurrency: 1 }, queue, "maximumConcurrency", /from 2 to 1,000/],
    [{ batchSize: Number.NaN }, queue, "batchSize", /from 1 to 10,000/],
    [{ filters: ["{"] }, queue, "filters", /not valid JSON/],
    [{ filters: ['{"a":[1]}', '{"a":1}'] }, queue, "filters", /Filter 2: a is neither/],
    [{ filters: Array<string>(11).fill("{}") }, queue, "filters", /at most 10/],
    [{ parallelizationFactor: 11 }, stream, "parallelizationFactor", /from 1 to 10/],
    [{ maximumRetryAttempts: -2 }, stream, "maximumRetryAttempts", /from \u22121 to 10,000/],
    [{ maximumRecordAgeSeconds: 59 }, table, "maximumRecordAgeSeconds", /60 to 604,800 s, or -1/],
    [{ tumblingWindowSeconds: 901 }, stream, "tumblingWindowSeconds", /from 0 to 900 s/],
    [{ onFailureArn: "arn:aws:lambda:us-east-1:1:function:f" }, stream, "onFailureArn", /a topic/],
    [{ onFailureArn: `${queue}.fifo` }, stream, "onFailureArn", /standard queue/],
    [
      { provisionedPollers: { minimum: 1, maximum: null } },
      queue,
      "provisionedPollers",
      /minimum of pollers .* from 2 to 200/,
    ],
    [
      { provisionedPollers: { minimum: 9, maximum: 3 } },
      queue,
      "provisionedPollers",
      /above their maximum/,
    ],
    [
      { provisionedPollers: { minimum: null, maximum: null }, maximumConcurrency: 3 },
      queue,
      "provisionedPollers",
      /exclude each other/,
    ],
  ])("refuses %j for %s", (edit, arn, field, text) => {
    const settings = { ...defaultSettings(mappingSourceOf(arn) ?? "sqs"), ...edit };
    const found: Record<string, string | undefined> = mappingProblems(settings, arn);
    expect(found[field]).toMatch(text);
  });

  it("takes -1 for no limit, and what a source does not take counts for nothing", () => {
    const settings = { ...defaultSettings("kinesis"), maximumConcurrency: 1, batchSize: 10_000 };
    expect(mappingProblems(settings, stream)).toEqual({});
  });

  it.each([
    ["", /not the ARN of a queue or stream/],
    ["arn:aws:sns:us-east-1:000000000000:news", /not the ARN of a queue or stream/],
    ["arn:aws:sqs:us-east-1:1:orders", /not the ARN of a queue/],
    ["arn:aws:kinesis:us-east-1:000000000000:clicks", /not the ARN of a stream/],
    ["arn:aws:dynamodb:us-east-1:000000000000:table/orders", /not the ARN of the stream of/],
  ])("refuses the source %s", (arn, text) => {
    expect(mappingProblems(defaultSettings("sqs"), arn).eventSourceArn).toMatch(text);
  });
});
