import { expect, test } from "vitest";
import { PatternError } from "../event-pattern/pattern-reader.ts";
import { parseFilter } from "./filter-pattern.ts";

const body = (value: unknown) => ({
  body: typeof value === "string" ? value : JSON.stringify(value),
});
const matches = (pattern: unknown, record: Record<string, unknown>) =>
  parseFilter(JSON.stringify(pattern)).matches(record);

test.each([
  ["exact", { k: ["a"] }, { k: "a" }, { k: "b" }],
  ["one of several", { k: ["a", "b"] }, { k: "b" }, { k: "c" }],
  ["and", { a: [1], b: [2] }, { a: 1, b: 2 }, { a: 1, b: 3 }],
  ["nested", { a: { b: ["x"] } }, { a: { b: "x" } }, { a: { c: "x" } }],
  ["null", { k: [null] }, { k: null }, { k: "null" }],
  ["empty", { k: [""] }, { k: "" }, {}],
  ["number", { k: [300] }, { k: 300.0 }, { k: "300" }],
  ["any element of a list", { k: ["b"] }, { k: ["a", "b"] }, { k: ["a"] }],
  ["equals-ignore-case", { k: [{ "equals-ignore-case": "Aa" }] }, { k: "aA" }, { k: "ab" }],
  ["prefix", { k: [{ prefix: "us-" }] }, { k: "us-east-1" }, { k: "eu-us-" }],
  ["suffix", { k: [{ suffix: ".png" }] }, { k: "a.png" }, { k: "a.jpg" }],
  ["anything-but", { k: [{ "anything-but": ["a", "b"] }] }, { k: "c" }, { k: "b" }],
  ["anything-but needs a value", { k: [{ "anything-but": "a" }] }, { k: 1 }, {}],
  ["anything-but prefix", { k: [{ "anything-but": { prefix: "a" } }] }, { k: "b" }, { k: "ab" }],
  ["numeric", { k: [{ numeric: ["<", 100] }] }, { k: 99 }, { k: 100 }],
  ["numeric range", { k: [{ numeric: [">=", 100, "<", 200] }] }, { k: 100 }, { k: 200 }],
  ["numeric wants a number", { k: [{ numeric: ["=", 1] }] }, { k: 1 }, { k: "1" }],
  ["exists", { k: [{ exists: true }] }, { k: false }, { other: 1 }],
  ["exists is for leaves", { k: [{ exists: true }] }, { k: [1] }, { k: { deep: 1 } }],
  ["not exists", { k: [{ exists: false }] }, { other: 1 }, { k: 1 }],
  ["$or", { $or: [{ a: [1] }, { b: [2] }] }, { a: 9, b: 2 }, { a: 9, b: 9 }],
])("%s", (_name, pattern, good, bad) => {
  expect(matches({ body: pattern }, body(good))).toBe(true);
  expect(matches({ body: pattern }, body(bad))).toBe(false);
});

test("a plain pattern matches plain bodies only, and a JSON pattern JSON bodies only", () => {
  expect(matches({ body: ["hello"] }, body("hello"))).toBe(true);
  expect(matches({ body: [{ prefix: "he" }] }, body("hello"))).toBe(true);
  expect(matches({ body: { k: ["v"] } }, body("hello"))).toBe(false);
  expect(matches({ body: [{ "anything-but": "x" }] }, body({ k: "v" }))).toBe(false);
  expect(matches({ messageAttributes: [{ exists: false }] }, body({ k: "v" }))).toBe(true);
});

test.each([
  "no json",
  "[]",
  '{"body":"x"}',
  '{"body":[]}',
  '{"body":{}}',
  '{"body":[{"wildcard":"*"}]}',
  '{"body":[{"numeric":["<"]}]}',
  '{"body":[{"numeric":["!",1]}]}',
  '{"body":[{"prefix":1}]}',
  '{"body":[{"exists":"yes"}]}',
  '{"body":[["nested"]]}',
])("refuses %s", (text) => {
  expect(() => parseFilter(text)).toThrow(PatternError);
});
