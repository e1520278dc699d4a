import { describe, expect, it } from "vitest";
import { formatJson, jsonProblem, jsonTokens } from "@/lib/model/json-text";

describe("jsonTokens", () => {
  it("keeps every character and tells keys from strings", () => {
    const text = '{"a" : [1, -2.5e3, true, null, "b:c", "q\\"q"], "d": {}}';
    const tokens = jsonTokens(text);
    expect(tokens.map((token) => token.text).join("")).toBe(text);
    expect(tokens.filter(({ kind }) => kind === "key").map((token) => token.text)).toEqual([
      '"a"',
      '"d"',
    ]);
    expect(tokens.filter(({ kind }) => kind === "number").map((token) => token.text)).toEqual([
      "1",
      "-2.5e3",
    ]);
  });

  it("does not lose what is not JSON", () => {
    for (const text of ['{"a": nope}', '"unterminated', "plain text, 3 words", ""])
      expect(
        jsonTokens(text)
          .map((token) => token.text)
          .join(""),
      ).toBe(text);
  });
});

describe("formatJson", () => {
  it("writes what JSON.stringify writes", () => {
    for (const value of [{}, [], { a: [1, { b: null }], c: {}, d: [] }, "x", 3, [[[]]]])
      expect(formatJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  });

  it("keeps digits that a number would lose", () => {
    expect(formatJson('{"id":12345678901234567890,"p":1.10}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "p": 1.10\n}',
    );
  });

  it("does not touch what is not JSON", () => {
    expect(formatJson("{a: 1}")).toBeUndefined();
  });
});

describe("jsonProblem", () => {
  it("says line and column", () => {
    expect(jsonProblem('{\n  "a": 1,\n}')).toMatchObject({ line: 3, column: 1 });
    expect(jsonProblem('{\n  "a": ')).toMatchObject({ line: 2, column: 8 });
    expect(jsonProblem('{"a": 1} x')).toMatchObject({ line: 1, column: 10 });
  });

  it("says it in few words", () => {
    expect(jsonProblem('{"a": 1,}')?.message).not.toMatch(/position|is not valid JSON/);
    expect(jsonProblem("  ")?.message).toBe("The event is empty. The smallest one is {}.");
  });

  it("has nothing to say about JSON", () => {
    expect(jsonProblem('{"a": "${uuid}"}')).toBeUndefined();
    expect(jsonProblem("3")).toBeUndefined();
  });
});
