import { expect, test } from "vitest";
import { queueMaximumsOf } from "./row-details";

const mapping = (name: string, maximum?: number, more: object = {}) => ({
  FunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
  EventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:orders",
  State: "Enabled",
  ScalingConfig: maximum === undefined ? undefined : { MaximumConcurrency: maximum },
  ...more,
});

test("the maximums of a function's queues add up", () => {
  expect(queueMaximumsOf([mapping("a", 5), mapping("a", 35), mapping("b", 2)])).toEqual(
    new Map([
      ["a", 40],
      ["b", 2],
    ]),
  );
});

test("one queue without a maximum leaves the function without one, in any order", () => {
  expect(queueMaximumsOf([mapping("a"), mapping("a", 5)]).get("a")).toBeNull();
  expect(queueMaximumsOf([mapping("a", 5), mapping("a")]).get("a")).toBeNull();
});

test("other sources and disabled mappings do not count", () => {
  const stream = mapping("a", undefined, {
    EventSourceArn: "arn:aws:kinesis:eu-west-1:1:stream/s",
  });
  expect(queueMaximumsOf([stream, mapping("a", 9, { State: "Disabled" })])).toEqual(new Map());
});
