import { describe, expect, it } from "vitest";
import { reportSteps, reportSummary } from "@/lib/model/report-steps";

const grid = { startMs: 0, stepMs: 60_000, length: 3 };
const report = (minute: number, maxMemoryUsedMb: number, initDurationMs?: number) => ({
  timeMs: minute * 60_000 + 1,
  report: { requestId: "r", maxMemoryUsedMb, memorySizeMb: 128, initDurationMs },
});

describe("reportSteps", () => {
  it("gathers reports by step; a step without any is not known", () => {
    const steps = reportSteps(grid, [
      report(0, 40, 200),
      report(0, 60),
      report(2, 50),
      report(9, 1),
    ]);
    expect(steps[0]).toEqual({
      count: 2,
      cold: 1,
      coldShare: 0.5,
      memoryMaxMb: 60,
      memoryP50Mb: 60,
      initMaxMs: 200,
      initP50Ms: 200,
    });
    expect(steps[1]).toBeUndefined();
    expect(steps[2]).toMatchObject({ count: 1, cold: 0, coldShare: 0, initMaxMs: null });
  });
});

describe("reportSummary", () => {
  it("says nothing of an empty list", () => {
    expect(reportSummary([])).toMatchObject({ count: 0, coldShare: 0, memoryMaxMb: null });
  });

  it("counts a restored snapshot as a cold start", () => {
    const restored = { timeMs: 5, report: { requestId: "r", restoreDurationMs: 300 } };
    expect(reportSummary([restored, report(1, 10)])).toMatchObject({
      count: 2,
      cold: 1,
      initMaxMs: 300,
      oldestMs: 5,
      memorySizeMb: 128,
    });
  });
});
