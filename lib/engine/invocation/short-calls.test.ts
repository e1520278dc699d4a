import { expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { type ShortCall, ShortCalls } from "./short-calls.ts";

/** Calls of one function of which two run at once when they are short, and which of them have begun. */
function calls() {
  const clock = new ManualClock();
  const short = new ShortCalls(clock, 2);
  const begun: ShortCall[] = [];
  const begin = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const call = short.begin();
      if (call instanceof Promise) void call.then((later) => begun.push(later));
      else begun.push(call);
    }
  };
  const end = async (call: number, durationMs: number | undefined) => {
    begun[call]?.end(durationMs);
    await clock.advance(0);
  };
  const past = async (durationsMs: readonly number[]) => {
    for (const durationMs of durationsMs) {
      begin(1);
      await end(0, durationMs);
      begun.length = 0;
    }
  };
  return { clock, begun, begin, end, past };
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

test("calls that have lasted longer all begin at once", async () => {
  const { begun, begin, past } = calls();
  await past([30, 3, 100]);
  begin(20);
  expect(begun.length).toBe(20);
});

test("what was short and is not any more keeps nobody waiting for long", async () => {
  const { clock, begun, begin, end, past } = calls();
  await past([1, 1, 1]);
  begin(100);
  await clock.advance(19);
  expect(begun.length).toBe(2);
  await clock.advance(1);
  expect(begun.length).toBe(6);
  // What nobody expected any more has no one's place when it ends.
  await end(0, 40);
  expect(begun.length).toBe(6);
  await clock.advance(20);
  expect(begun.length).toBe(14);
  await clock.advance(60);
  expect([begun.length, clock.pending]).toEqual([100, 0]);
});

test("one that is late gives way to others, which run a few at a time again", async () => {
  const { clock, begun, begin, end, past } = calls();
  await past([1]);
  begin(6);
  await end(1, 1);
  expect(begun.length).toBe(3);
  await clock.advance(20);
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

test("a call that never ran tells nothing of how long others take", async () => {
  const { begun, begin, end } = calls();
  begin(1);
  await end(0, undefined);
  begin(10);
  expect(begun.length).toBe(11);
});
