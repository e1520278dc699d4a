import { expect, test } from "vitest";
import { compilePattern } from "./compile-pattern.ts";

const matches = (pattern: unknown, event: unknown) =>
  compilePattern(JSON.stringify(pattern)).matches(event);

test.each([
  ["exact", { k: ["a"] }, { k: "a" }, { k: "A" }],
  ["one of several", { k: ["a", "b"] }, { k: "b" }, { k: "c" }],
  ["and", { a: [1], b: [2] }, { a: 1, b: 2 }, { a: 1, b: 3 }],
  ["nested", { a: { b: ["x"] } }, { a: { b: "x" } }, { a: { c: "x" } }],
  ["null", { k: [null] }, { k: null }, { k: "null" }],
  ["null is not an empty list", { k: [null] }, { k: [null] }, { k: [] }],
  ["boolean", { k: [false] }, { k: false }, { k: "false" }],
  ["number", { k: [300] }, { k: 3.0e2 }, { k: "300" }],
  ["any element of a list", { k: ["b"] }, { k: ["a", "b"] }, { k: ["a"] }],
  ["equals-ignore-case", { k: [{ "equals-ignore-case": "Aa" }] }, { k: "aA" }, { k: "ab" }],
  ["prefix", { k: [{ prefix: "us-" }] }, { k: "us-east-1" }, { k: "eu-us-" }],
  [
    "prefix, any case",
    { k: [{ prefix: { "equals-ignore-case": "US-" } }] },
    { k: "us-e" },
    { k: "eu" },
  ],
  ["suffix", { k: [{ suffix: ".png" }] }, { k: "a.png" }, { k: "a.jpg" }],
  [
    "suffix, any case",
    { k: [{ suffix: { "equals-ignore-case": ".PNG" } }] },
    { k: "a.png" },
    { k: "a.jpg" },
  ],
  ["anything-but", { k: [{ "anything-but": ["a", "b"] }] }, { k: "c" }, { k: "b" }],
  ["anything-but number", { k: [{ "anything-but": 404 }] }, { k: "404" }, { k: 404 }],
  ["anything-but needs a value", { k: [{ "anything-but": "a" }] }, { k: 1 }, {}],
  [
    "anything-but prefix",
    { k: [{ "anything-but": { prefix: ["a", "b"] } }] },
    { k: "cb" },
    { k: "ba" },
  ],
  ["anything-but suffix", { k: [{ "anything-but": { suffix: "a" } }] }, { k: "ab" }, { k: "ba" }],
  [
    "anything-but any case",
    { k: [{ "anything-but": { "equals-ignore-case": ["AB"] } }] },
    { k: "a" },
    { k: "ab" },
  ],
  [
    "anything-but wildcard",
    { k: [{ "anything-but": { wildcard: "*/lib/*" } }] },
    { k: "a/b" },
    { k: "a/lib/b" },
  ],
  ["numeric", { k: [{ numeric: ["<", 100] }] }, { k: 99 }, { k: 100 }],
  ["numeric range", { k: [{ numeric: [">=", 100, "<", 200] }] }, { k: 100 }, { k: 200 }],
  ["numeric wants a number", { k: [{ numeric: ["=", 1] }] }, { k: 1 }, { k: "1" }],
  ["exists", { k: [{ exists: true }] }, { k: false }, { other: 1 }],
  ["exists is for leaves", { k: [{ exists: true }] }, { k: null }, { k: { deep: 1 } }],
  ["an empty list has no leaf", { k: [{ exists: false }] }, { k: [] }, { k: ["a"] }],
  ["cidr", { k: [{ cidr: "10.0.0.0/24" }] }, { k: "10.0.0.255" }, { k: "10.0.1.0" }],
  ["cidr 6", { k: [{ cidr: "2001:db8::/32" }] }, { k: "2001:db8:1::" }, { k: "2001:db9::" }],
  ["wildcard", { k: [{ wildcard: "dir/*.png" }] }, { k: "dir/a/b.png" }, { k: "dir/a.jpg" }],
  ["wildcard, overlapping ends", { k: [{ wildcard: "ab*ba" }] }, { k: "abba" }, { k: "aba" }],
  ["wildcard, escaped", { k: [{ wildcard: "a\\*b" }] }, { k: "a*b" }, { k: "axb" }],
  ["wildcard in the middle", { k: [{ wildcard: "*x*y*" }] }, { k: "1x2y3" }, { k: "y2x" }],
  ["$or", { $or: [{ a: [1] }, { b: [2] }] }, { a: 9, b: 2 }, { a: 9, b: 9 }],
  ["$or beside and", { c: [1], $or: [{ a: [1] }, { b: [2] }] }, { c: 1, b: 2 }, { c: 2, b: 2 }],
  [
    "objects in lists",
    { r: { a: [1], b: [2] } },
    { r: [{ a: 1, b: 2 }] },
    { r: [{ a: 1 }, { b: 2 }] },
  ],
  ["joined names", { d: { "a.b": ["x"] } }, { d: { a: { b: "x" } } }, { d: { "a.b": { b: "x" } } }],
])("%s", (_name, pattern, good, bad) => {
  expect(matches(pattern, good)).toBe(true);
  expect(matches(pattern, bad)).toBe(false);
});

// Words and places as AWS's own compiler tells them (aws/event-ruler with Jackson's places).
test.each([
  ["[]", "Filter is not an object", 2],
  ['{"int": 42}', '"int" must be an object or an array', 11],
  ['{"string": "my-value"}', '"string" must be an object or an array', 13],
  ['{"resources": []}', "Empty arrays are not allowed", 17],
  ['{"a": {}}', "Empty objects are not allowed", 9],
  ['{"my_key": [{"EXISTS": true}]}', "Unrecognized match type EXISTS", 28],
  ['{"detail": {"equal": [{"NUMERIC": ["=", 5]}]}}', "Unrecognized match type NUMERIC", 36],
  ['{"detail": {"c-count": [{"numeric": [">", 0, ">", 0]}]}}', "Bad numeric range operator: >", 49],
  ['{"k": [{"exists": "yes"}]}', "exists match pattern must be either true or false.", undefined],
  ['{"k": [{"prefix": 1}]}', "prefix match pattern must be a string", undefined],
  [
    '{"k": [{"anything-but": {"cidr": "1.2.3.4/8"}}]}',
    "Unsupported anything-but pattern: cidr",
    undefined,
  ],
  ['{"k": [{"anything-but": {"prefix": ""}}]}', "Null prefix/suffix not allowed", undefined],
  [
    '{"k": [{"anything-but": ["a", 1]}]}',
    "Inside anything but list, either all values are number or string, mixed type is not supported",
    undefined,
  ],
  ['{"k": [{"numeric": [">", 5, "<", 1]}]}', "Bottom must be less than top", undefined],
  ['{"k": [{"cidr": "10.0.0.0"}]}', "Malformed CIDR, one '/' required", undefined],
  ['{"k": [{"wildcard": "a**b"}]}', "Consecutive wildcard characters at pos 2", undefined],
  ['{"k": [["a"]]}', "Match value must be String, number, true, false, or null", undefined],
  ['{"$or": [{"a": [1]}]}', "There must have at least 2 Objects in $or relationship.", undefined],
  ['{"k": ["a"]', "Filter is not valid JSON", undefined],
  ['{"k": ["a"]} x', "Filter is not valid JSON", undefined],
  ["invalid", "Filter is not valid JSON", undefined],
])("refuses %s", (text, reason, column) => {
  const place = column === undefined ? "" : `; line: 1, column: ${column}]`;
  expect(() => compilePattern(text)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        new RegExp(
          `^${escaped(reason)}\\n at \\[Source: \\(String\\)"${escaped(text)}".*${escaped(place)}`,
        ),
      ),
    }),
  );
});

const escaped = (text: string) => text.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");

test("alternatives do not multiply without end", () => {
  const or = { $or: Array.from({ length: 40 }, (_, at) => ({ a: [at] })) };
  expect(() => compilePattern(JSON.stringify({ x: or, y: or, z: or }))).toThrow(/too complex/);
});
