import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { QueueMetrics } from "./queue-metrics.ts";
import { QueueStore } from "./queue-store.ts";

let homeDir: string;
let clock: ManualClock;
let store: QueueStore;
let metrics: QueueMetrics;
let recorded: { name: string; value: number; timestampMs: number }[];

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), "queue-metrics-"));
  clock = new ManualClock();
  store = new QueueStore(openDatabase(homeDir), clock);
  recorded = [];
  metrics = new QueueMetrics(store, { record: (value) => recorded.push(value) }, clock);
});
afterEach(() => {
  metrics.close();
  store.close();
  rmSync(homeDir, { recursive: true });
});

function create(name: string): string {
  const queue = { region: "us-east-1", accountId: "000000000000", name, attributes: {}, tags: {} };
  return store.queues.insert(queue, clock.now()).arn;
}
const values = () => Object.fromEntries(recorded.map(({ name, value }) => [name, value]));

test("a minute's use is recorded when the minute ends, with the state of the queue", async () => {
  const arn = create("jobs");
  const startMs = clock.now();
  store.send(arn, { body: "four" });
  store.send(arn, { body: "x", delaySeconds: 100 });
  const [message] = store.receive(arn, { max: 10 });
  store.send(arn, { body: "x" });
  await clock.advance(59_999);
  expect(recorded).toEqual([]);
  await clock.advance(1);
  expect(values()).toEqual({
    NumberOfMessagesSent: 3,
    NumberOfMessagesReceived: 1,
    NumberOfMessagesDeleted: 0,
    NumberOfEmptyReceives: 0,
    SentMessageSize: 1,
    ApproximateNumberOfMessagesVisible: 2,
    ApproximateNumberOfMessagesNotVisible: 0,
    ApproximateNumberOfMessagesDelayed: 1,
    ApproximateAgeOfOldestMessage: 60,
  });
  expect(recorded[0]).toMatchObject({
    namespace: "AWS/SQS",
    dimensions: { QueueName: "jobs" },
    timestampMs: startMs,
  });
  recorded.length = 0;
  store.deleteMessages(arn, [message?.receiptHandle ?? ""]);
  await clock.advance(60_000);
  expect(values()).toMatchObject({ NumberOfMessagesSent: 0, NumberOfMessagesDeleted: 1 });
});

test("an empty queue is reported for six hours after its last use, and then costs no timer", async () => {
  const arn = create("jobs");
  expect(clock.pending).toBe(0);
  store.receive(arn, { max: 1 });
  await clock.advance(6 * 3_600_000 - 1);
  expect(clock.pending).toBe(1);
  await clock.advance(60_001);
  expect(clock.pending).toBe(0);
});
