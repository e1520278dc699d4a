import { describe, expect, it } from "vitest";
import {
  addedProblem,
  environmentEdit,
  environmentSize,
  noEnvironmentEdit,
  withPasted,
} from "./environment-draft";

describe("environmentEdit", () => {
  it("is nothing without a change, and only the changes otherwise", () => {
    expect(environmentEdit(noEnvironmentEdit)).toBeUndefined();
    expect(
      environmentEdit({
        replaced: { A: "1" },
        removed: ["B"],
        added: [{ name: "C", value: "3" }],
      }),
    ).toEqual({ set: { A: "1", C: "3" }, remove: ["B"] });
  });
});

describe("withPasted", () => {
  it("replaces present variables, adds the others and takes back a removal", () => {
    const draft = { replaced: {}, removed: ["A"], added: [{ name: "", value: "" }] };
    expect(withPasted(draft, ["A"], { A: "1", NEW: "2" })).toEqual({
      replaced: { A: "1" },
      removed: [],
      added: [{ name: "NEW", value: "2" }],
    });
  });
});

describe("addedProblem", () => {
  const draft = {
    ...noEnvironmentEdit,
    added: [
      { name: "OK", value: "" },
      { name: "OK", value: "" },
      { name: "HERE", value: "" },
      { name: "AWS_REGION", value: "" },
    ],
  };
  it.each([
    [0, undefined],
    [1, /twice/],
    [2, /exists already/],
    [3, /set by Lambda itself/],
  ])("of number %i", (index, problem) => {
    const found = addedProblem(draft, index, ["HERE"]);
    if (problem) expect(found).toMatch(problem);
    else expect(found).toBeUndefined();
  });
});

describe("environmentSize", () => {
  it("counts what would be saved", () => {
    const values = { A: "1", B: "2" };
    const draft = { replaced: { A: "long" }, removed: ["B"], added: [] };
    expect(environmentSize(draft, values)).toEqual({ bytes: '{"A":"long"}'.length });
    expect(environmentSize(noEnvironmentEdit, { A: "x".repeat(5_000) }).problem).toMatch(/4,096/);
  });
});
