import { describe, expect, it, test } from "vitest";
import { compilePattern } from "@/lib/engine/event-pattern/compile-pattern";
import { parseFilter as parseInEngine } from "@/lib/engine/pollers/filter-pattern";
import { parseFilter, patternProblem } from "./filter-pattern";
import type { PatternLanguage } from "./filter-rules";

const record = { body: '{"type":"paid","cents":120,"tags":["a","b"],"note":null}', messageId: "1" };

const cases: [pattern: string, matches: boolean][] = [
  ['{"body":{"type":["paid"]}}', true],
  ['{"body":{"type":["open"]}}', false],
  ['{"body":{"cents":[{"numeric":[">",100,"<=",120]}]}}', true],
  ['{"body":{"tags":["b"]}}', true],
  ['{"body":{"note":[null]}}', true],
  ['{"body":{"missing":[{"exists":false}]}}', true],
  ['{"body":{"type":[{"prefix":"pa"}]}}', true],
  ['{"body":{"type":[{"anything-but":["paid"]}]}}', false],
  ['{"body":{"$or":[{"type":["open"]},{"cents":[120]}]}}', true],
  ['{"body":["plain text"]}', false],
  ["{}", true],
];

describe("a filter of a mapping", () => {
  it.each(cases)("%s", (pattern, matches) => {
    expect(parseFilter(pattern).matches(record)).toBe(matches);
    // What the page says must be what the local cloud does.
    expect(parseInEngine(pattern).matches(record)).toBe(matches);
  });

  it.each([
    "{",
    "[]",
    '{"a":1}',
    '{"a":[]}',
    '{"a":{}}',
    '{"a":[["b"]]}',
    '{"a":[{"like":"x"}]}',
    '{"a":[{"exists":1}]}',
    '{"a":[{"wildcard":"*"}]}',
    '{"a":[{"cidr":"10.0.0.0/8"}]}',
    '{"a":[{"prefix":"x","suffix":"y"}]}',
  ])("refuses %s", (pattern) => {
    expect(() => parseFilter(pattern)).toThrow();
    expect(() => parseInEngine(pattern)).toThrow();
  });

  it("takes the data of a stream's record apart as well, and plain text only for a plain rule", () => {
    const json = parseFilter('{"data":{"a":[1]}}');
    expect(json.matches({ data: '{"a":1}' })).toBe(true);
    expect(json.matches({ data: "plain" })).toBe(false);
    const plain = parseFilter('{"data":[{"prefix":"p"}]}');
    expect(plain.matches({ data: "plain" })).toBe(true);
    expect(plain.matches({ data: '{"a":1}' })).toBe(false);
    expect(parseFilter('{"value":{"a":[1]}}').matches({ value: '{"a":1}' })).toBe(true);
  });
});

// Each with an event that fits and one that does not; the local cloud's own matcher must agree.
test.each<[name: string, pattern: unknown, good: unknown, bad: unknown]>([
  ["exact, case sensitive", { k: ["a"] }, { k: "a" }, { k: "A" }],
  ["one of several", { k: ["a", "b"] }, { k: "b" }, { k: "c" }],
  ["all of several fields", { a: [1], b: [2] }, { a: 1, b: 2 }, { a: 1, b: 3 }],
  ["nested", { a: { b: ["x"] } }, { a: { b: "x" } }, { a: { c: "x" } }],
  ["null is not a text", { k: [null] }, { k: null }, { k: "null" }],
  ["null is not absence", { k: [null] }, { k: null }, {}],
  ["an empty text", { k: [""] }, { k: "" }, { k: " " }],
  ["boolean", { k: [false] }, { k: false }, { k: "false" }],
  ["number in any spelling", { k: [300] }, { k: 3.0e2 }, { k: "300" }],
  ["any element of a list", { k: ["b"] }, { k: ["a", "b"] }, { k: ["a"] }],
  ["ignoring case", { k: [{ "equals-ignore-case": "Aa" }] }, { k: "aA" }, { k: "ab" }],
  ["prefix", { k: [{ prefix: "us-" }] }, { k: "us-east-1" }, { k: "eu-us-" }],
  [
    "prefix ignoring case",
    { k: [{ prefix: { "equals-ignore-case": "US-" } }] },
    { k: "us-e" },
    { k: "eu" },
  ],
  ["suffix", { k: [{ suffix: ".png" }] }, { k: "a.png" }, { k: "a.jpg" }],
  [
    "suffix ignoring case",
    { k: [{ suffix: { "equals-ignore-case": ".PNG" } }] },
    { k: "a.png" },
    { k: "a.jpg" },
  ],
  ["anything but", { k: [{ "anything-but": ["a", "b"] }] }, { k: "c" }, { k: "b" }],
  ["anything but a number", { k: [{ "anything-but": 404 }] }, { k: "404" }, { k: 404 }],
  ["anything but needs a value", { k: [{ "anything-but": "a" }] }, { k: 1 }, {}],
  [
    "anything but a prefix",
    { k: [{ "anything-but": { prefix: ["a", "b"] } }] },
    { k: "cb" },
    { k: "ba" },
  ],
  ["anything but a suffix", { k: [{ "anything-but": { suffix: "a" } }] }, { k: "ab" }, { k: "ba" }],
  [
    "anything but, ignoring case",
    { k: [{ "anything-but": { "equals-ignore-case": ["AB"] } }] },
    { k: "a" },
    { k: "ab" },
  ],
  [
    "anything but a wildcard",
    { k: [{ "anything-but": { wildcard: "*/lib/*" } }] },
    { k: "a/b" },
    { k: "a/lib/b" },
  ],
  ["numeric", { k: [{ numeric: ["<", 100] }] }, { k: 99 }, { k: 100 }],
  ["numeric equal", { k: [{ numeric: ["=", 1] }] }, { k: 1 }, { k: "1" }],
  ["numeric range", { k: [{ numeric: [">=", 100, "<", 200] }] }, { k: 100 }, { k: 200 }],
  ["exists", { k: [{ exists: true }] }, { k: false }, { other: 1 }],
  ["exists is for leaves", { k: [{ exists: true }] }, { k: null }, { k: { deep: 1 } }],
  ["an empty list has no leaf", { k: [{ exists: false }] }, { k: [] }, { k: ["a"] }],
  ["addresses", { k: [{ cidr: "10.0.0.0/24" }] }, { k: "10.0.0.255" }, { k: "10.0.1.0" }],
  [
    "long addresses",
    { k: [{ cidr: "2001:db8::/32" }] },
    { k: "2001:db8:1::" },
    { k: "2001:db9::" },
  ],
  ["wildcard", { k: [{ wildcard: "dir/*.png" }] }, { k: "dir/a/b.png" }, { k: "dir/a.jpg" }],
  [
    "wildcard whose ends would overlap",
    { k: [{ wildcard: "ab*ba" }] },
    { k: "abba" },
    { k: "aba" },
  ],
  ["wildcard with a star of its own", { k: [{ wildcard: "a\\*b" }] }, { k: "a*b" }, { k: "axb" }],
  ["wildcard with texts between", { k: [{ wildcard: "*x*y*" }] }, { k: "1x2y3" }, { k: "y2x" }],
  ["$or", { $or: [{ a: [1] }, { b: [2] }] }, { a: 9, b: 2 }, { a: 9, b: 9 }],
  ["$or beside and", { c: [1], $or: [{ a: [1] }, { b: [2] }] }, { c: 1, b: 2 }, { c: 2, b: 2 }],
  [
    "fields of one object in a list",
    { r: { a: [1], b: [2] } },
    { r: [{ a: 1, b: 2 }] },
    { r: [{ a: 1 }, { b: 2 }] },
  ],
  ["joined names", { d: { "a.b": ["x"] } }, { d: { a: { b: "x" } } }, { d: {} }],
])("a rule's pattern: %s", (_name, pattern, good, bad) => {
  const text = JSON.stringify(pattern);
  const filter = parseFilter(text, "rule");
  expect([filter.matches(good), filter.matches(bad)]).toEqual([true, false]);
  const engine = compilePattern(text);
  expect([engine.matches(good), engine.matches(bad)]).toEqual([true, false]);
});

test.each([
  '{"k":[{"prefix":1}]}',
  '{"k":[{"anything-but":{"cidr":"1.2.3.4/8"}}]}',
  '{"k":[{"anything-but":{"prefix":""}}]}',
  '{"k":[{"anything-but":["a",1]}]}',
  '{"k":[{"anything-but":[null]}]}',
  '{"k":[{"numeric":[">",5,"<",1]}]}',
  '{"k":[{"numeric":[">",0,">",0]}]}',
  '{"k":[{"numeric":["~",0]}]}',
  '{"k":[{"cidr":"10.0.0.0"}]}',
  '{"k":[{"cidr":"10.0.0.300/8"}]}',
  '{"k":[{"wildcard":"a**b"}]}',
  '{"k":[{"wildcard":"a\\\\b"}]}',
  "{}",
])("a rule's pattern is refused: %s", (text) => {
  expect(() => parseFilter(text, "rule")).toThrow();
  expect(() => compilePattern(text)).toThrow();
});

test.each<[PatternLanguage, string, RegExp | undefined]>([
  ["attributes", '{"store":["a"],"price":[{"numeric":[">",1]}]}', undefined],
  ["attributes", '{"store":{"name":["a"]}}', /no nested fields/],
  ["body", '{"store":{"name":["a"]}}', undefined],
  ["body", '{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}', /at most 5 keys/],
  ["body", JSON.stringify({ a: numbers(13), b: numbers(12) }), /156 ways/],
  ["attributes", '{"ip":[{"cidr":"10.0.0.0/8"}]}', undefined],
  ["attributes", '{"ip":[{"wildcard":"10*"}]}', /unknown operator "wildcard"/],
])("a filter policy on %s: %s", (language, text, problem) => {
  const said = patternProblem(text, language);
  if (problem) expect(said).toMatch(problem);
  else expect(said).toBeUndefined();
});

test("says which fields did not fit, and what was there instead", () => {
  const filter = parseFilter(
    '{"body":{"type":["paid"],"cents":[{"numeric":[">",100]}],"who":[{"exists":true}]}}',
  );
  expect(filter.misses({ body: '{"type":"open","cents":120}' })).toEqual([
    { path: "body.type", wanted: '["paid"]', found: '"open"' },
    { path: "body.who", wanted: '[{"exists":true}]', found: undefined },
  ]);
  expect(filter.misses({ body: '{"type":"paid","cents":120,"who":1}' })).toEqual([]);
});

test("of alternatives that all fail it says what each had wanted", () => {
  const filter = parseFilter('{"detail":{"$or":[{"a":[1]},{"b":[2]}]}}', "rule");
  expect(filter.misses({ detail: { a: 3 } })).toEqual([
    { path: "detail.$or", wanted: "detail.a: [1] or detail.b: [2]" },
  ]);
});

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
