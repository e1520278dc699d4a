import {
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { resolveConnection } from "@/lib/aws/connections";
import { lock, unlock } from "@/lib/aws/unlocked";
import type { Connection } from "@/lib/model/connection";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { applyPlan } from "./apply-plan";
import { findPlan } from "./find-plan";
import { keepPlan } from "./keep-plan";
import { readSetting } from "./read-setting";
import { resumePlans } from "./resume-plans";
import { setReservedConcurrency } from "./set-reserved-concurrency";
import { HeldClock } from "./testing/held-clock";
import { undoPlan } from "./undo-plan";

let cloud: TestCloud;
beforeAll(async () => {
  // Plans have to wait for provisioned concurrency here, as on AWS.
  cloud = await startCloud({ provisionedPreparationMs: 400 });
  for (const name of ["f", "g"]) await cloud.createFunction(name);
});
afterAll(() => cloud.stop());

const change = { kind: "reserved", functionName: "f", before: null, after: 20 } as const;
const reserved = async () => (await readSetting(cloud.connection, change)).value;

async function tryIt(clock: HeldClock, connection = cloud.connection) {
  const trial = await applyPlan(connection, { changes: [change], tryMinutes: 15 }, clock);
  return trial.finished;
}

test("a trial returns by itself when its time has come, not before", async () => {
  const clock = new HeldClock();
  const trial = await tryIt(clock);
  expect(trial.state).toBe("trying");
  expect(Date.parse(trial.returnsAt!) - clock.nowMs()).toBe(15 * 60_000);
  await clock.advance(14);
  expect(await reserved()).toBe(20);
  await clock.advance(1);
  expect(await reserved()).toBeNull();
  expect(findPlan(trial.id)).toMatchObject({ state: "undone", returnsAt: undefined });
});

test("a trial that is kept stays; its settings belong to no plan any more", async () => {
  const clock = new HeldClock();
  const trial = await tryIt(clock);
  const other = applyPlan(cloud.connection, {
    changes: [{ ...change, before: 20, after: 30 }],
  });
  expect(await problemOf(other)).toMatchObject({
    kind: "conflict",
    detail: "A setting of f belongs to a plan that is on trial.",
  });
  expect(keepPlan(trial.id)).toMatchObject({ state: "done", tryMinutes: undefined });
  await clock.advance(60);
  expect(await reserved()).toBe(20);
  await (
    await undoPlan(trial.id)
  ).finished;
  expect(await reserved()).toBeNull();
  expect((await problemOf(Promise.resolve().then(() => keepPlan(trial.id)))).kind).toBe("conflict");
});

test("after a restart a trial returns at its time, one that is overdue at once", async () => {
  const first = new HeldClock();
  const trial = await tryIt(first);
  const second = new HeldClock();
  resumePlans(second);
  await second.advance(14);
  expect(await reserved()).toBe(20);
  const third = new HeldClock();
  await third.advance(20);
  resumePlans(third);
  await third.advance(0);
  expect(await reserved()).toBeNull();
  expect(findPlan(trial.id).state).toBe("undone");
});

/** A real account, as far as the lock knows, that is the engine. */
async function realAccount(): Promise<Connection> {
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${process.env.LAMBDECK_ENGINE_PORT}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "any");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
  unlock("profile:environment@us-east-1");
  return resolveConnection("profile:environment@us-east-1");
}

test("a connection that has locked itself lets the trial return, and nothing else", async () => {
  const clock = new HeldClock();
  const connection = await realAccount();
  const trial = await tryIt(clock, connection);
  expect(trial.state).toBe("trying");
  lock(connection.id);
  const set = (functionName: string, reservedConcurrency: number | null) =>
    setReservedConcurrency(connection, { functionName, reservedConcurrency });
  expect((await problemOf(set("f", null))).kind).toBe("read-only");
  expect((await problemOf(set("g", 5))).kind).toBe("read-only");
  await clock.advance(15);
  expect(await reserved()).toBeNull();
  expect(findPlan(trial.id).state).toBe("undone");
  expect((await problemOf(set("f", null))).kind).toBe("read-only");
  const locked = await resolveConnection(connection.id);
  const again = applyPlan(locked, { changes: [change] });
  expect((await problemOf(again)).kind).toBe("read-only");
});

test("a plan begun while changes were allowed comes to its end, or back, under the lock", async () => {
  const { lambda } = cloud.clients;
  for (const FunctionName of ["f", "g"])
    await lambda.send(new PublishVersionCommand({ FunctionName }));
  const connection = await realAccount();
  const provisioned = (functionName: string) =>
    ({ kind: "provisioned", functionName, qualifier: "1", before: null, after: 1 }) as const;
  const changes = [change, provisioned("f"), provisioned("g")];

  // The connection locks itself while AWS makes the first environment ready.
  const clock = new HeldClock(async () => lock(connection.id));
  const done = await (await applyPlan(connection, { changes }, clock)).finished;
  expect(done.state).toBe("done");
  expect((await problemOf(undoPlan(done.id))).kind).toBe("read-only");
  unlock(connection.id);
  await (
    await undoPlan(done.id)
  ).finished;

  // The same, and somebody else takes the last setting meanwhile.
  const contested = new HeldClock(async () => {
    lock(connection.id);
    await lambda.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName: "g",
        Qualifier: "1",
        ProvisionedConcurrentExecutions: 2,
      }),
    );
  });
  const back = await (await applyPlan(await realAccount(), { changes }, contested)).finished;
  expect(back.state).toBe("rolled-back");
  expect(back.steps.map(({ state }) => state)).toEqual(["undone", "undone", "failed"]);
  expect(await reserved()).toBeNull();
});
