import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import type { KeptLimits } from "./kept-limits.ts";

const linux = test.runIf(process.platform === "linux");

let engine: FunctionRunner;
beforeAll(async () => {
  engine = await runFunctions();
});
afterAll(() => engine.stop());

/** Where memory is slow, taking it takes long. */
const patienceMs = 90_000;

const hog = `exports.handler = async ({ megabytes }) => {
  const kept = [];
  for (let i = 0; i < megabytes; i += 16) kept.push(Buffer.alloc(16 << 20, 1));
  return kept.length;
};`;

linux(
  "a function that takes more memory than it has is killed and reported as on AWS",
  async () => {
    await engine.deploy("hog", hog, { MemorySize: 128, Timeout: 60 });
    const fine = await engine.call("hog", { megabytes: 32 });
    expect(fine.value).toBe(2);
    expect(Number(/Max Memory Used: (\d+) MB/.exec(fine.tail)?.[1])).toBeLessThan(128);
    const full = await engine.call("hog", { megabytes: 2000 });
    expect(full.error).toBe("Unhandled");
    expect(full.value).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(
        /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: signal: killed$/,
      ),
    });
    expect(full.tail).toMatch(
      /Memory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.OutOfMemory\n/,
    );
    expect((await engine.call("hog", { megabytes: 16 })).value).toBe(1);
  },
  patienceMs,
);

const child = `exports.handler = async () => {
  const code = "b = []\\nwhile True: b.append(bytearray(b'x') * (16 << 20))";
  const { status, signal } = require("node:child_process").spawnSync("python3", ["-c", code]);
  return { status, signal };
};`;

test.runIf(existsSync("/usr/bin/python3"))(
  "memory of a function's children counts",
  async () => {
    await engine.deploy("parent", child, { MemorySize: 128, Timeout: 60 });
    const { tail } = await engine.call("parent");
    expect(tail).toContain("Error Type: Runtime.OutOfMemory");
  },
  patienceMs,
);

const spin = `exports.handler = async ({ cpuMs }) => {
  const startedMs = Date.now();
  const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const first = used();
  while (used() - first < cpuMs) for (let i = 0; i < 1e4; i++);
  return Date.now() - startedMs;
};`;

linux("a function has CPU in proportion to its memory, and health says so", async () => {
  const limited = await runFunctions({ cpuQuota: "on" });
  try {
    const health = await fetch(`${limited.endpoint}/_lambdeck/health`);
    const { limits } = (await health.json()) as { limits: KeptLimits };
    expect(["cgroup", "signals"]).toContain(limits.cpu);
    await limited.deploy("spin", spin, { MemorySize: 128 });
    const { value } = await limited.call("spin", { cpuMs: 150 });
    // 150 ms at 128 / 1769 of a core are 2,073 ms; the end of the last pause is not waited for.
    expect(value).toBeGreaterThan(500);
  } finally {
    await limited.stop();
  }
});

const files = `exports.handler = async () => {
  const fs = require("node:fs");
  const open = [];
  try { for (;;) open.push(fs.openSync("/dev/null", "r")); }
  catch (error) { return [error.code, open.length]; }
};`;

test("a function can open 1,024 files", async () => {
  await engine.deploy("files", files);
  const [code, opened] = (await engine.call("files")).value as [string, number];
  expect(code).toBe("EMFILE");
  expect(opened).toBeGreaterThan(950);
  expect(opened).toBeLessThan(1024);
});
