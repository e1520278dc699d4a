import { PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LoadResult } from "@/lib/model/load-result";
import { createFunction } from "./create-function";
import { readMetricSum } from "./read-metric";
import { ended, type Program, runToEnd, startCommand, startProgram } from "./start-program";

const name = "limited";
/** Of its own, as calls that are still under way when a load is stopped would take the others' places. */
const stopped = "stopped";
const twentyAtOnce = { traffic: { kind: "callers", callers: 20 }, maximumCalls: 20 };
let program: Program;
let env: Record<string, string>;

beforeAll(async () => {
  program = await startProgram({ args: ["--no-demo"] });
  env = { LAMBDECK_ENGINE_PORT: new URL(program.engine).port };
  const { lambda } = program.clients;
  const code = "exports.handler = () => new Promise((done) => setTimeout(done, 1000));";
  await createFunction(lambda, name, code);
  await createFunction(lambda, stopped, code);
  await lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 3 }),
  );
});
afterAll(() => program?.stop());

function post(body: object, signal?: AbortSignal) {
  return fetch(`${program.address}/api/functions/${name}/load`, {
    method: "POST",
    signal,
    headers: { authorization: `Bearer ${program.token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

test("lambdeck load shows a limit bite", async () => {
  const { code, output } = await runToEnd(
    ["load", name, "--callers", "20", "--calls", "20", "--ramp", "0"],
    env,
  );
  expect(code).toBe(0);
  expect(output).toMatch(/^throttled +17 /m);
  expect(output).toContain("17 calls were refused: 20 at once, 3 reserved.");
});

test("Ctrl+C stops it, and what there is comes out", async () => {
  const { child, output } = startCommand(
    ["load", stopped, "--rate", "2", "--duration", "600"],
    env,
  );
  await expect.poll(output, { timeout: 20_000 }).toContain("Ctrl+C stops");
  // A call has been answered when the metrics say that one has run.
  await expect
    .poll(() => readMetricSum(program.clients.cloudwatch, stopped, "Invocations"), {
      timeout: 20_000,
    })
    .toBeGreaterThan(0);
  child.kill("SIGINT");
  expect(await ended(child)).toBe(0);
  expect(output()).toMatch(/stopped: stopped after/);
  expect(output()).toMatch(/cold starts; billed/);
});

test("the API tells how a load goes and what came of it", async () => {
  const response = await post(twentyAtOnce);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const text = await response.text();
  expect(text).toContain("event: progress");
  const done = /event: done\ndata: (.*)/.exec(text)?.[1];
  const { result, points } = JSON.parse(done!) as { result: LoadResult; points: object[] };
  expect(result).toMatchObject({ state: "done", sent: 20, mostInFlight: 20 });
  expect(result.throttlesByReason).toEqual({
    ReservedFunctionConcurrentInvocationLimitExceeded: 17,
  });
  expect(points).toHaveLength(20);
});

test("one load at a time; hanging up ends it", async () => {
  const hangUp = new AbortController();
  const first = await post(
    { traffic: { kind: "callers", callers: 1 }, durationSeconds: 600 },
    hangUp.signal,
  );
  await first.body!.getReader().read();
  expect(await (await post(twentyAtOnce)).text()).toContain(
    "Another load is being sent to limited",
  );
  hangUp.abort();
  await expect
    .poll(async () => (await post(twentyAtOnce)).text(), { timeout: 20_000, interval: 200 })
    .toContain("event: done");
});

test("a value out of range is refused with its field and the range", async () => {
  const response = await post({ traffic: { kind: "steady", ratePerSecond: 5_000 } });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    problem: {
      field: "traffic.ratePerSecond",
      detail: "traffic.ratePerSecond: must be a number from 0.01 to 1,000",
    },
  });
});
