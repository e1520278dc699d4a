import { expect, test } from "vitest";
import { fuzzEngine } from "../testing/fuzz/fuzz-engine.ts";

test("20,000 malformed requests: no crash, no hang, always an answer like AWS's", async () => {
  const heapBytes = process.memoryUsage().heapUsed;
  const report = await fuzzEngine(Number(process.env.FUZZ ?? 20_000), 1);
  console.log(report.statuses, report.longestStallMs, process.memoryUsage().heapUsed - heapBytes);
  expect(report.findings).toEqual([]);
  expect(report.longestStallMs).toBeLessThan(2000);
}, 120_000);
