import { describe, expect, it } from "vitest";
import { plain } from "@/lib/model/format";
import type { Prediction } from "@/lib/simulator/prediction";
import { predictedRows } from "./predicted-rows";

const prediction: Prediction = {
  windowSeconds: 7 * 86_400,
  requests: 100_000,
  throttles: 700,
  invocations: 99_300,
  coldStarts: 993,
  latencyP50Seconds: 0.188,
  latencyP99Seconds: 1.63,
  costUsd: 7,
  provisionedUtilization: null,
  stepsOver: 3,
  peakDemand: 218,
  demand: new Float32Array(),
  throttled: new Float32Array(),
};

describe("what the limits would do", () => {
  const after = { ...prediction, throttles: 0, costUsd: 14, latencyP99Seconds: 0.851 };
  const rows = predictedRows(prediction, after, { now: 230, after: 150 });
  const of = (label: string) => {
    const row = rows.find((each) => each.label === label);
    return row && [plain(row.now), plain(row.after), row.trend];
  };

  it("is told per day and per month of 30 days, in one unit for both", () => {
    expect(of("Throttles per day")).toEqual(["100", "0", "better"]);
    expect(of("Cost per month")).toEqual(["$30", "$60", "changed"]);
    expect(of("Time, p99")).toEqual(["1,630\u2009ms", "851\u2009ms", "better"]);
  });

  it("tells cold starts as a share of what is served", () => {
    expect(of("Cold starts")).toEqual(["1.0\u2009%", "1.0\u2009%", "same"]);
  });

  it("has a dash for what there is nothing of, and tells what is left to the others", () => {
    expect(of("Warm units used")).toEqual(["\u2013", "\u2013", "same"]);
    expect(of("Unreserved left")).toEqual(["230", "150", "same"]);
  });

  it("calls a difference that cannot be read no difference", () => {
    const nearly = { ...prediction, latencyP50Seconds: 0.1881 };
    expect(
      predictedRows(prediction, nearly, undefined).every(({ trend }) => trend === "same"),
    ).toBe(true);
  });
});
