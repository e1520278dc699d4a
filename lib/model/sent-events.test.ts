import { expect, test } from "vitest";
import type { ApiRoute } from "./push-triggers";
import type { Trigger } from "./trigger";
import { firstSent, isSigned, sendingOf, sentProblems } from "./sent-events";

const route = (more: Partial<ApiRoute>): ApiRoute => ({
  kind: "api",
  functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  functionName: "f",
  protocol: "WEBSOCKET",
  apiId: "a",
  apiName: "chat",
  route: "say",
  routeId: "r",
  stages: ["prod"],
  ...more,
});

test("a message of a WebSocket is offered that takes the route, and is held to its size", () => {
  expect(sendingOf(route({}))).toEqual({ noun: "message" });
  const first = firstSent(route({}));
  expect(JSON.parse(first.text)).toMatchObject({ action: "say" });
  expect(sentProblems(route({}), first)).toEqual({});
  expect(JSON.parse(firstSent(route({ route: "$default" })).text)).not.toHaveProperty("action");
  expect(sentProblems(route({}), { ...first, text: "ä".repeat(65_537) })).toHaveProperty("text");
  expect(sentProblems(route({}), { ...first, text: "", path: "room=1" })).toMatchObject({
    text: expect.any(String) as string,
    path: "A query begins with ?.",
  });
});

test("of what the connection itself calls, a connection is opened, one at a time", () => {
  const connecting = route({ route: "$connect" });
  expect(sendingOf(connecting)).toEqual({ noun: "connection" });
  const first = firstSent(connecting);
  expect(sentProblems(connecting, { ...first, path: "?room=1" })).toEqual({});
  expect(sentProblems(connecting, { ...first, count: 2 })).toHaveProperty("count");
});

test("a caller signs where the trigger asks for it", () => {
  expect(isSigned(route({ protocol: "HTTP", authorization: "AWS_IAM" }))).toBe(true);
  expect(isSigned(route({ protocol: "HTTP", authorization: "JWT" }))).toBe(false);
});

const called = {
  functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  functionName: "f",
};

test("what is offered to a queue and a topic passes their filters", () => {
  const mapping: Trigger = {
    kind: "mapping",
    ...called,
    uuid: "u",
    eventSourceArn: "arn:aws:sqs:us-east-1:000000000000:orders",
    state: "Enabled",
    reportsBatchItemFailures: true,
    filters: [
      '{"body":{"kind":["paid","sent"],"shop":{"country":["ch"]},"total":[{"numeric":[">",5]}]}}',
    ],
  };
  expect(JSON.parse(firstSent(mapping).text)).toEqual({
    kind: "paid",
    shop: { country: "ch" },
    id: "${uuid}",
  });
  expect(JSON.parse(firstSent({ ...mapping, filters: ["not JSON"] }).text)).toMatchObject({
    type: "order.created",
  });
  const topic: Trigger = {
    kind: "topic",
    ...called,
    topicArn: "arn:aws:sns:us-east-1:000000000000:news",
    subscriptionArn: "s",
    filterPolicy: '{"size":["big"]}',
  };
  expect(firstSent(topic).attributes).toEqual([{ name: "size", value: "big" }]);
  const byBody = firstSent({ ...topic, filterPolicyScope: "MessageBody" });
  expect(JSON.parse(byBody.text)).toEqual({ size: "big", id: "${uuid}" });
});

test("an event that is offered to a rule fits its pattern", () => {
  const rule: Trigger = {
    kind: "rule",
    ...called,
    ruleArn: "arn:aws:events:us-east-1:000000000000:rule/r",
    name: "r",
    busName: "default",
    state: "ENABLED",
    targetId: "t",
    eventPattern:
      '{"source":["shop"],"detail-type":[{"prefix":"order."}],"detail":{"kind":["paid"]}}',
  };
  const first = firstSent(rule);
  expect(first).toMatchObject({ eventSource: "shop", detailType: "order.created" });
  expect(JSON.parse(first.text)).toEqual({ kind: "paid", id: "${uuid}" });
});
