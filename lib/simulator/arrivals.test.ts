import { expect, test } from "vitest";
import { createArrivals } from "./arrivals";
import { RandomStream } from "./random-stream";

function moments(activeShares: number[] | undefined): number[] {
  const arrivals = createArrivals(
    { kind: "series", periodSeconds: 60, counts: [40, 0, 40], activeShares, multiplier: 1 },
    180,
    new RandomStream(1, "arrivals"),
  );
  const found: number[] = [];
  for (let next = arrivals.next(); next !== Infinity; next = arrivals.next()) found.push(next);
  return found;
}
const span = (times: number[]) => times.at(-1)! - times[0]!;

test("requests of a period come in the part of it that is active, wherever that lies", () => {
  const times = moments([0.1, 1, 0]);
  const first = times.slice(0, 40);
  const last = times.slice(40);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(span(first)).toBeLessThanOrEqual(6);
  expect(span(first)).toBeGreaterThan(4);
  expect(first[0]).toBeGreaterThan(0);
  expect(first.at(-1)).toBeLessThan(60);
  expect(span(last)).toBe(0);
  expect(last[0]).toBeGreaterThanOrEqual(120);
  expect(last[0]).toBeLessThan(180);
});

test("without parts they are spread over the whole period, the same as with parts of 1", () => {
  expect(span(moments(undefined).slice(0, 40))).toBeGreaterThan(50);
  expect(moments([1, 1, 1])).toEqual(moments(undefined));
});
