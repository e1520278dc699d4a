import { describe, expect, it } from "vitest";
import { type MetricFacts, metricRemarks } from "@/lib/model/metric-remarks";
import { thresholdsFrom, typedThreshold, usualThresholds } from "@/lib/model/metric-thresholds";

const totals = {
  invocations: 1000,
  errors: 0,
  throttles: 0,
  throttleSpikes: 0,
  durationP99Ms: 100,
  durationMaximumMs: 200,
  durationP50Ms: 50,
  concurrencyMax: 10,
  totalDurationMs: 1,
};
const reports = {
  count: 100,
  cold: 0,
  coldShare: 0,
  memoryMaxMb: 60,
  memoryP50Mb: 50,
  initMaxMs: null,
  initP50Ms: null,
  memorySizeMb: 128,
  oldestMs: null,
};
const fine: MetricFacts = {
  totals,
  memoryMb: 128,
  timeoutSeconds: 3,
  reserved: 20,
  reports,
  provisioned: 0,
  provisionedUseMax: null,
  iteratorAgeMs: null,
  asyncDropped: 0,
  undelivered: 0,
};
const remarksOf = (change: Partial<MetricFacts>, thresholds = usualThresholds) =>
  metricRemarks({ ...fine, ...change }, thresholds);
const only = (change: Partial<MetricFacts>) => {
  const remarks = remarksOf(change);
  expect(remarks).toHaveLength(1);
  return remarks[0]!;
};

describe("metricRemarks", () => {
  it("says nothing when all is well", () => expect(remarksOf({})).toEqual([]));

  it("tells some errors from many, and leads to them", () => {
    expect(remarksOf({ totals: { ...totals, errors: 10 } })).toEqual([]);
    expect(only({ totals: { ...totals, errors: 11 } }).tone).toBe("warn");
    expect(only({ totals: { ...totals, errors: 101 } })).toMatchObject({
      tone: "danger",
      action: { path: "/logs?only=errors" },
    });
  });

  it("offers a reservation that holds the throttled traffic", () => {
    const remark = only({ totals: { ...totals, throttles: 5, concurrencyMax: 20 } });
    expect(remark.text).toContain("at most 20 may run at once");
    expect(remark.action.path).toBe("/concurrency?reserved=30");
    expect(only({ totals: { ...totals, throttles: 5 }, reserved: null }).text).toContain("pool");
    expect(only({ totals: { ...totals, throttles: 5 }, reserved: 0 }).action.label).toBe(
      "Start the function",
    );
  });

  it("fills in more memory and more time, in sizes that AWS takes", () => {
    expect(only({ reports: { ...reports, memoryMaxMb: 128 } }).action.path).toBe(
      "/configuration?memoryMb=192",
    );
    expect(only({ totals: { ...totals, durationMaximumMs: 2_900 } }).action.path).toBe(
      "/configuration?timeoutSeconds=5",
    );
    expect(
      only({ totals: { ...totals, durationMaximumMs: 900_000 }, timeoutSeconds: 900 }).action.path,
    ).toContain("/logs");
  });

  it("speaks of unused memory only where less can be set and enough runs were read", () => {
    const roomy = { memoryMb: 2048, reports: { ...reports, memoryMaxMb: 100 } };
    expect(only(roomy).action.path).toBe("/configuration?memoryMb=192");
    expect(remarksOf({ ...roomy, reports: { ...roomy.reports, count: 3 } })).toEqual([]);
  });

  it("watches streams, dropped events, cold starts and idle provisioned environments", () => {
    expect(only({ iteratorAgeMs: 7_200_001 }).id).toBe("iterator-age");
    expect(only({ asyncDropped: 1 }).id).toBe("async-dropped");
    expect(only({ undelivered: 2 }).id).toBe("undelivered");
    expect(only({ reports: { ...reports, cold: 2, coldShare: 0.02 } }).id).toBe("cold-starts");
    expect(only({ provisioned: 10, provisionedUseMax: 0.5 }).id).toBe("provisioned-low");
    expect(remarksOf({ provisioned: 10, provisionedUseMax: 0.6 })).toEqual([]);
  });

  it("puts the worst first and keeps to the user's own thresholds", () => {
    const change = { totals: { ...totals, errors: 20 }, asyncDropped: 3 };
    expect(remarksOf(change).map(({ id }) => id)).toEqual(["async-dropped", "errors"]);
    expect(remarksOf(change, { ...usualThresholds, errorRate: 0.05, asyncDropped: 5 })).toEqual([]);
  });
});

describe("thresholds", () => {
  it("keeps what is good of what was kept", () => {
    expect(thresholdsFrom({ errorRate: 0.05, memoryHigh: 7, coldStarts: "x" })).toEqual({
      ...usualThresholds,
      errorRate: 0.05,
    });
  });

  it("takes percent as percent and refuses what is outside", () => {
    expect(typedThreshold("errorRate", "2,5")).toBeCloseTo(0.025);
    expect(typedThreshold("errorRate", "101")).toBeUndefined();
    expect(typedThreshold("iteratorAgeHours", "3")).toBe(3);
    expect(typedThreshold("asyncDropped", "")).toBeUndefined();
  });
});
