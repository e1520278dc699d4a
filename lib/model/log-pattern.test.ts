import { describe, expect, it } from "vitest";
import { asFilterPattern, wordsOfPattern } from "@/lib/model/log-pattern";

describe("asFilterPattern", () => {
  it.each([
    ["timeout", "timeout"],
    ["payment provider", "payment provider"],
    ["40ac9f7d-5b1e-4f02-93c7-1f6e0b2da871", '"40ac9f7d-5b1e-4f02-93c7-1f6e0b2da871"'],
    ["GET /checkout", 'GET "/checkout"'],
    [" order:17 ", '"order:17"'],
  ])("quotes what has to be quoted in %s", (typed, pattern) => {
    expect(asFilterPattern(typed)).toBe(pattern);
  });

  it.each([
    '"payment provider"',
    "?ERROR ?WARN",
    "ERROR -retry",
    'ERROR -"no retry"',
    "%o_[0-9]+%",
    '{ $.level = "ERROR" }',
    "[time, id, level = WARN, ...]",
    "",
  ])("leaves the pattern %s as it is", (pattern) => {
    expect(asFilterPattern(pattern)).toBe(pattern);
  });
});

describe("wordsOfPattern", () => {
  it.each([
    ["ERROR timeout", ["ERROR", "timeout"]],
    ['?"a b" ?c', ["a b", "c"]],
    ["ERROR -retry", ["ERROR"]],
    ['{ $.level = "ERROR" && $.id != "7" }', ["ERROR"]],
    ["%x%", []],
  ])("finds what %s looks for", (pattern, words) => {
    expect(wordsOfPattern(pattern)).toEqual(words);
  });
});
