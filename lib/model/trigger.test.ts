import { describe, expect, it } from "vitest";
import { sourceKind, sourceName } from "./trigger";

const queue = "arn:aws:sqs:us-east-1:000000000000:orders";

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
