import { describe, expect, it } from "vitest";
import { shapeSeries } from "@/lib/metrics/read-metrics";

const start = Date.UTC(2026, 10, 21, 14, 0);
const grid = { startMs: start, stepMs: 60_000, length: 3 };
const at = (minute: number, value: number) => ({ timeMs: start + minute * 60_000, value });

describe("shapeSeries", () => {
  it("puts datapoints of any order on the grid and finds the newest", () => {
    const shaped = shapeSeries(
      grid,
      [{ id: "invocations" }, { id: "errors" }],
      new Map([
        ["errors", [at(1, 1)]],
        ["invocations", [at(2, 6), at(0, 4)]],
      ]),
    );
    expect(shaped.series).toEqual({ invocations: [4, null, 6], errors: [null, 1, null] });
    expect(shaped.dataUntilMs).toBe(start + 180_000);
  });

  it("knows a series without data from one that was not answered", () => {
    expect(
      shapeSeries(grid, [{ id: "invocations" }, { id: "errors" }], new Map([["invocations", []]])),
    ).toEqual({
      series: { invocations: [null, null, null] },
    });
  });
});
