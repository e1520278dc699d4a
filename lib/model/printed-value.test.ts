import { inspect } from "node:util";
import { expect, test } from "vitest";
import { parsePrinted, PrintedValueError } from "./printed-value";

const sqs = {
  Records: [
    {
      messageId: "19dd0b57",
      body: '{"a": "it\'s"}',
      attributes: { n: "1" },
      eventSource: "aws:sqs",
    },
  ],
};

test.each<[string, string, unknown]>([
  ["JSON", JSON.stringify(sqs), sqs],
  ["indented JSON", JSON.stringify(sqs, null, 2), sqs],
  [
    "what Node.js prints of a flat object",
    inspect({ word: "apple", fail: true, "a-b": 1.5, list: [1, "x"], no: null }),
    { word: "apple", fail: true, "a-b": 1.5, list: [1, "x"], no: null },
  ],
  [
    "what Node.js prints over several lines",
    inspect({ text: "it's long ".repeat(12), more: "b".repeat(60), quotes: `'"` }),
    { text: "it's long ".repeat(12), more: "b".repeat(60), quotes: `'"` },
  ],
  [
    "what Python prints",
    "{'a': True, 'b': None, 'c': [1, -2.5e3], 'd': \"it's\", 'e': 'x\\n\\u00e9\\'', 'f': (1, 2)}",
    { a: true, b: null, c: [1, -2500], d: "it's", e: "x\né'", f: [1, 2] },
  ],
  ["strings that Node.js broke into parts", "{ a: 'one\\n' +\n    'two' }", { a: "one\ntwo" }],
  ["nothing in it", "{}", {}],
  [
    "a name that means something to JavaScript",
    '{"__proto__": {"x": 1}}',
    JSON.parse('{"__proto__": {"x": 1}}'),
  ],
])("reads %s", (_, text, value) => {
  expect(parsePrinted(text).value).toEqual(value);
});

test("says where the value ended", () => {
  expect(parsePrinted("event: {a: 1} done", 7)).toEqual({ value: { a: 1 }, end: 13 });
});

test.each([
  ["deep objects", inspect({ a: { b: { c: { d: 1 } } } }), "left out"],
  ["deep lists", inspect({ a: { b: { c: [1] } } }), "left out"],
  ["long lists", inspect({ a: Array.from({ length: 200 }, (_, i) => i) }), "left out"],
  ["long texts", inspect({ a: "x".repeat(20_000) }), "cut"],
  ["an end that is missing", '{"a": "b', "breaks off"],
  ["bytes", inspect({ a: Buffer.from("x") }), "not written as a value"],
  ["objects of a class", "{'a': Decimal('1')}", "not written as a value"],
  ["words", "hello", "not written as a value"],
  ["an endless nest", "[".repeat(10_000), "too deeply"],
])("refuses %s", (_, text, why) => {
  expect(() => parsePrinted(text)).toThrow(PrintedValueError);
  expect(() => parsePrinted(text)).toThrow(why);
});
