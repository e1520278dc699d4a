import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateFunctionCommand,
  PutFunctionConcurrencyCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { startEngine } from "@/lib/engine/testing/start-engine";
import { run } from "./load";

let engine: Awaited<ReturnType<typeof startEngine>>;
let folder: string;

beforeAll(async () => {
  engine = await startEngine({ settings: { settleMs: 0 } });
  folder = mkdtempSync(join(tmpdir(), "load-cli-"));
  await create("slow", "async (event) => { await new Promise((done) => setTimeout(done, 300)); }");
  await create("broken", "async () => { throw new RangeError('no'); }");
  await engine.clients.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: "slow", ReservedConcurrentExecutions: 3 }),
  );
});
afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true });
});

async function create(FunctionName: string, handler: string) {
  const { lambda } = engine.clients;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/r",
      Code: { ZipFile: zipSync({ "index.js": strToU8(`exports.handler = ${handler};`) }) },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.05 },
    { FunctionName },
  );
}

async function load(...argv: string[]) {
  let [stdout, stderr] = ["", ""];
  const code = await run(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: { LAMBDECK_ENGINE_PORT: new URL(engine.endpoint).port },
  });
  return { code, stdout, stderr };
}

test("twenty calls at once against three reserved: the limit is seen, and what to do", async () => {
  const csv = join(folder, "calls.csv");
  const { code, stdout } = await load("slow", "--callers", "20", "--calls", "20", "--csv", csv);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^slow: done after .* 20 answers, .* at most 20 at once/);
  expect(stdout).toMatch(/^throttled +17 +85/m);
  expect(stdout).toContain(
    "17 calls were refused: 20 at once, 3 reserved. Reserve at least 20, or send fewer at once.",
  );
  expect(readFileSync(csv, "utf8").trim().split("\r\n")).toHaveLength(21);
});

test("the JSON holds the load with its defaults and all figures", async () => {
  const { code, stdout, stderr } = await load(
    "slow",
    "--rate",
    "20",
    "--even",
    "--duration",
    "1",
    "--payload",
    '{"id":"${uuid}"}',
    "--json",
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({
    functionName: "slow",
    reservedConcurrency: 3,
    load: {
      traffic: { kind: "steady", ratePerSecond: 20 },
      spacing: "even",
      maximumCalls: 100_000,
    },
    result: { state: "done", sent: 19, answered: 19, unanswered: 0 },
    costUsd: expect.any(Number),
  });
});

test("errors end it, with their type and exit code 1", async () => {
  const { code, stdout } = await load("broken", "--callers", "4", "--calls", "200");
  expect(code).toBe(1);
  expect(stdout).toMatch(/stopped by too many errors/);
  expect(stdout).toMatch(/Errors: RangeError 2\d\./);
});

test("a function that is not there is told before anything is sent", async () => {
  const { code, stderr } = await load("nobody");
  expect(code).toBe(1);
  expect(stderr).toContain("nobody");
});

test("nothing is sent elsewhere without agreement to its cost", async () => {
  let invocations = 0;
  const elsewhere = createServer((request, response) => {
    request.resume();
    if (request.url?.endsWith("/invocations")) invocations += 1;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ MemorySize: 1024, Timeout: 3 }));
  }).listen(0);
  await once(elsewhere, "listening");
  const { port } = elsewhere.address() as AddressInfo;
  // Reaches this machine by an address that is not known to.
  const argv = ["slow", "--endpoint", `http://0.0.0.0:${port}`, "--calls", "5", "--callers", "1"];
  const refused = await load(...argv);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /nothing was sent\. This would call slow on .*: about 5 calls, about \$0\.0\d+ .* at most \$0\.0\d+ .*Add --yes/,
  );
  expect(invocations).toBe(0);
  const agreed = await load(...argv, "--yes");
  expect(agreed.code).toBe(0);
  expect(agreed.stderr).toContain("about 5 calls");
  expect(agreed.stdout).toContain(
    "The log tail of 5 calls had no REPORT line: whether they were cold is not known",
  );
  expect(invocations).toBe(5);
  elsewhere.close();
  elsewhere.closeAllConnections();
});

describe("a wrong call", () => {
  it.each([
    [[], "give the name of the function"],
    [["slow", "--callers", "2000"], "--callers must be a whole number from 1 to 1,000"],
    [["slow", "--rate", "fast"], "--rate must be a number from 0.01 to 1,000"],
    [["slow", "--rate", "5", "--callers", "2"], "--callers and --rate exclude each other"],
    [["slow", "--to-rate", "5"], "--to-rate needs --rate"],
    [["slow", "--rate", "1", "--burst-at", "5"], "--burst-at needs --burst-rate"],
    [["slow", "--payload", "{"], "the event is not JSON"],
    [["slow", "--stop-at-errors", "0"], "--stop-at-errors must be a number from 1 to 100"],
    [["slow", "--speed", "5"], "--speed"],
  ])("%j is refused with what is right", async (argv, message) => {
    const { code, stdout, stderr } = await load(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});

test("the event may come from a file", async () => {
  const file = join(folder, "event.json");
  writeFileSync(file, '{"from": "a file"}');
  const { stdout } = await load(
    "slow",
    "--calls",
    "1",
    "--callers",
    "1",
    "--payload-file",
    file,
    "--json",
  );
  expect(JSON.parse(stdout).load.payload).toBe('{"from": "a file"}');
});
