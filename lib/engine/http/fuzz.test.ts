import { expect, test } from "vitest";
import { fuzzEngine } from "../testing/fuzz/fuzz-engine.ts";

test("20,000 malformed requests: no crash, no hang, always an answer like AWS's", async () => {
  const { findings, requests } = await fuzzEngine(20_000, 1);
  expect(findings).toEqual([]);
  expect(requests).toBe(20_000);
}, 300_000);
