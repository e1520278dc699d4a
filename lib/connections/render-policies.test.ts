import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { replacePolicies } from "./render-policies";

it("is what the README shows (else run node bin/write-policies.mjs)", () => {
  const page = readFileSync("README.md", "utf8");
  expect(page).toBe(replacePolicies(page));
});
