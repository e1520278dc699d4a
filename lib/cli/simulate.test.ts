import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { resultSchema } from "@/lib/simulator/result";
import { run } from "./simulate";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "simulate-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const scenario = {
  durationSeconds: 300,
  seed: 7,
  replications: 4,
  idleTimeoutSeconds: 600,
  account: { concurrencyLimit: 1000, environmentsPer10Seconds: 1000 },
  functions: [
    {
      name: "orders",
      memoryMb: 512,
      reservedConcurrency: 5,
      provisionedConcurrency: 2,
      invocation: "sync",
      arrivals: { kind: "poisson", ratePerSecond: 10 },
      warmService: { distribution: "lognormal", meanSeconds: 0.5, p99Seconds: 2 },
      coldService: { distribution: "constant", meanSeconds: 1.5 },
    },
  ],
};

async function simulate(content: unknown, ...options: string[]) {
  const file = join(folder, "scenario.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return call(file, ...options);
}

async function call(...argv: string[]) {
  let [stdout, stderr] = ["", ""];
  const code = await run(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr };
}

test("prints the result as JSON of its schema, the same each time", async () => {
  const first = await simulate(scenario, "--json");
  expect(first).toMatchObject({ code: 0, stderr: "" });
  const result = resultSchema.parse(JSON.parse(first.stdout));
  expect(result).toMatchObject({ replications: 4, seed: 7 });
  const { throttleProbability, interval95 } = result.functions[0]!;
  expect(throttleProbability).toBeGreaterThan(0.1);
  expect(interval95?.throttleProbability?.[0]).toBeLessThan(throttleProbability);
  expect((await simulate(scenario, "--json")).stdout).toBe(first.stdout);
});

test("prints a summary; options win over the file", async () => {
  const { code, stdout } = await simulate(scenario, "--replications", "1", "--seed", "3");
  expect(code).toBe(0);
  expect(stdout).toContain("300 s, 1 replication, seed 3, prices of us-east-1\n");
  expect(stdout).toMatch(
    /orders\n {2}requests +\d+, lost \d+\n {2}throttled +[\d.]+ % of requests,/,
  );
  expect(stdout).toContain("ReservedFunctionConcurrentInvocationLimitExceeded");
});

test("names the wrong field with its range and ends with 2", async () => {
  expect(await simulate({ ...scenario, seed: -1 })).toEqual({
    code: 2,
    stdout: "",
    stderr: `lambdeck simulate: seed must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}\n`,
  });
  const notJson = await simulate("{");
  expect(notJson.code).toBe(2);
  expect(notJson.stderr).toContain("scenario.json is not JSON");
});

test("ends with 2 when called wrongly, with 1 when the file cannot be read", async () => {
  expect((await call()).stderr).toContain("give the file of the scenario");
  expect((await call()).code).toBe(2);
  expect((await call("a.json", "b.json")).code).toBe(2);
  expect((await call("a.json", "--fast")).code).toBe(2);
  expect((await simulate(scenario, "--seed", "x")).stderr).toContain("--seed must be");
  const missing = await call(join(folder, "missing.json"));
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain("no such file");
  expect((await call("--help")).code).toBe(0);
});
