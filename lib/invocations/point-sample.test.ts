import { expect, it } from "vitest";
import { InFlight } from "./in-flight";
import { PointSample } from "./point-sample";

it("of many points some are kept, evenly; of few all", () => {
  const sample = new PointSample();
  for (let call = 0; call < 50_000; call++)
    sample.add({ dueMs: call, latencyMs: 1, outcome: call % 1000 === 0 ? "error" : "warm" });
  const warm = sample.all().filter(({ outcome }) => outcome === "warm");
  expect(warm.length).toBeGreaterThan(1_000);
  expect(warm.length).toBeLessThan(2_000);
  expect(sample.everyNth).toMatchObject({ error: 1, warm: 32 });
  expect(sample.all().filter(({ outcome }) => outcome === "error")).toHaveLength(50);
  const gaps = new Set(warm.slice(1).map(({ dueMs }, index) => dueMs - warm[index]!.dueMs));
  expect([...gaps].every((gap) => gap === 32 || gap === 33)).toBe(true);
});

it("calls in flight are counted by step, also when the steps become longer", () => {
  const inFlight = new InFlight();
  const long = inFlight.begin(0);
  const short = inFlight.begin(10);
  inFlight.end(short, 12, true);
  expect(inFlight.series(120)).toEqual({
    stepMs: 50,
    running: [1, 1, 1],
    most: [2, 1, 1],
    refused: [1, 0, 0],
  });
  inFlight.end(long, 100_000, false);
  const series = inFlight.series(100_000);
  expect(series.stepMs).toBe(800);
  expect(series.running.every((running) => running === 1 || running === 0)).toBe(true);
  expect(series.most[0]).toBe(2);
  expect(series.most[60]).toBe(1);
  expect(series.running.length).toBeLessThanOrEqual(240);
});
