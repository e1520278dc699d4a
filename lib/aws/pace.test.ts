import { expect, test } from "vitest";
import { Pace } from "./pace";

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
