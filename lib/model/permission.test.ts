import { describe, expect, it } from "vitest";
import { arnsMeet, type Permission, permits } from "./permission";

const rule = "arn:aws:events:us-east-1:123456789012:rule/nightly";
const permission: Permission = {
  statementId: "s",
  principal: "events.amazonaws.com",
  action: "lambda:InvokeFunction",
  sourceArn: rule,
};
const asked = { service: "events", sourceArn: rule, qualifier: undefined };

describe("arnsMeet", () => {
  it.each([
    [rule, rule, true],
    ["arn:aws:events:us-east-1:123456789012:rule/*", rule, true],
    ["arn:aws:events:*:*:rule/night?y", rule, true],
    ["arn:aws:events:us-east-1:123456789012:rule/other*", rule, false],
    // A star ends at the colon of its part.
    ["arn:aws:*:rule/nightly", rule, false],
    ["*", rule, true],
    ["arn:aws:s3:::up*", "arn:aws:s3:::uploads", true],
    ["arn:aws:s3:::uploads", "arn:aws:s3:::uploads-old", false],
    // A route of all methods and a statement for one of them.
    ["arn:aws:execute-api:r:1:a/*/GET/x", "arn:aws:execute-api:r:1:a/*/*/x", true],
    ["arn:aws:logs:r:1:log-group:/aws/x:*", "arn:aws:logs:r:1:log-group:/aws/x:*", true],
  ])("%s and %s: %s", (one, other, expected) => {
    expect(arnsMeet(one, other)).toBe(expected);
    expect(arnsMeet(other, one)).toBe(expected);
  });

  it("takes no longer for a pattern made to take long", () => {
    const pattern = `arn:aws:s3:::${"*a".repeat(2_000)}b`;
    expect(arnsMeet(pattern, `arn:aws:s3:::${"a".repeat(5_000)}`)).toBe(false);
  });
});

describe("permits", () => {
  it.each<[Partial<Permission>, boolean]>([
    [{}, true],
    [{ sourceArn: undefined }, true],
    [{ action: "lambda:*" }, true],
    [{ action: "lambda:GetFunction, lambda:InvokeFunction" }, true],
    [{ action: "lambda:InvokeFunctionUrl" }, false],
    [{ principal: "*" }, true],
    [{ principal: "s3.amazonaws.com" }, false],
    [{ principal: "events.amazonaws.com.cn" }, true],
    [{ qualifier: "live" }, false],
    [{ isForUrl: true }, false],
    [{ sourceArn: `arn:aws:s3:::x, ${rule}` }, true],
  ])("%j: %s", (edit, expected) => {
    expect(permits({ ...permission, ...edit }, asked)).toBe(expected);
  });

  it("knows a service by its name in a region", () => {
    const logs = { ...permission, principal: "logs.eu-west-1.amazonaws.com" };
    expect(permits(logs, { ...asked, service: "logs" })).toBe(true);
  });
});
