import { expect, test } from "vitest";
import type { Activity } from "../limits/process-limits.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { type ShortCall, ShortCalls } from "./short-calls.ts";

/** Calls of one function of which two run at once when they are short, and which of them have begun. */
function calls() {
  const clock = new ManualClock();
  const short = new ShortCalls(clock, 2);
  const begun: ShortCall[] = [];
  let activity: Activity | "starts" = "waits";
  const add = (call: ShortCall) => {
    call.look = () => activity;
    begun.push(call);
  };
  const begin = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const call = short.begin();
      if (call instanceof Promise) void call.then(add);
      else add(call);
    }
  };
  const pass = async (ms: number) => {
    await clock.advance(ms);
    // A look comes two turns of the event loop after its time, and what it begins in one more.
    for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const end = async (call: number, durationMs: number | undefined) => {
    begun[call]?.end(durationMs);
    await pass(0);
  };
  /** Calls one after another, each of which does the same all the time. */
  const past = async (durationsMs: readonly number[], does: Activity | "starts" = "waits") => {
    activity = does;
    for (const durationMs of durationsMs) {
      begin(1);
      await pass(durationMs);
      await end(begun.length - 1, durationMs);
    }
    await pass(100);
    begun.length = 0;
  };
  const does = (next: Activity | "starts") => void (activity = next);
  return { clock, begun, begin, end, pass, past, does };
}

test("all calls of a function that nothing is known about begin at once", () => {
  const { begun, begin } = calls();
  begin(50);
  expect(begun.length).toBe(50);
});

test("short calls run a few at a time, each at once when another has ended", async () => {
  const { begun, begin, end, past } = calls();
  await past([0.4]);
  begin(5);
  expect(begun.length).toBe(2);
  for (const call of [1, 0, 2]) await end(call, 0.3);
  expect(begun.length).toBe(5);
  for (const call of [3, 4]) await end(call, 0.3);
  begin(3);
  expect(begun.length).toBe(7);
});

test("calls that are never over in a moment all begin at once", async () => {
  const { begun, begin, past } = calls();
  await past([3, 5, 9]);
  begin(20);
  expect(begun.length).toBe(20);
});

test("what was short and waits for something now keeps nobody waiting for long", async () => {
  const { clock, begun, begin, end, pass, past } = calls();
  await past([1, 1, 1]);
  begin(100);
  await pass(9);
  expect(begun.length).toBe(2);
  await pass(1);
  expect(begun.length).toBe(6);
  // What nobody expected any more has no one's place when it ends.
  await end(0, 40);
  expect(begun.length).toBe(6);
  await pass(10);
  expect(begun.length).toBe(14);
  for (let round = 0; round < 4; round += 1) await pass(10);
  expect([begun.length, clock.pending]).toEqual([100, 0]);
});

test("a call that only waits for a processor is still expected, however long it takes", async () => {
  const { begun, begin, end, pass, past, does } = calls();
  await past([1]);
  does({ computedMs: 500 });
  begin(5);
  for (let round = 0; round < 20; round += 1) await pass(10);
  expect(begun.length).toBe(2);
  await end(0, 200);
  expect(begun.length).toBe(3);
});

test("calls that were held up do not make their function a long one", async () => {
  const { begun, begin, past } = calls();
  await past([1, ...Array<number>(31).fill(40)], { computedMs: 500 });
  begin(10);
  expect(begun.length).toBe(2);
});

test("a call that computes gives way to others", async () => {
  const { begun, begin, pass, past, does } = calls();
  await past([1]);
  does({ computedMs: 500 });
  begin(5);
  await pass(10);
  does({ computedMs: 510 });
  expect(begun.length).toBe(2);
  await pass(10);
  expect(begun.length).toBe(5);
});

test("one that is late gives way to others, which run a few at a time again", async () => {
  const { begun, begin, end, pass, past } = calls();
  await past([1]);
  begin(6);
  await end(1, 1);
  expect(begun.length).toBe(3);
  await pass(10);
  expect(begun.length).toBe(6);
  for (const call of [2, 3, 4, 5]) await end(call, 1);
  begin(4);
  expect(begun.length).toBe(8);
});

test("a function of which every third call is long is not held back", async () => {
  const { begun, begin, past } = calls();
  await past(Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? 100 : 1)));
  begin(10);
  expect(begun.length).toBe(10);
});

test("a start keeps others waiting no longer than a long call, and tells nothing of how long calls take", async () => {
  const { begun, begin, pass, past, does } = calls();
  await past([1]);
  await past(Array<number>(12).fill(50), "starts");
  does("starts");
  begin(8);
  expect(begun.length).toBe(2);
  await pass(10);
  expect(begun.length).toBe(6);
});

test("a call that never ran tells nothing of how long others take", async () => {
  const { begun, begin, end } = calls();
  begin(1);
  await end(0, undefined);
  begin(10);
  expect(begun.length).toBe(11);
});
