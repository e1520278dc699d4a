import { expect, test } from "vitest";
import { checkTags } from "./tags.ts";

test("tags keep to their limits", () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, ""]));
  expect(() => checkTags({ ...many(49), ["k".repeat(128)]: "v".repeat(256) })).not.toThrow();
  expect(() => checkTags(many(51))).toThrow("at most 50 tags");
  for (const key of ["", "k".repeat(129), "aws:mine"])
    expect(() => checkTags({ [key]: "v" })).toThrow(`Invalid tag key: ${key}`);
  expect(() => checkTags({ k: "v".repeat(257) })).toThrow("Invalid tag value of k: it is too long");
});

test("null in place of a value is refused like any other wrong one", () => {
  expect(() => checkTags({ k: null })).toThrow("Invalid tag value of k: it is null");
});
