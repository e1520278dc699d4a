import { expect, test } from "vitest";
import { fuzzChannel, fuzzRuntimeApi } from "../testing/fuzz/fuzz-runtime-api.ts";

test("2,000 calls of a runtime and its extensions that make no sense: no crash, always an answer of the API", async () => {
  const { findings, calls, statuses } = await fuzzRuntimeApi(2000, 1);
  expect(findings).toEqual([]);
  expect(calls).toBe(2000);
  // It got as far as every kind of answer.
  expect(Object.keys(statuses)).toEqual(
    expect.arrayContaining(["200", "202", "400", "403", "404"]),
  );
}, 120_000);

test("20,000 frames of a runtime that make no sense end at most its channel", () => {
  expect(fuzzChannel(20_000, 1).closed).toBeGreaterThan(100);
});
