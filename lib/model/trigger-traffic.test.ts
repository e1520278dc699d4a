import { describe, expect, it } from "vitest";
import type { Mapping, Trigger } from "./trigger";
import { rateInWords, trafficPlan, trafficSubject } from "./trigger-traffic";

const called = { functionArn: "arn:aws:lambda:us-east-1:1:function:f", functionName: "f" };
const mapping: Mapping = {
  kind: "mapping",
  ...called,
  uuid: "u-1",
  eventSourceArn: "arn:aws:sqs:us-east-1:1:orders",
  state: "Enabled",
  reportsBatchItemFailures: false,
  filters: [],
};
const metricsOf = (trigger: Trigger) => {
  const plan = trafficPlan(trafficSubject(trigger) ?? "");
  return Object.fromEntries(
    Object.entries(plan?.metrics ?? {}).map(([id, { namespace, metric, dimensions }]) => [
      id,
      `${namespace} ${metric} ${dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(" ")}`,
    ]),
  );
};

describe("what CloudWatch is asked", () => {
  it("of a queue is what SQS counts for all its readers", () => {
    expect(metricsOf(mapping)).toEqual({
      rate: "AWS/SQS NumberOfMessagesReceived QueueName=orders",
      arrived: "AWS/SQS NumberOfMessagesSent QueueName=orders",
      waiting: "AWS/SQS ApproximateNumberOfMessagesVisible QueueName=orders",
      oldest: "AWS/SQS ApproximateAgeOfOldestMessage QueueName=orders",
    });
    expect(trafficPlan("queue:orders:")?.shared).toMatch(/all readers/);
  });

  it("of a mapping that counts its events is its own count", () => {
    const counted = { ...mapping, metrics: ["EventCount"] };
    expect(metricsOf(counted)).toMatchObject({
      rate: "AWS/Lambda InvokedEventCount EventSourceMappingUUID=u-1",
      failed: "AWS/Lambda FailedInvokeEventCount EventSourceMappingUUID=u-1",
    });
    expect(trafficPlan(trafficSubject(counted)!)?.shared).toBeUndefined();
  });

  it("of a stream is how far the function is behind", () => {
    const stream = "arn:aws:kinesis:us-east-1:1:stream/clicks";
    expect(metricsOf({ ...mapping, eventSourceArn: stream, qualifier: "live" })).toEqual({
      rate: "AWS/Kinesis GetRecords.Records StreamName=clicks",
      oldest: "AWS/Lambda IteratorAge FunctionName=f Resource=f:live",
    });
    expect(metricsOf({ ...mapping, eventSourceArn: `${stream}/consumer/app:17` })).toMatchObject({
      rate: "AWS/Kinesis SubscribeToShardEvent.Records StreamName=clicks ConsumerName=app",
    });
    const table = "arn:aws:dynamodb:us-east-1:1:table/t/stream/2026-01-02T03:04:05.678";
    expect(metricsOf({ ...mapping, eventSourceArn: table })).toEqual({
      rate: "AWS/DynamoDB ReturnedRecordsCount TableName=t StreamLabel=2026-01-02T03:04:05.678 Operation=GetRecords",
      oldest: "AWS/Lambda IteratorAge FunctionName=f",
    });
    expect(metricsOf({ ...mapping, eventSourceArn: "broker:9092" })).toEqual({
      waiting: "AWS/Lambda OffsetLag FunctionName=f",
    });
  });

  it("of a rule names its bus where that is not the default one", () => {
    const rule = (busName: string): Trigger => ({
      kind: "rule",
      ...called,
      ruleArn: "",
      name: "a:b",
      busName,
      state: "ENABLED",
      targetId: "t",
    });
    expect(metricsOf(rule("default")).rate).toBe("AWS/Events Invocations RuleName=a:b");
    expect(metricsOf(rule("shop")).rate).toBe(
      "AWS/Events Invocations EventBusName=shop RuleName=a:b",
    );
  });

  it("is nothing for what is no subject", () => {
    for (const text of ["", "queue", "queue:", "nothing:x", `rule:${"a".repeat(600)}:b`, "rule:%"])
      expect(trafficPlan(text)).toBeUndefined();
  });
});

describe("rateInWords", () => {
  it.each([
    [252 * 3_600, 3_600, "252/s"],
    [0.4 * 3_600, 3_600, "24/min"],
    [24, 86_400, "1/h"],
    [3, 86_400, "3/day"],
    [1, 604_800, "0.1/day"],
    [0, 3_600, "0"],
    [undefined, 3_600, undefined],
  ])("%d in %d s is %s", (total, seconds, words) => {
    expect(rateInWords(total, seconds)).toBe(words);
  });
});
