import { expect, test } from "vitest";
import { functionsAsCsv, functionsAsJson } from "./export-functions";
import type { ListedFunction } from "./function-filter";

const row: ListedFunction = {
  name: "checkout-api",
  arn: "arn:checkout",
  runtime: "nodejs24.x",
  packageType: "Zip",
  architecture: "arm64",
  memoryMb: 1024,
  timeoutSeconds: 15,
  ephemeralStorageMb: 512,
  description: "",
  codeSizeBytes: 1,
  reservedConcurrency: null,
  tags: { note: '=cmd, "quoted"' },
  metrics: { invocations: 4, errors: 1, throttles: 0, totalDurationMs: 9, sparkline: [] },
};

test("CSV has a head line, quotes what needs it and leaves unknown cells empty", () => {
  const [head, line] = functionsAsCsv([row]).split("\r\n");
  expect(head).toMatch(/^name,arn,state,runtime,/);
  expect(line).toBe(
    'checkout-api,arn:checkout,,nodejs24.x,arm64,1024,15,,,,,4,1,0.25,0,,,,"note==cmd, ""quoted"""',
  );
});

test("a name that would run as a formula does not", () => {
  expect(functionsAsCsv([{ ...row, name: "=1+1" }])).toContain("'=1+1,");
  expect(functionsAsCsv([])).toBe("");
});

test("JSON keeps types", () => {
  expect(JSON.parse(functionsAsJson([row]))).toMatchObject([
    {
      name: "checkout-api",
      memoryMb: 1024,
      errorRate: 0.25,
      durationP99Ms: null,
      tags: { note: '=cmd, "quoted"' },
    },
  ]);
});
