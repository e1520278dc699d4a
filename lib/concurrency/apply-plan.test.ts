import {
  CreateEventSourceMappingCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import { readChanges } from "@/lib/store/journal";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { applyPlan } from "./apply-plan";
import { listPlans } from "./list-plans";
import { readFoundSettings } from "./read-found-settings";
import { setReservedConcurrency } from "./set-reserved-concurrency";
import { HeldClock } from "./testing/held-clock";
import { undoPlan } from "./undo-plan";

let cloud: TestCloud;
let mappingId: string;
const clock = new HeldClock();
const names = ["a", "b", "c", "d", "broken"];

beforeAll(async () => {
  // The account keeps more than AWS's usual 100, which nobody has told Lambdeck yet.
  cloud = await startCloud({ accountConcurrencyLimit: 300, unreservedConcurrencyFloor: 150 });
  const { lambda, sqs } = cloud.clients;
  for (const name of names.slice(0, 4)) await cloud.createFunction(name);
  await cloud.createFunction("broken", {
    Code: { ZipFile: zipSync({ "index.mjs": strToU8("throw new Error('no');") }) },
  });
  for (const FunctionName of ["d", "broken"])
    await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: "b", ReservedConcurrentExecutions: 40 }),
  );
  await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
  const mapping = await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "a",
      EventSourceArn: "arn:aws:sqs:us-east-1:000000000000:orders",
      ScalingConfig: { MaximumConcurrency: 10 },
    }),
  );
  mappingId = mapping.UUID!;
});
afterAll(() => cloud.stop());

const reserved = (functionName: string, before: number | null, after: number | null) =>
  ({ kind: "reserved", functionName, before, after }) as const;
const provisioned = (functionName: string, before: number | null, after: number | null) =>
  ({ kind: "provisioned", functionName, qualifier: "1", before, after }) as const;
const queueMaximum = (before: number | null, after: number | null) =>
  ({
    kind: "queue-maximum",
    functionName: "a",
    mappingId,
    queueName: "orders",
    before,
    after,
  }) as const;

const apply = async (...changes: PlannedChange[]) =>
  (await applyPlan(cloud.connection, { changes }, clock)).finished;
const settings = async () => (await readFoundSettings(cloud.connection, names)).functions;
const titles = (limit: number) =>
  readChanges({ limit }).map(({ title, outcome }) => `${title} ${outcome}`);

test("of five changes the third is refused: the account is as before, and it says which and why", async () => {
  const before = await settings();
  const plan = await apply(
    provisioned("d", null, 2),
    reserved("c", null, 125),
    queueMaximum(10, 5),
    reserved("b", 40, 30),
    reserved("a", null, 20),
  );
  expect(plan.state).toBe("rolled-back");
  expect(plan.steps.map(({ change, state }) => `${change.functionName} ${state}`)).toEqual([
    "a undone",
    "b undone",
    "c failed",
    "a waiting",
    "d waiting",
  ]);
  expect(plan.steps[2]!.problem).toMatchObject({
    title: "Could not set Reserved of c",
    detail: expect.stringContaining("below its minimum value of [150]"),
  });
  expect(await settings()).toEqual(before);
  expect(titles(5)).toEqual([
    "Undo: Maximum concurrency of orders 5 -> 10 done",
    "Undo: Reserved concurrency 30 -> 40 done",
    "Reserved concurrency none -> 125 failed",
    "Reserved concurrency 40 -> 30 done",
    "Maximum concurrency of orders 10 -> 5 done",
  ]);
});

test("what is known to be refused is refused as a whole, before anything is sent", async () => {
  const plans = listPlans({}).length;
  const problem = await problemOf(apply(reserved("b", 40, 30), reserved("c", null, 125)));
  // The account's floor is known by now.
  expect(problem).toMatchObject({
    kind: "conflict",
    detail: expect.stringContaining("AWS keeps 150 free. Give back 5."),
  });
  expect(listPlans({})).toHaveLength(plans);
  expect(await problemOf(apply(reserved("b", 40, 40)))).toMatchObject({
    kind: "invalid",
    field: "changes.0.after",
  });
  expect(await problemOf(apply(reserved("b", 40, 1), reserved("b", 40, 2)))).toMatchObject({
    detail: "A plan changes each setting only once.",
  });
  expect((await problemOf(apply())).detail).toContain("1 to 200 changes");
  expect((await problemOf(apply(reserved("b", 41, 30)))).detail).toContain(
    "was 41 when this was planned and is 40 now",
  );
});

test("a plan is carried out until AWS is settled, and undone as a whole", async () => {
  const before = await settings();
  const plan = await apply(
    provisioned("d", null, 2),
    queueMaximum(10, null),
    reserved("b", 40, null),
    reserved("d", null, 20),
  );
  expect(plan.state).toBe("done");
  expect(plan.steps.map(({ state }) => state)).toEqual(Array(4).fill("done"));
  const [a, b, , d] = await settings();
  expect(a!.queues).toMatchObject([{ maximum: null }]);
  expect(b!.reserved).toBeNull();
  expect(d).toMatchObject({ reserved: 20, provisioned: [{ qualifier: "1", requested: 2 }] });

  const { plan: started, finished } = await undoPlan(plan.id, clock);
  expect(started.steps[3]!.changeId).toBeDefined();
  // One at a time on a connection.
  expect(await problemOf(undoPlan(plan.id, clock))).toMatchObject({ kind: "conflict" });
  expect(await problemOf(apply(reserved("c", null, 1)))).toMatchObject({
    title: "Another plan is under way",
  });
  const undone = await finished;
  expect(undone.state).toBe("undone");
  expect(await settings()).toEqual(before);
  expect(listPlans({ limit: 1 })).toEqual([undone]);
  // In the journal each change is linked with the one that took it back.
  for (const { changeId, undoId } of undone.steps)
    expect(readChanges({ limit: 50 }).find(({ id }) => id === changeId)).toMatchObject({
      undoneBy: undoId,
    });
  expect(await problemOf(undoPlan(plan.id, clock))).toMatchObject({
    detail: "The plan is undone; it would have to be done or trying or interrupted or stuck.",
  });
});

test("provisioned concurrency that ends as FAILED takes the plan back", async () => {
  const before = await settings();
  const plan = await apply(reserved("b", 40, 50), provisioned("broken", null, 1));
  expect(plan.state).toBe("rolled-back");
  expect(plan.steps).toMatchObject([
    { state: "undone" },
    {
      state: "failed",
      problem: { code: "FUNCTION_ERROR_INIT_FAILURE", detail: expect.stringContaining("FAILED") },
    },
  ]);
  expect(await settings()).toEqual(before);
});

test("what somebody else has changed since is never written over; the rest goes back", async () => {
  const plan = await apply(reserved("a", null, 10), reserved("b", 40, 50));
  await setReservedConcurrency(cloud.connection, { functionName: "b", reservedConcurrency: 45 });
  const stuck = await (await undoPlan(plan.id, clock)).finished;
  expect(stuck.state).toBe("stuck");
  expect(stuck.steps).toMatchObject([
    { state: "undone" },
    {
      state: "undo-failed",
      problem: { kind: "conflict", detail: expect.stringContaining("you saw 50, now it is 45") },
    },
  ]);
  expect((await settings()).map((found) => found.reserved)).toEqual([null, 45, null, null, null]);
  // Put right by hand, the undo comes to its end.
  await setReservedConcurrency(cloud.connection, { functionName: "b", reservedConcurrency: 50 });
  expect(await (await undoPlan(plan.id, clock)).finished).toMatchObject({ state: "undone" });
  expect((await settings())[1]!.reserved).toBe(40);
});
