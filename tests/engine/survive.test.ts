import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { buildEngine } from "../../bin/build-engine.mjs";
import { startProcess } from "./engine-process";

const linux = test.runIf(process.platform === "linux");

let bundle: string;
let home: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  bundle = await buildEngine();
});
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "lambdeck-survive-"));
});
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
  rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

async function start() {
  const engine = await startProcess(bundle, home, (child) => running.add(child));
  return {
    ...engine,
    call: (name: string, event: unknown, type: "RequestResponse" | "Event" = "RequestResponse") =>
      engine.lambda.send(
        new InvokeCommand({
          FunctionName: name,
          Payload: JSON.stringify(event),
          InvocationType: type,
        }),
      ),
  };
}

/** Processes whose command line or variables hold a mark. */
function marked(mark: string): number[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    try {
      const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, "latin1");
      return (read("cmdline") + read("environ")).includes(mark) ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}

async function until(condition: () => boolean, withinMs: number): Promise<boolean> {
  const endMs = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > endMs) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

/** Starts children that a killed parent would leave behind: detached, in a session of their own, twice forked. */
const breeder = `
const { spawn } = require("node:child_process");
exports.handler = async ({ mark }) => {
  const go = (command, args) => spawn(command, args, { detached: true, stdio: "ignore" }).unref();
  go("sleep", ["1000." + mark]);
  go("setsid", ["sh", "-c", "trap '' HUP TERM; (sleep 2000." + mark + " &) ; sleep 3000." + mark]);
  await new Promise((resolve) => setTimeout(resolve, 60000));
};`;

linux(
  "no process outlives an engine that is killed outright, however it was detached",
  async () => {
    const mark = String(process.pid) + Date.now();
    const engine = await start();
    await engine.deploy("breeder", breeder);
    const calls = Array.from({ length: 4 }, () =>
      engine.call("breeder", { mark }).catch(() => undefined),
    );
    expect(await until(() => marked(mark).length >= 12, 20_000)).toBe(true);
    engine.child.kill("SIGKILL");
    await until(() => marked(mark).length + marked(home).length === 0, 5_000);
    const left = [...marked(mark), ...marked(home)];
    expect(left.map((pid) => readFileSync(`/proc/${pid}/cmdline`, "latin1"))).toEqual([]);
    await Promise.all(calls);
  },
  60_000,
);

const slow = `exports.handler = async ({ ms }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return ms;
};`;

linux(
  "an engine that is asked to stop lets what runs finish, and tells of what it had to end",
  async () => {
    const engine = await start();
    await engine.deploy("slow", slow);
    await engine.call("slow", { ms: 1 });
    const finishing = engine.call("slow", { ms: 1500 });
    const tooLong = engine.call("slow", { ms: 50_000 });
    tooLong.catch(() => undefined);
    await engine.call("slow", { ms: 40_000 }, "Event");
    await new Promise((resolve) => setTimeout(resolve, 1000));
    engine.child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(engine.call("slow", { ms: 1 })).rejects.toThrow(
      "The local engine is shutting down.",
    );
    expect(Buffer.from((await finishing).Payload ?? []).toString()).toBe("1500");
    expect(await tooLong).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
    const { code, said } = await engine.ended;
    expect(code).toBe(0);
    expect(said).toContain("2 invocations were ended before they had finished");

    // The event that was accepted begins anew.
    const again = await start();
    const { events = [] } = await again.logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/slow", filterPattern: "stopped" }),
    );
    expect(events.map(({ message }) => message)).toEqual(
      Array.from({ length: 2 }, () => "The engine was stopped before the function had ended.\n"),
    );
    const starts = async () => {
      const found = await again.logs.send(
        new FilterLogEventsCommand({ logGroupName: "/aws/lambda/slow", filterPattern: "START" }),
      );
      return found.events?.length ?? 0;
    };
    await expect.poll(starts, { timeout: 10_000 }).toBe(5);
    // A second signal ends it at once.
    again.child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 600));
    again.child.kill("SIGTERM");
    const asked = Date.now();
    expect((await again.ended).code).toBe(0);
    expect(Date.now() - asked).toBeLessThan(3000);
  },
  60_000,
);

test("an engine whose data was removed under it stops and says so", async () => {
  const engine = await start();
  rmSync(join(home, "engine"), { recursive: true });
  const { code, said } = await engine.ended;
  expect(code).toBe(1);
  expect(said).toContain("was removed or replaced while it ran");
}, 20_000);

test("a home that is a file, or has a damaged store, is refused in one line", async () => {
  writeFileSync(join(home, "engine"), "not a folder");
  await expect(start()).rejects.toThrow(/^The engine cannot write to its data folder [^\n]+\n$/);
  rmSync(join(home, "engine"));
  const engine = await start();
  engine.child.kill("SIGKILL");
  await engine.ended;
  const file = join(home, "engine", "engine.sqlite");
  for (const name of [`${file}-wal`, `${file}-shm`]) if (existsSync(name)) rmSync(name);
  writeFileSync(file, "garbage ".repeat(1000));
  await expect(start()).rejects.toThrow(
    /^The engine cannot use its database [^\n]+ file is not a database\. Nothing was changed\. To start anew, move the folder away [^\n]+\n$/,
  );
  expect(readFileSync(file, "utf8")).toBe("garbage ".repeat(1000));
}, 30_000);
