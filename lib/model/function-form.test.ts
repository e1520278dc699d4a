import { describe, expect, it } from "vitest";
import { functionProblems, newFunctionForm } from "./function-form";
import { findHandlerFile } from "./function-code";
import { startersFor } from "./starters";

const form = { ...newFunctionForm, name: "hello" };

describe("functionProblems", () => {
  it("accepts the defaults with a name, on an engine that asks for no role", () => {
    expect(functionProblems(form, false)).toEqual({});
  });
  it.each([
    [{ name: "no spaces" }, "name", /1 to 64/],
    [{ memoryMb: Number.NaN }, "memoryMb", /from 128/],
    [{ timeoutSeconds: 0 }, "timeoutSeconds", /from 1/],
    [{ handler: "" }, "handler", /like index.handler/],
    [{ role: "admin" }, "role", /arn:aws:iam/],
  ] as const)("refuses %j", (edit, field, text) => {
    expect(functionProblems({ ...form, ...edit }, true)[field]).toMatch(text);
  });
});

describe("starters", () => {
  it.each(["nodejs22.x", "python3.13"])("of %s hold the file their handler names", (runtime) => {
    const found = startersFor(runtime);
    expect(found.length).toBeGreaterThan(1);
    for (const { handler, file } of found)
      expect(findHandlerFile(runtime, handler, [file])).toBe(file);
  });
  it("are none where code must be compiled first", () => {
    expect(startersFor("java21")).toEqual([]);
  });
});
