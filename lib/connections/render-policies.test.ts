import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { replacePolicies } from "./render-policies";

it("is what the README shows (else run node bin/write-policies.mjs)", () => {
  const page = readFileSync("README.md", "utf8");
  expect(withoutSpace(page)).toBe(withoutSpace(replacePolicies(page)));
});

/** The formatter lays the JSON out in its own way. */
function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/g, "");
}
