import { expect, test } from "vitest";
import { queueMaximumOf } from "@/lib/model/function-row";
import { queuesOf } from "./row-details";

const mapping = (name: string, maximum?: number, more: object = {}) => ({
  UUID: "5d2c",
  FunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
  EventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:orders",
  State: "Enabled",
  ScalingConfig: maximum === undefined ? undefined : { MaximumConcurrency: maximum },
  ...more,
});
const maximumOf = (...mappings: ReturnType<typeof mapping>[]) =>
  queueMaximumOf(queuesOf(mappings).get("a") ?? []);

test("each function gets its own queues, with their names and maximums", () => {
  expect(queuesOf([mapping("a", 5), mapping("b"), mapping("a", 35)])).toEqual(
    new Map([
      [
        "a",
        [
          { mappingId: "5d2c", queueName: "orders", maximum: 5 },
          { mappingId: "5d2c", queueName: "orders", maximum: 35 },
        ],
      ],
      ["b", [{ mappingId: "5d2c", queueName: "orders", maximum: null }]],
    ]),
  );
});

test("the maximums of a function's queues add up", () => {
  expect(maximumOf(mapping("a", 5), mapping("a", 35), mapping("b", 2))).toBe(40);
});

test("one queue without a maximum leaves the function without one, in any order", () => {
  expect(maximumOf(mapping("a"), mapping("a", 5))).toBeNull();
  expect(maximumOf(mapping("a", 5), mapping("a"))).toBeNull();
});

test("other sources and disabled mappings do not count", () => {
  const stream = mapping("a", undefined, {
    EventSourceArn: "arn:aws:kinesis:eu-west-1:1:stream/s",
  });
  expect(queuesOf([stream, mapping("a", 9, { State: "Disabled" })])).toEqual(new Map());
  expect(maximumOf(stream)).toBeNull();
});
