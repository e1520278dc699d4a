import {
  DeleteFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AppliedPlan, PlannedChange, PlanStep } from "@/lib/model/concurrency-plan";
import { database } from "@/lib/store/database";
import { journalled, readChange, settleInterrupted } from "@/lib/store/journal";
import { addPlan } from "@/lib/store/plans";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { applyPlan } from "./apply-plan";
import { findPlan } from "./find-plan";
import { finishPlan } from "./finish-plan";
import { readFoundSettings } from "./read-found-settings";
import { resumePlans } from "./resume-plans";
import { setReservedConcurrency } from "./set-reserved-concurrency";
import { settingCall } from "./setting-call";
import { HeldClock } from "./testing/held-clock";
import { undoPlan } from "./undo-plan";

let cloud: TestCloud;
const names = ["first", "second", "third"];
const clock = new HeldClock();
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of names) await cloud.createFunction(name);
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  for (const FunctionName of names)
    await cloud.clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
});

const put = (FunctionName: string, ReservedConcurrentExecutions: number) =>
  cloud.clients.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }),
  );
const reserved = async () =>
  (await readFoundSettings(cloud.connection, names)).functions.map((found) => found.reserved);
const [first, second, third] = names.map((functionName): PlannedChange => ({
  kind: "reserved",
  functionName,
  before: null,
  after: 7,
})) as [PlannedChange, PlannedChange, PlannedChange];

/** What the store holds when the program is killed at its second of three steps. */
async function killedAt(second_: "before sending" | "sent" | "taken effect"): Promise<AppliedPlan> {
  const { change } = await setReservedConcurrency(cloud.connection, {
    functionName: "first",
    reservedConcurrency: 7,
  });
  const plan = addPlan({
    connectionId: cloud.connection.id,
    createdAt: new Date(clock.nowMs()).toISOString(),
    state: "applying",
    steps: [
      { change: first, state: "done", changeId: change.id },
      { change: second, state: "acting", sinceChangeId: change.id },
      { change: third, state: "waiting" },
    ],
  });
  if (second_ !== "before sending")
    void journalled(
      {
        connection: cloud.connection,
        functionName: "second",
        kind: "reserved-concurrency",
        title: "Reserved concurrency none -> 7",
        before: null,
        after: null,
        call: settingCall(second, 7),
      },
      // Nobody is there any more when the answer comes.
      () => new Promise(() => {}),
    );
  if (second_ === "taken effect") await put("second", 7);
  settleInterrupted(database());
  resumePlans(clock);
  expect(findPlan(plan.id).state).toBe("interrupted");
  return plan;
}

describe.each(["before sending", "sent", "taken effect"] as const)("killed, %s", (moment) => {
  test("it can be finished", async () => {
    const { id } = await killedAt(moment);
    const { state, steps } = await (await finishPlan(id, clock)).finished;
    expect(state).toBe("done");
    expect(steps.every((step) => step.changeId !== undefined)).toBe(true);
    expect(await reserved()).toEqual([7, 7, 7]);
    await (
      await undoPlan(id, clock)
    ).finished;
    expect(await reserved()).toEqual([null, null, null]);
  });

  test("it can be undone, and only what it did", async () => {
    const { id } = await killedAt(moment);
    const { state, steps } = await (await undoPlan(id, clock)).finished;
    expect(state).toBe("undone");
    expect(steps[2]!.state).toBe("waiting");
    expect(await reserved()).toEqual([null, null, null]);
    if (moment === "taken effect")
      expect(readChange(steps[1]!.changeId!)).toMatchObject({
        outcome: "unknown",
        undoneBy: steps[1]!.undoId,
      });
  });
});

test("the same value set by somebody else, before anything was sent, is theirs", async () => {
  const { id } = await killedAt("before sending");
  await put("second", 7);
  expect((await (await undoPlan(id, clock)).finished).state).toBe("undone");
  expect(await reserved()).toEqual([null, 7, null]);
});

test("another value set by somebody else meanwhile stays, whether finished or undone", async () => {
  const { id } = await killedAt("sent");
  await put("second", 3);
  const finished = await (await finishPlan(id, clock)).finished;
  expect(finished.steps[1]!.problem).toMatchObject({ kind: "conflict" });
  expect(finished.state).toBe("rolled-back");
  expect(await reserved()).toEqual([null, 3, null]);
});

test("an interrupted plan holds its settings until it is finished or undone", async () => {
  const { id } = await killedAt("sent");
  const other = applyPlan(cloud.connection, { changes: [third] }, clock);
  expect((await problemOf(other)).detail).toBe(
    "A setting of third belongs to a plan that is interrupted.",
  );
  await (
    await undoPlan(id, clock)
  ).finished;
});

test("killed on its way back: undone by the user, and a trial by itself", async () => {
  const returning = async (more: Partial<AppliedPlan>) => {
    await put("first", 7);
    const { id: changeId } = (
      await setReservedConcurrency(cloud.connection, {
        functionName: "second",
        reservedConcurrency: 7,
      })
    ).change;
    const steps: PlanStep[] = [
      { change: first, state: "undoing", changeId },
      { change: second, state: "undoing", changeId },
    ];
    const now = new Date(clock.nowMs()).toISOString();
    const plan = addPlan({
      connectionId: cloud.connection.id,
      createdAt: now,
      state: "undoing",
      steps,
      ...more,
    });
    resumePlans(clock);
    return plan.id;
  };
  const plain = await returning({});
  expect(findPlan(plain).state).toBe("interrupted");
  await (
    await undoPlan(plain, clock)
  ).finished;
  expect(await reserved()).toEqual([null, null, null]);

  const trial = await returning({
    tryMinutes: 15,
    returnsAt: new Date(clock.nowMs()).toISOString(),
  });
  await clock.advance(0);
  expect(findPlan(trial).state).toBe("undone");
  expect(await reserved()).toEqual([null, null, null]);
});
