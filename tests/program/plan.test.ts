import { rmSync } from "node:fs";
import {
  GetFunctionConcurrencyCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PublishVersionCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AppliedPlan } from "@/lib/model/concurrency-plan";
import { createFunction } from "./create-function";
import { ended, freePort, newFolder, type Program, startProgram } from "./start-program";

// A plan is under way while an environment takes its time to start; then the program is killed.

let homeDir: string;
let port: number;
let enginePort: number;
let program: Program;

const start = () => startProgram({ homeDir, port, enginePort, args: ["--no-demo"] });

beforeAll(async () => {
  homeDir = newFolder();
  [port, enginePort] = [await freePort(), await freePort()];
  program = await start();
  const { lambda } = program.clients;
  const code = "exports.handler = async () => 1;";
  const slow = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000);${code}`;
  await createFunction(lambda, "first", code);
  await createFunction(lambda, "slow", slow);
  await createFunction(lambda, "last", code);
  for (const FunctionName of ["slow", "last"])
    await lambda.send(new PublishVersionCommand({ FunctionName }));
});
afterAll(async () => {
  await program?.stop();
  rmSync(homeDir, { recursive: true, force: true });
});

const changes = [
  { kind: "reserved", functionName: "first", before: null, after: 20 },
  { kind: "reserved", functionName: "slow", before: null, after: 30 },
  { kind: "provisioned", functionName: "slow", qualifier: "1", before: null, after: 1 },
  { kind: "provisioned", functionName: "last", qualifier: "1", before: null, after: 2 },
];

const readPlan = async (id: number) =>
  (await program.api<{ plan: AppliedPlan }>(`/api/plans/${id}`)).body.plan;
const act = (id: number, verb: string) =>
  program.api<{ plan: AppliedPlan }>(`/api/plans/${id}/${verb}`, { method: "POST", body: {} });
const endOf = async (id: number) => {
  await expect
    .poll(async () => (await readPlan(id)).state, { timeout: 30_000 })
    .not.toMatch(/ing$/);
  return readPlan(id);
};

/** The settings in the order of the plan. */
async function settings(): Promise<(number | undefined)[]> {
  const { lambda } = program.clients;
  const reserved = async (FunctionName: string) =>
    (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })))
      .ReservedConcurrentExecutions;
  const provisioned = async (FunctionName: string) =>
    (await lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName })))
      .ProvisionedConcurrencyConfigs?.[0]?.RequestedProvisionedConcurrentExecutions;
  return [
    await reserved("first"),
    await reserved("slow"),
    await provisioned("slow"),
    await provisioned("last"),
  ];
}

/** Sends the plan off, kills the program while its third step is under way, and starts it again. */
async function interrupt(): Promise<AppliedPlan> {
  const sent = await program.api<{ plan: AppliedPlan }>("/api/plans", {
    method: "POST",
    body: { changes },
  });
  expect(sent).toMatchObject({ status: 200, body: { plan: { state: "applying" } } });
  const { id } = sent.body.plan;
  await expect
    .poll(async () => (await readPlan(id)).steps[2]?.state, { timeout: 30_000 })
    .toBe("settling");
  process.kill(program.process.pid!, "SIGKILL");
  await ended(program.process);
  program = await start();
  return readPlan(id);
}

describe("killed in the middle of a plan", () => {
  test("the next start offers to finish it, and that works", async () => {
    const { id, state, steps } = await interrupt();
    expect(state).toBe("interrupted");
    expect(steps.map((step) => step.state)).toEqual(["done", "done", "settling", "waiting"]);
    expect(await settings()).toEqual([20, 30, 1, undefined]);
    expect((await act(id, "finish")).status).toBe(200);
    const plan = await endOf(id);
    expect(plan).toMatchObject({ state: "done", finishedAt: expect.any(String) });
    expect(await settings()).toEqual([20, 30, 1, 2]);

    // One click takes the whole of it back.
    expect((await act(id, "undo")).status).toBe(200);
    expect((await endOf(id)).state).toBe("undone");
    expect(await settings()).toEqual(Array(4).fill(undefined));
    expect((await act(id, "finish")).status).toBe(409);
  });

  test("the next start offers to undo it, and that works", async () => {
    const { id, state } = await interrupt();
    expect(state).toBe("interrupted");
    expect((await act(id, "undo")).status).toBe(200);
    const plan = await endOf(id);
    expect(plan.state).toBe("undone");
    expect(plan.steps.map((step) => step.state)).toEqual(["undone", "undone", "undone", "waiting"]);
    expect(await settings()).toEqual(Array(4).fill(undefined));
  });
});
