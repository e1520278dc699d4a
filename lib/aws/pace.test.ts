import { expect, test } from "vitest";
import { BackOff, Pace } from "./pace";

test("a pace lets its burst through at once and the rest in turn", () => {
  const pace = new Pace(15);
  const waits = Array.from({ length: 30 }, () => Math.round(pace.takeTurn(1_000_000)));
  expect(waits.slice(0, 15)).toEqual(Array(15).fill(0));
  expect(waits[15]).toBe(67);
  expect(waits[29]).toBe(1000);
});

test("a pause gives the burst back, but never more", () => {
  const pace = new Pace(10);
  for (let call = 0; call < 20; call++) pace.takeTurn(0);
  expect(pace.takeTurn(1000)).toBe(100);
  const later = Array.from({ length: 11 }, () => pace.takeTurn(60_000));
  expect(later.slice(0, 10)).toEqual(Array(10).fill(0));
  expect(later[10]).toBe(100);
});

test("over a minute no second has more than the rate after the first burst", () => {
  const pace = new Pace(15);
  const starts = Array.from({ length: 900 }, () => pace.takeTurn(0));
  for (let second = 0; second < 59; second++) {
    const inSecond = starts.filter((ms) => Math.ceil(Math.round(ms) / 1000) === second + 1);
    expect(inSecond.length).toBeLessThanOrEqual(15);
  }
});

test("who throttles is left alone twice as long each time, at most a minute, until an answer comes", () => {
  const backOff = new BackOff();
  let nowMs = 1_000_000;
  const waits = Array.from({ length: 9 }, () => {
    backOff.lengthen(1, nowMs);
    // Another call that was sent before it.
    backOff.lengthen(1, nowMs + 1);
    const waitMs = backOff.waitMs(nowMs);
    nowMs += waitMs;
    return waitMs / 1000;
  });
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(backOff.waitMs(nowMs)).toBe(0);
  backOff.end();
  backOff.lengthen(5, nowMs);
  expect(backOff.waitMs(nowMs)).toBe(5_000);
});
