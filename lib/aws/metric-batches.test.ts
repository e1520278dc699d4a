import { expect, test } from "vitest";
import { batchWants } from "./metric-batches";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const nowMs = Date.UTC(2026, 10, 26, 12, 7, 31);
const wants = (count: number, lengthMs: number, periodMs = 5 * minuteMs) =>
  Array.from({ length: count }, (_, index) => ({
    query: { Id: `q${index}` },
    periodMs,
    startMs: Math.floor((nowMs - lengthMs) / periodMs) * periodMs,
    endMs: nowMs,
  }));
const sizes = (all: ReturnType<typeof wants>) =>
  batchWants(all, nowMs).map((batch) => batch.wants.length);

test("a call has at most 500 metrics", () => {
  expect(sizes(wants(1_200, hourMs))).toEqual([500, 500, 200]);
});

test("a call has at most 100,800 datapoints", () => {
  // A week of minutes is 10,080 of them.
  const week = wants(20, 7 * dayMs, minuteMs).map((want) => ({
    ...want,
    endMs: want.startMs + 7 * dayMs,
  }));
  expect(sizes(week)).toEqual([10, 10]);
  expect(sizes(wants(1, 100 * dayMs, minuteMs))).toEqual([1]);
});

test("spans that differ become one that begins where steps of all its metrics begin", () => {
  const [batch, ...more] = batchWants(
    [
      ...wants(3, 3 * hourMs, hourMs),
      ...wants(2, 2 * hourMs, 7 * minuteMs),
      ...wants(1, 30 * minuteMs),
    ],
    nowMs,
  );
  expect(more).toEqual([]);
  expect(batch!.wants).toHaveLength(6);
  for (const { periodMs, startMs } of batch!.wants) {
    expect(batch!.startMs % periodMs).toBe(0);
    expect(batch!.startMs).toBeLessThanOrEqual(startMs);
  }
  expect(batch!.endMs).toBe(nowMs);
});

test("a metric whose span begins within a step goes with its own span only", () => {
  const within = wants(2, hourMs).map((want) => ({ ...want, startMs: want.startMs + 1_000 }));
  expect(sizes([...wants(2, hourMs), ...within])).toEqual([2, 2]);
});

test("a long span does not make many short ones long", () => {
  expect(sizes([...wants(1, 7 * dayMs, minuteMs), ...wants(100, hourMs, minuteMs)])).toEqual([
    1, 100,
  ]);
});

test("minutes are not asked for from days that have none any more", () => {
  const old = wants(1, 40 * dayMs, hourMs);
  expect(sizes([...old, ...wants(1, hourMs, minuteMs)])).toEqual([1, 1]);
  expect(sizes([...old, ...wants(1, hourMs, 5 * minuteMs)])).toEqual([2]);
});
