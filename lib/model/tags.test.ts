import { describe, expect, it } from "vitest";
import { tagChanges, tagsProblem } from "./tags";

describe("tagsProblem", () => {
  it.each([
    [[{ key: "", value: "" }], /1 to 128/],
    [[{ key: "a", value: "x".repeat(257) }], /256/],
    [[{ key: "aws:x", value: "" }], /AWS's own/],
    [[{ key: "a", value: "<" }], /letters, digits/],
    [
      [
        { key: "a", value: "1" },
        { key: "a", value: "2" },
      ],
      /twice/,
    ],
    [Array.from({ length: 51 }, (_, i) => ({ key: `k${i}`, value: "" })), /at most 50/],
  ])("refuses %j", (rows, text) => {
    expect(tagsProblem(rows)).toMatch(text);
  });
  it("accepts ordinary tags", () => {
    expect(tagsProblem([{ key: "team", value: "Kasse & mehr".replace("&", "+") }])).toBeUndefined();
  });
});

describe("tagChanges", () => {
  it("names what is added, changed and removed, and leaves AWS's own alone", () => {
    const present = { "aws:cloudformation:stack-name": "s", keep: "1", change: "1", remove: "" };
    const rows = [
      { key: "keep", value: "1" },
      { key: "change", value: "2" },
      { key: "add", value: "" },
    ];
    expect(tagChanges(present, rows)).toEqual([
      { label: "change", before: "1", after: "2" },
      { label: "remove", before: "(empty)", after: undefined },
      { label: "add", before: undefined, after: "(empty)" },
    ]);
  });
});
