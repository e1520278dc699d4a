import { describe, expect, it } from "vitest";
import {
  functionDimensions,
  gridOf,
  onGrid,
  plannedQueries,
  plannedSeries,
} from "@/lib/model/metric-plan";

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
  const subject = { functionName: "f", groups: ["base" as const] };

  it("asks only for the groups that are wanted, and of the duration only for the chosen statistics", () => {
    expect(plannedSeries(subject)).toEqual(["invocations", "errors", "throttles", "concurrency"]);
    expect(plannedSeries({ ...subject, groups: ["provisioned"] })).toContain("provisionedUse");
    expect(plannedSeries({ ...subject, groups: ["duration"], durations: ["durationP95"] })).toEqual(
      ["durationP95"],
    );
  });

  it("asks for a mapping by its UUID and for a version behind an alias by both", () => {
    const queries = plannedQueries({
      functionName: "f",
      qualifier: "live",
      groups: [],
      mappings: ["uuid-1"],
      executedVersions: ["7"],
    });
    expect(queries.find(({ id }) => id === "m0_polled")).toEqual({
      id: "m0_polled",
      metric: "PolledEventCount",
      statistic: "Sum",
      dimensions: [{ Name: "EventSourceMappingUUID", Value: "uuid-1" }],
    });
    expect(queries.find(({ id }) => id === "v0_errors")?.dimensions).toEqual([
      { Name: "FunctionName", Value: "f" },
      { Name: "Resource", Value: "f:live" },
      { Name: "ExecutedVersion", Value: "7" },
    ]);
    for (const { id } of queries) expect(id).toMatch(/^[a-z][a-zA-Z0-9_]*$/);
  });

  it("names one alias by its resource and $LATEST by the function", () => {
    expect(functionDimensions("f")).toEqual([{ Name: "FunctionName", Value: "f" }]);
    expect(functionDimensions("f", "live")[1]).toEqual({ Name: "Resource", Value: "f:live" });
    expect(functionDimensions("f", "$LATEST")[1]).toEqual({ Name: "Resource", Value: "f" });
  });
});
