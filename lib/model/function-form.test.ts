import { describe, expect, it } from "vitest";
import { fieldOfProblem, functionProblems, newFunctionForm } from "./function-form";
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

describe("fieldOfProblem", () => {
  const problem = { kind: "invalid", title: "", detail: "" } as const;
  it.each([
    [{ ...problem, field: "memoryMb" }, "memoryMb"],
    [{ ...problem, field: "zip" }, "zip"],
    [{ ...problem, kind: "conflict", code: "ResourceConflictException" }, "name"],
    [
      { ...problem, detail: "The role defined for the function cannot be assumed by Lambda." },
      "role",
    ],
    [
      { ...problem, detail: "The runtime parameter of nodejs14.x is no longer supported" },
      "runtime",
    ],
    [{ ...problem, detail: "Unzipped size must be smaller than 262144000 bytes" }, "zip"],
    [{ ...problem, kind: "denied", detail: "not authorized to pass the role x" }, undefined],
    [{ ...problem, detail: "Something else" }, undefined],
  ] as const)("of %j", (given, field) => {
    expect(fieldOfProblem(given)).toBe(field);
  });
});

describe("starters", () => {
  it.each([
    ["nodejs22.x", 3],
    ["python3.13", 2],
    ["provided.al2023", 1],
  ])("of %s hold the file their handler names", (runtime, count) => {
    const found = startersFor(runtime);
    expect(found).toHaveLength(count);
    for (const { handler, file } of found)
      expect(findHandlerFile(runtime, handler, [file])).toBe(file);
  });
  it("are none where code must be compiled first", () => {
    expect(startersFor("java21")).toEqual([]);
  });
});
