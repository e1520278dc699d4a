import { describe, expect, it } from "vitest";
import type { Configuration } from "./configuration";
import { changedFields, fieldProblem, formOf, requestsFor, shownValue } from "./configuration-form";

const configuration: Configuration = {
  functionArn: "arn:aws:lambda:us-east-1:123456789012:function:f",
  memoryMb: 128,
  timeoutSeconds: 3,
  ephemeralStorageMb: 512,
  description: "",
  handler: "index.handler",
  runtime: "nodejs22.x",
  architecture: "x86_64",
  packageType: "Zip",
  tracingMode: "PassThrough",
  layers: [],
  environmentNames: [],
  logging: { format: "Text", logGroup: "/aws/lambda/f" },
  asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 },
  retention: { exists: true, days: 14 },
  problems: [],
};
const form = formOf(configuration);

describe("changedFields", () => {
  it("leaves out what was typed back", () => {
    expect(changedFields(form, { memoryMb: 128, timeoutSeconds: 9 })).toEqual(["timeoutSeconds"]);
  });
  it("counts an emptied field", () => {
    expect(changedFields(form, { memoryMb: Number.NaN })).toEqual(["memoryMb"]);
  });
});

describe("fieldProblem", () => {
  it.each([
    ["memoryMb", 127, /Memory must be a whole number from 128 to 10,240 MB/],
    ["memoryMb", Number.NaN, /Memory/],
    ["timeoutSeconds", 901, /900/],
    ["handler", "a b", /no spaces/],
    ["logGroup", "", /log group/i],
    ["onFailureArn", "queue", /ARN/],
  ] as const)("%s %s", (field, value, problem) => {
    expect(fieldProblem(field, { ...form, [field]: value })).toMatch(problem);
  });
  it("accepts what is", () => {
    for (const field of Object.keys(form) as (keyof typeof form)[])
      expect(fieldProblem(field, form)).toBeUndefined();
  });
});

describe("requestsFor", () => {
  it("asks only for what changed", () => {
    expect(requestsFor({ ...form, memoryMb: 256 }, ["memoryMb"])).toEqual({
      edit: { memoryMb: 256 },
    });
  });
  it("sends logging as a whole, with levels for JSON only", () => {
    expect(requestsFor({ ...form, logFormat: "JSON" }, ["logFormat"]).edit?.logging).toEqual({
      format: "JSON",
      logGroup: "/aws/lambda/f",
      applicationLogLevel: "INFO",
      systemLogLevel: "INFO",
    });
    expect(requestsFor({ ...form, logGroup: "/x" }, ["logGroup"]).edit?.logging).toEqual({
      format: "Text",
      logGroup: "/x",
    });
  });
  it("splits by call", () => {
    const next = { ...form, maximumRetryAttempts: 0, retentionDays: null };
    expect(requestsFor(next, ["maximumRetryAttempts", "retentionDays"])).toEqual({
      asynchronous: { maximumRetryAttempts: 0, maximumEventAgeSeconds: 21_600 },
      retention: { days: null },
    });
  });
});

it("shows values with their unit", () => {
  expect(shownValue("memoryMb", { ...form, memoryMb: 1024 })).toBe("1,024\u2009MB");
  expect(shownValue("retentionDays", { ...form, retentionDays: null })).toBe("for ever");
});
