import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { decodeTaskHandle, encodeTaskHandle, MoveTasks } from "./move-tasks.ts";
import { QueueStore } from "./queue-store.ts";

let homeDir: string;
let clock: ManualClock;
let store: QueueStore;
let tasks: MoveTasks;
let dead: string;
let source: string;

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), "move-tasks-"));
  clock = new ManualClock();
  const database = openDatabase(homeDir);
  store = new QueueStore(database, clock);
  tasks = new MoveTasks(database, store, clock);
  [dead, source] = ["dead", "source"].map(
    (name) =>
      store.queues.insert(
        { region: "us-east-1", accountId: "000000000000", name, attributes: {}, tags: {} },
        clock.now(),
      ).arn,
  ) as [string, string];
  for (let index = 0; index < 5; index++)
    store.send(dead, { body: `${index}`, attributes: { DeadLetterQueueSourceArn: source } });
});
afterEach(() => {
  tasks.close();
  store.close();
  rmSync(homeDir, { recursive: true });
});

test("moves at the rate asked for, each message back to where it came from", async () => {
  tasks.start({ sourceArn: dead, maxPerSecond: 2 });
  await clock.advance(0);
  expect(store.counts(source).visible).toBe(2);
  await clock.advance(2000);
  expect(tasks.of(dead)).toMatchObject([{ status: "COMPLETED", moved: 5, toMove: 5 }]);
  expect(store.counts(source).visible).toBe(5);
  expect(store.receive(source, { max: 1 })[0]?.attributes).not.toHaveProperty(
    "DeadLetterQueueSourceArn",
  );
});

test("one task at a time; a cancelled one stops where it is", async () => {
  const task = tasks.start({ sourceArn: dead, maxPerSecond: 1 });
  expect(() => tasks.start({ sourceArn: dead })).toThrow("There is already a task running.");
  await clock.advance(1000);
  expect(tasks.cancel(task.id).moved).toBe(2);
  await clock.advance(10_000);
  expect(tasks.of(dead)).toMatchObject([{ status: "CANCELLED", moved: 2 }]);
  expect(() => tasks.cancel(task.id)).toThrow("Only active tasks can be cancelled.");
  expect(() => tasks.cancel("unknown")).toThrow("Task does not exist.");
});

test("a destination that is deleted meanwhile ends the task as failed", async () => {
  tasks.start({ sourceArn: dead, destinationArn: source, maxPerSecond: 3 });
  await clock.advance(0);
  store.deleteQueue(source);
  await clock.advance(1000);
  expect(tasks.of(dead)).toMatchObject([
    { status: "FAILED", moved: 3, failureReason: "AWS.SimpleQueueService.NonExistentQueue" },
  ]);
  expect(store.counts(dead).visible).toBe(2);
});

test("a running task goes on after a restart", async () => {
  tasks.start({ sourceArn: dead, maxPerSecond: 4 });
  await clock.advance(0);
  tasks.close();
  const database = openDatabase(homeDir);
  const again = new MoveTasks(database, new QueueStore(database, clock), clock);
  await clock.advance(0);
  expect(again.of(dead)).toMatchObject([{ status: "COMPLETED", moved: 5 }]);
  again.close();
});

test("task handles name task and source; others are refused", async () => {
  const task = tasks.start({ sourceArn: dead });
  expect(decodeTaskHandle(encodeTaskHandle(task))).toEqual({ taskId: task.id, sourceArn: dead });
  expect(() => decodeTaskHandle("foobared")).toThrow("Value for parameter TaskHandle is invalid.");
});
