import { describe, expect, it } from "vitest";
import { shapeResults } from "@/lib/metrics/read-function-metrics";

const start = Date.UTC(2026, 10, 21, 14, 0);
const grid = { startMs: start, stepMs: 60_000, length: 3 };
const at = (minute: number) => new Date(start + minute * 60_000);

describe("shapeResults", () => {
  it("joins the pages of one series and finds the newest datapoint", () => {
    const shaped = shapeResults(
      grid,
      ["invocations", "errors"],
      [
        { Id: "invocations", Timestamps: [at(0)], Values: [4] },
        { Id: "invocations", Timestamps: [at(2)], Values: [6] },
        { Id: "errors", Timestamps: [at(1)], Values: [1] },
      ],
    );
    expect(shaped.series).toEqual({ invocations: [4, null, 6], errors: [null, 1, null] });
    expect(shaped.dataUntilMs).toBe(start + 180_000);
  });

  it("knows a series without data from one that was not asked for", () => {
    const shaped = shapeResults(grid, ["invocations"], []);
    expect(shaped).toEqual({ series: { invocations: [null, null, null] } });
  });
});
