import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { md5 } from "./md5";

it.each([
  "",
  "a",
  '{"orderId":"o_5590217"}',
  "ü".repeat(27),
  "x".repeat(55),
  "x".repeat(56),
  "x".repeat(64),
  "y".repeat(1000),
])("is the MD5 of %s", (text) => {
  expect(md5(text)).toBe(createHash("md5").update(text).digest("hex"));
});
