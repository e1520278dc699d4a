import { describe, expect, it } from "vitest";
import {
  functionDimensions,
  gridOf,
  onGrid,
  periodSeconds,
  plannedSeries,
} from "@/lib/model/metric-plan";

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 21, 14, 32);

describe("periodSeconds", () => {
  it.each([
    [hour, 60],
    [6 * hour, 60],
    [7 * hour, 300],
    [day, 300],
    [3 * day, 900],
    [7 * day, 3600],
    [15 * day, 3600],
    [30 * day, 21_600],
    [365 * day, 86_400],
  ])("a range of %d ms has steps of %d s", (range, seconds) => {
    expect(periodSeconds(now - range, now, now)).toBe(seconds);
  });

  it("never asks for points CloudWatch no longer holds", () => {
    expect(periodSeconds(now - 20 * day, now - 20 * day + hour, now)).toBe(300);
    expect(periodSeconds(now - 70 * day, now - 70 * day + hour, now)).toBe(3600);
  });
});

describe("grid", () => {
  it("starts on a whole step and covers the end", () => {
    const grid = gridOf(now + 30_000, now + 150_000, 60);
    expect(grid).toEqual({ startMs: now, stepMs: 60_000, length: 3 });
  });

  it("places unordered points, leaves gaps null and foreign points out", () => {
    const grid = gridOf(now, now + 4 * 60_000, 60);
    const times = [now + 120_000, now, now - 60_000, now + 999 * 60_000];
    expect(onGrid(grid, times, [5, 3, 9, 9])).toEqual([3, null, 5, null]);
  });
});

describe("plan", () => {
  it("asks about provisioned concurrency only where there is some", () => {
    expect(plannedSeries(false)).not.toContain("provisionedUse");
    expect(plannedSeries(true)).toContain("provisionedSpillover");
    expect(plannedSeries(false)).toHaveLength(10);
  });

  it("names one alias by its resource and $LATEST by the function", () => {
    expect(functionDimensions("f")).toEqual([{ Name: "FunctionName", Value: "f" }]);
    expect(functionDimensions("f", "live")[1]).toEqual({ Name: "Resource", Value: "f:live" });
    expect(functionDimensions("f", "$LATEST")[1]).toEqual({ Name: "Resource", Value: "f" });
  });
});
