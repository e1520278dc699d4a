import { describe, expect, it } from "vitest";
import { mappingProblems, type MappingSettings, sourceKind, sourceName } from "./trigger";

const settings: MappingSettings = {
  batchSize: 10,
  maximumBatchingWindowSeconds: 0,
  maximumConcurrency: null,
  reportsBatchItemFailures: true,
  filters: [],
  enabled: true,
};
const queue = "arn:aws:sqs:us-east-1:000000000000:orders";

describe("mappingProblems", () => {
  it("accepts AWS's defaults", () => {
    expect(mappingProblems(settings, queue)).toEqual({});
    expect(mappingProblems(settings, `${queue}.fifo`)).toEqual({});
  });
  it.each([
    [{ batchSize: 11 }, queue, "maximumBatchingWindowSeconds", /window of at least 1 s/],
    [{ batchSize: 11 }, `${queue}.fifo`, "batchSize", /at most 10/],
    [{ maximumBatchingWindowSeconds: 1 }, `${queue}.fifo`, "maximumBatchingWindowSeconds", /FIFO/],
    [{ maximumConcurrency: 1 }, queue, "maximumConcurrency", /from 2 to 1,000/],
    [{ batchSize: Number.NaN }, queue, "batchSize", /from 1 to 10,000/],
    [{ filters: ["{"] }, queue, "filters", /not valid JSON/],
    [{ filters: ['{"a":[1]}', '{"a":1}'] }, queue, "filters", /Filter 2: a is neither/],
    [{}, "orders", "queueArn", /not the ARN/],
  ] as const)("refuses %j for %s", (edit, arn, field, text) => {
    const found = mappingProblems(
      { ...settings, ...edit, filters: [...("filters" in edit ? edit.filters : [])] },
      arn,
    );
    expect(found[field]).toMatch(text);
  });
});

describe("sourceName and sourceKind", () => {
  it.each([
    [queue, "orders", "SQS"],
    ["arn:aws:events:us-east-1:1:rule/nightly", "nightly", "EventBridge rule"],
    ["arn:aws:execute-api:us-east-1:1:abc/*/POST/x", "abc/*/POST/x", "API Gateway"],
    ["arn:aws:s3:::my-bucket", "my-bucket", "S3"],
    ["arn:aws:kinesis:us-east-1:1:stream/clicks", "clicks", "Kinesis"],
  ])("%s", (arn, name, kind) => {
    expect(sourceName(arn)).toBe(name);
    expect(sourceKind(arn)).toBe(kind);
  });
});
