import { expect, test } from "vitest";
import { holdersAt, timelineOf } from "./timeline";

const series = (name: string, running: number[], throttled: number[] = []) => ({
  name,
  running: Float32Array.from(running),
  throttled: Float32Array.from(running, (_, step) => throttled[step] ?? 0),
});

test("a column shows one real minute: the most throttled, else the busiest", () => {
  const { columns } = timelineOf(
    [series("a", [9, 1, 2, 5]), series("b", [1, 1, 7, 1], [0, 3, 0, 0])],
    4,
    2,
    2,
  );
  expect(columns).toEqual([
    { step: 1, running: [1, 1, 0], throttled: 3 },
    { step: 2, running: [7, 2, 0], throttled: 0 },
  ]);
});

test("the largest functions have bands, the rest is added up, idle ones are left out", () => {
  const all = [series("small", [1]), series("idle", [0]), series("large", [8]), series("mid", [4])];
  expect(timelineOf(all, 1, 10, 2)).toEqual({
    names: ["large", "mid"],
    columns: [{ step: 0, running: [8, 4, 1], throttled: 0 }],
  });
});

test("the holders of a minute are ranked; who was refused is named even if nothing of it ran", () => {
  const all = [series("a", [2]), series("b", [7], [1]), series("c", [0], [5]), series("d", [0])];
  expect(holdersAt(all, 0)).toEqual([
    { name: "b", running: 7, throttled: 1 },
    { name: "a", running: 2, throttled: 0 },
    { name: "c", running: 0, throttled: 5 },
  ]);
});
