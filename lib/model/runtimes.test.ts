import { expect, test } from "vitest";
import { isDeprecated, runtimeWarning, standInOf } from "./runtimes";

const nowMs = Date.UTC(2026, 10, 21);

test("a runtime whose support has ended", () => {
  expect(isDeprecated("nodejs18.x", nowMs)).toBe(true);
  expect(runtimeWarning("nodejs18.x", nowMs)).toBe(
    "AWS ended support for nodejs18.x on 2025-09-01; creating will be blocked from 2027-02-01, updating will be blocked from 2027-03-03.",
  );
});

test("a runtime whose support ends within half a year is warned about, but not deprecated", () => {
  expect(isDeprecated("nodejs22.x", nowMs)).toBe(false);
  expect(runtimeWarning("nodejs22.x", nowMs)).toMatch(
    /^AWS ends support for nodejs22.x on 2027-04-30;/,
  );
});

test("current, unscheduled, unknown and missing runtimes are quiet", () => {
  for (const runtime of ["nodejs24.x", "java17.al2023", "cobol1", "constructor", undefined]) {
    expect(runtimeWarning(runtime, nowMs)).toBeUndefined();
    expect(isDeprecated(runtime, nowMs)).toBe(false);
  }
});

test("an ARN that names a version in words tells what stands in for a runtime", () => {
  expect(standInOf("arn:aws:lambda:eu-west-1::runtime:nodejs-20.20.2")).toBe("Node.js 20.20.2");
  expect(standInOf(`arn:aws:lambda:eu-west-1::runtime:${"0e".repeat(32)}`)).toBeUndefined();
  expect(standInOf(undefined)).toBeUndefined();
});
