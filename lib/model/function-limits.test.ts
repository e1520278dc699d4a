import { describe, expect, it } from "vitest";
import {
  environmentNameError,
  environmentSizeBytes,
  functionNameError,
  rangeError,
} from "./function-limits";

describe("rangeError", () => {
  it.each([
    ["memoryMb", 127],
    ["memoryMb", 10_241],
    ["memoryMb", 128.5],
    ["timeoutSeconds", 0],
    ["timeoutSeconds", 901],
    ["ephemeralStorageMb", 511],
    ["maximumConcurrency", 1],
    ["maximumRetryAttempts", Number.NaN],
  ] as const)("refuses %s = %s and names the range", (field, value) => {
    expect(rangeError(field, value)).toMatch(/must be a whole number from [\d,]+ to [\d,]+/);
  });

  it("allows the ends of a range", () => {
    expect(rangeError("memoryMb", 128)).toBeUndefined();
    expect(rangeError("memoryMb", 10_240)).toBeUndefined();
    expect(rangeError("timeoutSeconds", 900)).toBeUndefined();
  });
});

describe("environmentNameError", () => {
  it.each(["", "A", "1A", "WITH-DASH", "AWS_REGION", "_HANDLER"])("refuses %j", (name) => {
    expect(environmentNameError(name)).toBeTruthy();
  });

  it("allows ordinary names", () => {
    expect(environmentNameError("TABLE_NAME")).toBeUndefined();
  });
});

it("counts the variables as the JSON AWS stores", () => {
  expect(environmentSizeBytes({ A1: "é" })).toBe('{"A1":"é"}'.length + 1);
});

it("refuses names AWS refuses", () => {
  expect(functionNameError("a b")).toBeTruthy();
  expect(functionNameError("a".repeat(65))).toBeTruthy();
  expect(functionNameError("orders_api-2")).toBeUndefined();
});
