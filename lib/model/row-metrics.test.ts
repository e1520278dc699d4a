import { expect, test } from "vitest";
import {
  planRowMetrics,
  shapeRowMetrics,
  sparklinePath,
  type Datapoints,
  type RowMetricId,
} from "./row-metrics";

const endMs = Date.UTC(2026, 10, 21, 12, 7);
const plan = planRowMetrics({ startMs: endMs - 86_400_000, endMs }, endMs);

test("a day is read in steps of an hour, concurrency finer", () => {
  expect(plan.periodSeconds).toBe(3600);
  expect(plan.queries.concurrency.periodSeconds).toBe(300);
  expect(plan.startMs).toBe(Date.UTC(2026, 10, 20, 12));
});

test("a row's figures", () => {
  const hour = (n: number, value: number) => ({ timeMs: plan.startMs + n * 3_600_000, value });
  const points: Partial<Record<RowMetricId, Datapoints>> = {
    invocations: [hour(0, 10), hour(3, 5)],
    errors: [hour(3, 2)],
    duration: [hour(0, 1000), hour(3, 700)],
    p99: [hour(0, 120), hour(3, 480)],
    concurrency: [hour(0, 4), hour(1, 2), hour(3, 9)],
  };
  const row = shapeRowMetrics(plan, (id) => points[id] ?? []);
  expect(row).toMatchObject({
    invocations: 15,
    errors: 2,
    throttles: 0,
    totalDurationMs: 1700,
    durationP99Ms: 480,
    concurrencyP99: 9,
    concurrencyMax: 9,
  });
  expect(row.sparkline.slice(0, 5)).toEqual([10, 0, 0, 5, 0]);
  expect(row.sparkline).toHaveLength(25);
});

test("without datapoints levels are absent and counts zero", () => {
  const row = shapeRowMetrics(plan, () => []);
  expect(row.invocations).toBe(0);
  expect(row).not.toHaveProperty("durationP99Ms");
  expect(row).not.toHaveProperty("concurrencyMax");
});

test("a sparkline spans its box", () => {
  expect(sparklinePath([0, 5, 10], 72, 18)).toBe("M0 17L36 9L72 1");
  expect(sparklinePath([0, 0], 72, 18)).toBe("M0 17H72");
  expect(sparklinePath([], 72, 18)).toBe("M0 17H72");
});

test("a count that was not answered is absent, not zero", () => {
  const row = shapeRowMetrics(plan, (id) => (id === "errors" ? undefined : []));
  expect(row).toMatchObject({ invocations: 0, errors: undefined, throttles: 0 });
});
