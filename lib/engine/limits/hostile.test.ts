import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import type { KeptLimits } from "./kept-limits.ts";

// What a function can try, by mistake or not, against the engine and the functions beside it.

let engine: FunctionRunner;
let kept: KeptLimits;
beforeAll(async () => {
  engine = await runFunctions();
  const health = await fetch(`${engine.endpoint}/_lambdeck/health`);
  ({ limits: kept } = (await health.json()) as { limits: KeptLimits });
  await engine.deploy("neighbour", `exports.handler = async () => process.pid;`);
});
afterAll(() => engine.stop());

/** A function of one statement, which may use \`event\`. */
async function attempt(name: string, statement: string, event: unknown = {}) {
  await engine.deploy(name, `exports.handler = async (event) => { ${statement} };`, {
    Timeout: 20,
  });
  return engine.call(name, event);
}

let neighbour: unknown;
beforeEach(async () => {
  neighbour = (await engine.call("neighbour")).value;
  return async () => {
    // The same process as before, not one that had to be started again.
    expect((await engine.call("neighbour")).value).toBe(neighbour);
  };
});

test("killing everything it can reach ends at most itself", async ({ skip }) => {
  skip(kept.isolation !== "namespace", "processes of this machine would be reached");
  const { error, value } = await attempt(
    "killer",
    // Were the engine wrong about that, this would end all there is on the machine.
    `if (require("node:fs").readlinkSync("/proc/self/ns/pid") === event.engine) return "not alone";
     try { process.kill(-1, "SIGKILL"); } catch {} return "alive";`,
    { engine: readlinkSync("/proc/self/ns/pid") },
  );
  expect(error ?? value).toBe("alive");
});

test("closing descriptors ends no more than the environment", async () => {
  await attempt(
    "closer",
    `const fs = require("node:fs");
     for (let fd = 0; fd < 64; fd++) try { fs.closeSync(fd); } catch {}
     return "closed";`,
  ).catch(() => undefined);
});

test("an output that is no log, or has no line ends, is kept in events of 256 KB", async () => {
  await attempt(
    "talker",
    `process.stdout.write(Buffer.from([0, 255, 10, 13]));
     try { require("node:fs").writeSync(3, "no frame at all"); } catch {}
     await new Promise((done) => process.stdout.write("x".repeat(3 << 20), done));
     return "said";`,
  );
  const lengths = (await engine.logged("talker")).map((message) => Buffer.byteLength(message));
  expect(Math.max(...lengths)).toBe(256 * 1024);
});

test("stopping itself ends in a time-out", async () => {
  await engine.deploy(
    "stopper",
    `exports.handler = async () => process.kill(process.pid, "SIGSTOP");`,
    {
      Timeout: 1,
    },
  );
  const { value } = await engine.call("stopper");
  expect(value).toMatchObject({ errorType: "Sandbox.Timedout" });
});

test("its package and the engine's files are out of its reach", async ({ skip }) => {
  const reach = `
    const fs = require("node:fs");
    const tried = (act) => { try { act(); return "done"; } catch (error) { return error.code; } };
    return {
      taskRoot: process.env.LAMBDA_TASK_ROOT,
      package: tried(() => fs.rmSync("/var/task/index.js")),
      database: fs.readFileSync("/var/.host" + event.file).length,
    };`;
  const file = join(engine.homeDir, "engine.sqlite");
  const before = readFileSync(file).length;
  const { value } = await attempt("vandal", reach, { file });
  const { taskRoot, ...outcome } = value as { taskRoot: string };
  skip(taskRoot !== "/var/task", "this machine allows no mount namespaces");
  expect(outcome).toEqual({ package: "EROFS", database: 0 });
  expect(existsSync(file) && readFileSync(file).length).toBe(before);
});

test("five functions that spin leave room for a sixth", async () => {
  const spinners = Array.from({ length: 5 }, async (_, index) => {
    const { value } = await attempt(
      `spinner-${index}`,
      `const endMs = Date.now() + 2000; let turns = 0; while (Date.now() < endMs) turns++; return turns > 0;`,
    );
    return value;
  });
  let spinning = true;
  const ended = Promise.all(spinners).finally(() => (spinning = false));
  const waitsMs: number[] = [];
  while (spinning) {
    const askedAtMs = performance.now();
    await engine.call("neighbour");
    waitsMs.push(performance.now() - askedAtMs);
  }
  expect(await ended).toEqual([true, true, true, true, true]);
  expect(waitsMs.toSorted((a, b) => a - b)[Math.floor(waitsMs.length / 2)]).toBeLessThan(1000);
});

test("tens of megabytes of log lines keep nobody waiting, and stay out of the engine's memory", async () => {
  const megabytes = 24;
  const before = process.memoryUsage().rss;
  let most = 0;
  const flood = attempt(
    "flood",
    `const lines = ("y".repeat(1023) + "\\n").repeat(64);
     for (let i = 0; i < ${megabytes * 16}; i++)
       if (!process.stdout.write(lines)) await new Promise((done) => process.stdout.once("drain", done));
     return "said";`,
  );
  let flooding = true;
  void flood.finally(() => (flooding = false));
  const waitsMs: number[] = [];
  while (flooding) {
    const askedAtMs = performance.now();
    await engine.call("neighbour");
    waitsMs.push(performance.now() - askedAtMs);
    most = Math.max(most, process.memoryUsage().rss - before);
  }
  expect((await flood).value).toBe("said");
  // What comes faster than 8 MB a second waits in the function's pipe; the flood takes three seconds of it.
  expect(waitsMs.length).toBeGreaterThan(5);
  expect(waitsMs.toSorted((a, b) => a - b)[Math.floor(waitsMs.length / 2)]).toBeLessThan(1000);
  expect(most).toBeLessThan(256 * 1024 * 1024);
});
