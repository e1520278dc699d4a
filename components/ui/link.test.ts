import { expect, test } from "vitest";
import { keepParams } from "./link";

test("links keep connection and range and nothing else", () => {
  const current = new URLSearchParams("connection=profile:a@eu-west-1&range=7d&q=x");
  expect(keepParams("/logs", current)).toBe("/logs?connection=profile%3Aa%40eu-west-1&range=7d");
  expect(keepParams("/logs?range=1h#end", current)).toBe(
    "/logs?range=1h&connection=profile%3Aa%40eu-west-1#end",
  );
  expect(keepParams("/logs", new URLSearchParams())).toBe("/logs");
});
