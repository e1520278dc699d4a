import { describe, expect, it } from "vitest";
import { parseFilter as parseInEngine } from "@/lib/engine/pollers/filter-pattern";
import { parseFilter } from "./filter-pattern";

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
];

describe("parseFilter", () => {
  it.each(cases)("%s", (pattern, matches) => {
    expect(parseFilter(pattern).matches(record)).toBe(matches);
    // What the page says must be what the local cloud does.
    expect(parseInEngine(pattern).matches(record)).toBe(matches);
  });

  it.each(["{", "[]", '{"a":1}', '{"a":[]}', '{"a":[{"like":"x"}]}', '{"a":[{"exists":1}]}'])(
    "refuses %s",
    (pattern) => {
      expect(() => parseFilter(pattern)).toThrow();
      expect(() => parseInEngine(pattern)).toThrow();
    },
  );
});
