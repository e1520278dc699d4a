import { describe, expect, it } from "vitest";
import { metricPoints, metricTotals, type FunctionMetrics } from "@/lib/model/metric-series";

const start = Date.UTC(2026, 10, 21, 14, 0);

function metrics(
  series: FunctionMetrics["series"],
  change: Partial<FunctionMetrics> = {},
): FunctionMetrics {
  return {
    startMs: start,
    stepMs: 60_000,
    length: 4,
    series,
    asOfMs: start + 3_600_000,
    messages: [],
    ...change,
  };
}

describe("metricPoints", () => {
  it("takes a missing count for zero, and a missing level for unknown", () => {
    const points = metricPoints(
      metrics({
        invocations: [10, null, 4, 0],
        errors: [1, null, null, 0],
        durationP99: [200, null, 90, null],
      }),
    );
    expect(points.map((point) => point.invocations)).toEqual([10, 0, 4, 0]);
    expect(points.map((point) => point.durationP99)).toEqual([200, null, 90, null]);
    expect(points.map((point) => point.errorRate)).toEqual([0.1, null, 0, null]);
  });

  it("does not take what was not asked for as zero", () => {
    expect(metricPoints(metrics({ invocations: [1, 1, 1, 1] }))[0]?.throttles).toBeNull();
  });

  it("counts throttled attempts as requests, not as invocations", () => {
    const [point] = metricPoints(
      metrics({ invocations: [10, 0, 0, 0], errors: [2, 0, 0, 0], throttles: [5, 0, 0, 0] }),
    );
    expect(point).toMatchObject({ succeeded: 8, requests: 15 });
  });

  it("knows nothing about steps that CloudWatch cannot have yet", () => {
    const points = metricPoints(
      metrics(
        { invocations: [3, null, null, null] },
        { asOfMs: start + 130_000, dataUntilMs: start + 60_000 },
      ),
    );
    expect(points.map((point) => point.invocations)).toEqual([3, null, null, null]);
    expect(points.map((point) => point.incomplete)).toEqual([true, true, true, true]);
  });

  it("marks only the young steps as incomplete", () => {
    const points = metricPoints(
      metrics(
        { invocations: [3, 3, 3, 3] },
        { asOfMs: start + 240_000, dataUntilMs: start + 240_000 },
      ),
    );
    expect(points.map((point) => point.incomplete)).toEqual([false, false, true, true]);
  });
});

describe("metricTotals", () => {
  it("sums counts and counts the spikes", () => {
    const totals = metricTotals(
      metricPoints(
        metrics({
          invocations: [10, 10, 10, 10],
          errors: [1, 0, 0, 2],
          throttles: [4, 6, 0, 1],
          durationAverage: [100, 50, null, 10],
        }),
      ),
    );
    expect(totals).toMatchObject({
      invocations: 40,
      errors: 3,
      throttles: 11,
      throttleSpikes: 2,
      totalDurationMs: 1600,
    });
  });

  it("gives the highest p99 and the weighted middle of p50", () => {
    const totals = metricTotals(
      metricPoints(
        metrics({
          invocations: [1, 100, 1, 0],
          durationP50: [900, 20, 30, null],
          durationP99: [1000, 80, 40, null],
          concurrency: [1, 7, 2, null],
        }),
      ),
    );
    expect(totals).toMatchObject({ durationP99Ms: 1000, durationP50Ms: 20, concurrencyMax: 7 });
  });

  it("has no levels without data", () => {
    expect(
      metricTotals(metricPoints(metrics({ invocations: [null, null, null, null] }))),
    ).toMatchObject({
      invocations: 0,
      durationP99Ms: null,
      durationP50Ms: null,
      concurrencyMax: null,
    });
  });
});
