import { inspect } from "node:util";
import { expect, test } from "vitest";
import { eventLoggingCode, findLoggedEvent } from "./logged-event";

const at = "2026-11-26T14:18:24.487Z";
const id = "40ac9f7d-5b1e-4f02-93c7-1f6e0b2da871";
const find = (...messages: string[]) =>
  findLoggedEvent(
    messages.map((message, i) => ({ id: String(i), timestampMs: i, stream: "s", message })),
  );
const node = (text: string) => `${at}\t${id}\tINFO\t${text}`;
const order = { orderId: "o_1", items: [{ sku: "a", count: 2 }] };
const sqs = { Records: [{ eventSource: "aws:sqs", body: "x", messageId: "1" }] };
const http = { version: "2.0", rawPath: "/checkout", requestContext: { http: { method: "POST" } } };

test.each<[string, string[], unknown, "said" | "shape"]>([
  [
    "console.log('event:', JSON.stringify(event))",
    [node(`event: ${JSON.stringify(order)}`)],
    order,
    "said",
  ],
  [
    "the code of AWS's own samples",
    [node(`EVENT\n${JSON.stringify(order, null, 2)}`)],
    order,
    "said",
  ],
  ["with more words", [node(`Received event: ${JSON.stringify(order)}`)], order, "said"],
  ["with marks", [node(`## EVENT: ${JSON.stringify(order)}`)], order, "said"],
  ["console.log({ event })", [node(inspect({ event: { a: 1 } }))], { a: 1 }, "said"],
  [
    "console.log('event', event) where all of it is shown",
    [node(`event ${inspect({ word: "plum", fail: true })}`)],
    { word: "plum", fail: true },
    "said",
  ],
  [
    "print('event:', event) of Python",
    ["event: {'orderId': 'o_1', 'ok': True, 'n': None}"],
    { orderId: "o_1", ok: true, n: null },
    "said",
  ],
  [
    "a JSON log line with a member event",
    [JSON.stringify({ level: "INFO", message: "start", event: order })],
    order,
    "said",
  ],
  [
    "a JSON log line whose message is the event's text",
    [
      JSON.stringify({
        timestamp: at,
        level: "INFO",
        requestId: id,
        message: `event: ${JSON.stringify(order)}`,
      }),
    ],
    order,
    "said",
  ],
  ["an SQS event without a word about it", [node(JSON.stringify(sqs))], sqs, "shape"],
  ["an HTTP event that was printed as it is", [JSON.stringify(http)], http, "shape"],
  ["an event after a few words", [node(`called: ${JSON.stringify(sqs)}`)], sqs, "shape"],
  [
    "one that is named before one that is only built like it",
    [JSON.stringify(http), node(`event: ${JSON.stringify(order)}`)],
    order,
    "said",
  ],
  [
    "the second line when the first shows it in part",
    [
      node(`event ${inspect({ a: { b: { c: { d: 1 } } } })}`),
      node(`event ${JSON.stringify(order)}`),
    ],
    order,
    "said",
  ],
])("%s", (_, messages, event, by) => {
  const found = find(...messages);
  expect(found).toMatchObject({ found: "event", by });
  expect(JSON.parse(found.found === "event" ? found.text : "")).toEqual(event);
});

test("what Node.js left out is not made up", () => {
  expect(find(node(`event ${inspect({ a: { b: { c: { d: 1 } } } })}`))).toEqual({
    found: "incomplete",
    why: "parts of it were left out",
    lineId: "0",
  });
  expect(find(node(`event: ${JSON.stringify(order).slice(0, 20)}`))).toMatchObject({
    found: "incomplete",
    why: "it breaks off",
  });
});

test.each([
  ["no lines", []],
  [
    "lines about other things",
    [node("cart loaded"), JSON.stringify({ level: "INFO", message: "ok", ms: 3 })],
  ],
  ["an object that is no event", [node(inspect({ cart: { id: 1 } }))]],
  [
    "the platform's own records",
    [JSON.stringify({ time: at, type: "platform.start", record: { requestId: id } })],
  ],
  ["the word event in a sentence", [node("event was handled in 3 ms")]],
])("%s: nothing", (_, messages) => {
  expect(find(...messages)).toEqual({ found: "nothing" });
});

test("the line of code to add, where the runtime's language is known", () => {
  expect(eventLoggingCode("nodejs22.x")).toContain("JSON.stringify(event)");
  expect(eventLoggingCode("python3.13")).toContain("json.dumps(event)");
  expect(eventLoggingCode("provided.al2023")).toBeUndefined();
  expect(eventLoggingCode(undefined)).toBeUndefined();
});
