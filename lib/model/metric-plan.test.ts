import { describe, expect, it } from "vitest";
import { functionDimensions, gridOf, onGrid, plannedSeries } from "@/lib/model/metric-plan";

const now = Date.UTC(2026, 10, 21, 14, 32);

describe("grid", () => {
  it("starts on a whole step and covers the end", () => {
    const grid = gridOf({ startMs: now + 30_000, endMs: now + 150_000 }, 60);
    expect(grid).toEqual({ startMs: now, stepMs: 60_000, length: 3 });
  });

  it("places unordered points, leaves gaps null and foreign points out", () => {
    const grid = gridOf({ startMs: now, endMs: now + 4 * 60_000 }, 60);
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
