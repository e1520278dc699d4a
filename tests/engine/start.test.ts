import { InvokeCommand } from "@aws-sdk/client-lambda";
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { buildEngine } from "../../bin/build-engine.mjs";
import { startProcess } from "./engine-process";

let bundle: string;
let home: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  bundle = await buildEngine();
});
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "lambdeck-start-"));
});
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
  rmSync(home, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  /** Resolves with the first line of standard output. */
  firstLine: Promise<string>;
  ended: Promise<{ code: number | null; stderr: string }>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [bundle, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let stdout = "";
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes("\n")) resolve(stdout.split("\n")[0] ?? "");
    });
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, stderr }));
  });
  return { child, firstLine, ended };
}

test("the engine says when it accepts calls, answers, and ends cleanly on SIGTERM", async () => {
  const engine = run("--port", "0", "--home", home);
  const line = await engine.firstLine;
  expect(line).toMatch(/^engine ready http:\/\/127\.0\.0\.1:\d+$/);
  const health = await fetch(`${line.slice("engine ready ".length)}/_lambdeck/health`);
  expect(await health.json()).toMatchObject({ status: "ok", version: expect.any(String) });
  engine.child.kill("SIGTERM");
  expect((await engine.ended).code).toBe(0);
  const again = run("--port", "0", "--home", home);
  expect(await again.firstLine).toContain("engine ready");
});

test("a port in use is one clear line", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as AddressInfo;
  const { code, stderr } = await run("--port", String(port), "--home", home).ended;
  taken.close();
  expect(code).toBe(1);
  expect(stderr).toBe(`Port ${port} is already in use. Choose another one with --port.\n`);
});

test("two engines never share a home, but a dead one's lock is taken over", async () => {
  const first = run("--port", "0", "--home", home);
  await first.firstLine;
  const { code, stderr } = await run("--port", "0", "--home", home).ended;
  expect(code).toBe(1);
  expect(stderr).toContain(`process ${first.child.pid}`);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  first.child.kill("SIGKILL");
  await first.ended;
  expect(await run("--port", "0", "--home", home).firstLine).toContain("engine ready");
});

test("a data folder that cannot be written is one clear line", async () => {
  mkdirSync(join(home, "blocked"));
  writeFileSync(join(home, "blocked", "engine"), "a file where the folder should be");
  const { code, stderr } = await run("--port", "0", "--home", join(home, "blocked")).ended;
  expect(code).toBe(1);
  expect(stderr).toContain(`cannot write to its data folder ${join(home, "blocked", "engine")}`);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("wrong arguments are one clear line", async () => {
  const port = await run("--port", "many").ended;
  expect(port).toEqual({
    code: 2,
    stderr: "'many' is not a port: give a number from 0 to 65535. See lambdeck engine --help.\n",
  });
  const unknown = await run("--verbose").ended;
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain("--verbose");
});

/** Without this right nobody mounts, but in a user namespace: the second way to a view of the files. */
const withoutMounts = ["/usr/bin/setpriv", "--bounding-set=-sys_admin"];

test.runIf(process.getuid?.() === 0 && existsSync(withoutMounts[0] ?? ""))(
  "an interpreter that started in a view which the system does not allow is started anew",
  async () => {
    const start = () =>
      startProcess(bundle, home, (child) => void running.add(child), withoutMounts);
    const called = async ({ lambda }: Awaited<ReturnType<typeof start>>) => {
      const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "f" }));
      return Payload?.transformToString();
    };
    const first = await start();
    await first.deploy("f", "exports.handler = async () => 1;");
    expect(await called(first)).toBe("1");
    first.child.kill("SIGTERM");
    await first.ended;
    const second = await start();
    expect(await called(second)).toBe("1");
    second.child.kill("SIGTERM");
    expect(await second.ended).toEqual({ code: 0, said: "" });
  },
);
