import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Activity } from "../limits/process-limits.ts";
import { StartTurns } from "./start-turns.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(atOnce: number) {
  let idleTimes = 0;
  const turns = new StartTurns(atOnce, () => (idleTimes += 1));
  const started: number[] = [];
  const ends: (() => void)[] = [];
  let activity: Activity = "waits";
  const start = async (number: number, functionArn = "f") => {
    ends[number] = await turns.enter(functionArn, () => activity);
    started.push(number);
  };
  const does = (next: Activity) => void (activity = next);
  return { turns, started, ends, start, does, idleTimes: () => idleTimes };
}

test("a burst of starts goes a few at a time, first come first", async () => {
  const { turns, started, ends, start, idleTimes } = open(2);
  const all = Array.from({ length: 50 }, (_, number) => start(number));
  await Promise.all(all.slice(0, 2));
  expect(started).toEqual([0, 1]);
  for (let next = 2; next < 50; next += 1) {
    ends[next - 2]?.();
    await all[next];
    expect(started.length).toBe(next + 1);
  }
  expect([turns.idle, idleTimes()]).toEqual([false, 0]);
  ends.forEach((end) => end());
  expect([turns.idle, idleTimes()]).toEqual([true, 1]);
  expect(started).toEqual(Array.from({ length: 50 }, (_, number) => number));
});

test("five functions that are loaded at once take turns, however large the burst of one is", async () => {
  const { started, ends, start } = open(2);
  const burst = Array.from({ length: 20 }, (_, number) => start(number, "burst"));
  const others = ["a", "b", "c", "d"].flatMap((name, i) => [
    start(20 + i, name),
    start(24 + i, name),
  ]);
  await Promise.all(burst.slice(0, 2));
  for (let next = 0; next < 26; next += 1) {
    ends[started[next] ?? -1]?.();
    await vi.advanceTimersByTimeAsync(0);
  }
  // The burst's third waited longest; from then on each function starts one in five.
  expect(started.slice(2, 12)).toEqual([2, 20, 21, 22, 23, 3, 24, 25, 26, 27]);
  expect(started).toHaveLength(28);
  await Promise.all([...burst, ...others]);
});

test("a start that takes long does not hold up the next", async () => {
  const { started, ends, start } = open(1);
  const all = [start(0), start(1), start(2)];
  await all[0];
  await vi.advanceTimersByTimeAsync(249);
  expect(started).toEqual([0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(started).toEqual([0, 1]);
  // Its turn was handed on: its end hands on no second one.
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(100);
  expect(started).toEqual([0, 1]);
});

test("a start that only waits for a processor keeps its turn until it has computed for a while", async () => {
  const { started, start, does } = open(1);
  const all = [start(0), start(1)];
  await all[0];
  does({ computedMs: 80 });
  await vi.advanceTimersByTimeAsync(1000);
  does({ computedMs: 229 });
  await vi.advanceTimersByTimeAsync(250);
  expect(started).toEqual([0]);
  does({ computedMs: 230 });
  await vi.advanceTimersByTimeAsync(250);
  expect(started).toEqual([0, 1]);
});
