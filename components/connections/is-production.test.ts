import { expect, test } from "vitest";
import { isProduction } from "./is-production";

test.each([
  ["acme-prod", true],
  ["default", true],
  ["contest", true],
  ["acme-dev", false],
  ["Staging_eu", false],
  ["sandbox", false],
])("profile %s is production: %s", (label, expected) =>
  expect(isProduction({ kind: "profile", label })).toBe(expected),
);

test("an engine or endpoint is not production", () => {
  expect(isProduction({ kind: "local", label: "Local engine" })).toBe(false);
  expect(isProduction({ kind: "endpoint", label: "mine" })).toBe(false);
});
