import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { md5OfAttributes } from "./message.ts";
import { QueueStore } from "./queue-store.ts";

let homeDir: string;
let clock: ManualClock;
let store: QueueStore;

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), "queue-store-"));
  clock = new ManualClock();
  store = new QueueStore(openDatabase(homeDir), clock);
});
afterEach(() => {
  store.close();
  rmSync(homeDir, { recursive: true });
});

function create(name: string, attributes: Record<string, string> = {}): string {
  const queue = { region: "us-east-1", accountId: "000000000000", name, attributes, tags: {} };
  return store.queues.insert(queue, clock.now()).arn;
}
const bodies = (arn: string, max = 10) => store.receive(arn, { max }).map(({ body }) => body);

test("a received message is hidden for the visibility time-out and counted again afterwards", async () => {
  const arn = create("orders");
  store.send(arn, { body: "one" });
  const [first] = store.receive(arn, { max: 10 });
  expect(first?.attributes.ApproximateReceiveCount).toBe("1");
  expect(bodies(arn)).toEqual([]);
  expect(store.counts(arn)).toMatchObject({ visible: 0, inFlight: 1, delayed: 0 });
  await clock.advance(30_000);
  const [second] = store.receive(arn, { max: 10 });
  expect(second?.attributes).toMatchObject({
    ApproximateReceiveCount: "2",
    ApproximateFirstReceiveTimestamp: first?.attributes.ApproximateFirstReceiveTimestamp,
  });
  expect(second?.receiptHandle).not.toBe(first?.receiptHandle);
});

test("messages and queues are there after the store is opened again", () => {
  const arn = create("orders", { VisibilityTimeout: "7" });
  store.send(arn, {
    body: "kept",
    messageAttributes: { Trace: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2]) } },
  });
  const reopened = new QueueStore(openDatabase(homeDir), clock);
  const [message] = reopened.receive(arn, { max: 1 });
  expect(message?.body).toBe("kept");
  expect(message?.messageAttributes.Trace?.BinaryValue).toEqual(new Uint8Array([1, 2]));
  expect(reopened.visibilityTimeoutSeconds(arn)).toBe(7);
});

test("after maxReceiveCount receives a message moves to the dead-letter queue, once", async () => {
  const dead = create("dead");
  const arn = create("orders", {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 2 }),
  });
  store.send(arn, { body: "poison" });
  for (let receive = 0; receive < 2; receive++) {
    expect(bodies(arn)).toEqual(["poison"]);
    await clock.advance(30_000);
  }
  expect(bodies(arn)).toEqual([]);
  const [letter] = store.receive(dead, { max: 1 });
  expect(letter?.attributes.DeadLetterQueueSourceArn).toBe(arn);
  expect(store.counts(arn)).toMatchObject({ visible: 0, inFlight: 0 });
});

test("a FIFO group is blocked while one of its messages is in flight; others go on", () => {
  const arn = create("orders.fifo", { FifoQueue: "true" });
  const send = (messageGroupId: string, body: string) =>
    store.send(arn, { body, messageGroupId, messageDeduplicationId: body });
  send("a", "a1");
  send("b", "b1");
  send("a", "a2");
  expect(bodies(arn, 1)).toEqual(["a1"]);
  const [b1] = store.receive(arn, { max: 10 });
  expect(b1?.body).toBe("b1");
  expect(bodies(arn)).toEqual([]);
  store.deleteMessages(arn, [b1?.receiptHandle ?? ""]);
  send("b", "b2");
  expect(bodies(arn)).toEqual(["b2"]);
});

test("FIFO receives take a whole group in order before the next group", () => {
  const arn = create("orders.fifo", { FifoQueue: "true" });
  for (const body of ["a1", "b1", "a2", "b2"])
    store.send(arn, { body, messageGroupId: body.slice(0, 1), messageDeduplicationId: body });
  expect(bodies(arn, 3)).toEqual(["a1", "a2", "b1"]);
});

test("a duplicate within five minutes is answered with the first message and not stored", async () => {
  const arn = create("orders.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
  const first = store.send(arn, { body: "same", messageGroupId: "a" });
  await clock.advance(299_999);
  expect(store.send(arn, { body: "same", messageGroupId: "a" })).toEqual(first);
  expect(store.counts(arn).visible).toBe(1);
  await clock.advance(1);
  expect(store.send(arn, { body: "same", messageGroupId: "a" }).messageId).not.toBe(
    first.messageId,
  );
});

test("a FIFO receipt handle expires with the visibility time-out; a standard one still deletes", async () => {
  const fifo = create("orders.fifo", { FifoQueue: "true" });
  const standard = create("orders");
  store.send(fifo, { body: "x", messageGroupId: "a", messageDeduplicationId: "1" });
  store.send(standard, { body: "x" });
  const handles = [fifo, standard].map((arn) => store.receive(arn, { max: 1 })[0]?.receiptHandle);
  await clock.advance(30_000);
  expect(store.deleteMessages(fifo, [handles[0] ?? ""])[0]?.message).toContain(
    "The receipt handle has expired.",
  );
  expect(store.deleteMessages(standard, [handles[1] ?? ""])).toEqual([undefined]);
  expect(store.counts(standard).visible).toBe(0);
  expect(store.counts(fifo).visible).toBe(1);
});

test("a handle of another queue or free text is refused", () => {
  const [one, two] = [create("one"), create("two")];
  store.send(one, { body: "x" });
  const handle = store.receive(one, { max: 1 })[0]?.receiptHandle ?? "";
  expect(store.deleteMessages(two, [handle, "garbage"]).map((error) => error?.code)).toEqual([
    "ReceiptHandleIsInvalid",
    "ReceiptHandleIsInvalid",
  ]);
});

test("waiting receivers are woken by a send, a delay that ends and a time-out that ends; idle costs no timer", async () => {
  const arn = create("orders");
  let wakes = 0;
  const stop = store.onMessage(arn, () => wakes++);
  store.send(arn, { body: "now" });
  store.send(arn, { body: "also now" });
  await clock.advance(0);
  expect(wakes).toBe(1);
  store.send(arn, { body: "later", delaySeconds: 5 });
  await clock.advance(4_999);
  expect(wakes).toBe(1);
  await clock.advance(1);
  expect(wakes).toBe(2);
  store.receive(arn, { max: 10 });
  await clock.advance(30_000);
  expect(wakes).toBe(3);
  stop();
  expect(clock.pending).toBe(0);
});

test("changing visibility to 0 shows a message at once; later changes have no effect", () => {
  const arn = create("orders");
  store.send(arn, { body: "x" });
  const handle = store.receive(arn, { max: 1 })[0]?.receiptHandle ?? "";
  store.changeVisibility(arn, handle, 0);
  store.changeVisibility(arn, handle, 10);
  expect(store.counts(arn)).toMatchObject({ visible: 1, inFlight: 0 });
  store.deleteMessages(arn, [handle]);
  expect(() => store.changeVisibility(arn, handle, 10)).toThrow("Message does not exist");
});

test("messages older than the retention period are gone", async () => {
  const arn = create("orders", { MessageRetentionPeriod: "60" });
  store.send(arn, { body: "old" });
  await clock.advance(60_000);
  expect(bodies(arn)).toEqual([]);
  expect(store.counts(arn)).toEqual({ visible: 0, inFlight: 0, delayed: 0, oldestSentMs: null });
});

test("MD5 of message attributes is the one AWS computes", () => {
  // Recorded from AWS for these attributes.
  expect(
    md5OfAttributes({
      Hello: { DataType: "String", StringValue: "There" },
      General: { DataType: "String", StringValue: "Kenobi" },
    }),
  ).toBe("fca026605781cb4126a1e9044df24232");
  expect(md5OfAttributes({})).toBeUndefined();
});
