import { describe, expect, it } from "vitest";
import { drawnDemand } from "./demand-points";

const grid = { startMs: 600_000, stepMs: 60_000, length: 8, completeUntilMs: 600_000 + 7 * 60_000 };
const demand = Float32Array.from([1, 5, 90, 2, 3, 3, 4, 0]);

describe("the demand as it is drawn", () => {
  it("groups its minutes, and keeps which one was the highest", () => {
    const { groups, line, stepMs } = drawnDemand(grid, demand, { from: 0, to: 8 }, 2);
    expect(stepMs).toBe(240_000);
    expect(groups.map(({ timeMs, peak, demand }) => [timeMs, peak, demand])).toEqual([
      [600_000, 2, 90],
      [840_000, 6, 4],
    ]);
    expect(line.map((point) => point.demand)).toEqual([1, 90, 4, 0]);
    expect(line.map(({ timeMs }) => timeMs)).toEqual([600_000, 720_000, 840_000, 960_000]);
  });

  it("begins where the zoom begins, and marks what is not complete yet", () => {
    const { startMs, groups } = drawnDemand(grid, demand, { from: 5, to: 8 }, 10);
    expect(startMs).toBe(900_000);
    expect(groups.map(({ incomplete }) => incomplete)).toEqual([false, false, true]);
  });
});
