import { describe, expect, it } from "vitest";
import { suggestedThresholds, wouldHaveFired } from "@/lib/model/alarm-firing";

const rule = {
  comparison: "GreaterThanThreshold",
  threshold: 5,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: "notBreaching",
} as const;

describe("wouldHaveFired", () => {
  it("counts how often the state becomes ALARM, not how long it stays", () => {
    expect(wouldHaveFired([0, 6, 7, 5, 9, null], rule)).toEqual({
      times: 2,
      periods: 3,
      steps: [1, 2, 4],
    });
  });

  it("asks for as many of the last periods as the rule says", () => {
    const two = { ...rule, evaluationPeriods: 3, datapointsToAlarm: 2 };
    expect(wouldHaveFired([6, 0, 6, 0, 0, 6], two).steps).toEqual([2]);
    expect(wouldHaveFired([6, 0, 0, 6], two).times).toBe(0);
  });

  it("treats missing data as it is told", () => {
    const values = [6, null, null];
    const steps = (treatMissingData: "missing" | "notBreaching" | "breaching" | "ignore") =>
      wouldHaveFired(values, { ...rule, treatMissingData }).steps;
    expect(steps("notBreaching")).toEqual([0]);
    expect(steps("missing")).toEqual([0]);
    expect(steps("breaching")).toEqual([0, 1, 2]);
    expect(steps("ignore")).toEqual([0, 1, 2]);
  });

  it("knows all four comparisons", () => {
    const fires = (comparison: Parameters<typeof wouldHaveFired>[1]["comparison"]) =>
      wouldHaveFired([4, 5, 6], { ...rule, comparison }).steps;
    expect(fires("GreaterThanThreshold")).toEqual([2]);
    expect(fires("GreaterThanOrEqualToThreshold")).toEqual([1, 2]);
    expect(fires("LessThanThreshold")).toEqual([0]);
    expect(fires("LessThanOrEqualToThreshold")).toEqual([0, 1]);
  });
});

describe("suggestedThresholds", () => {
  it("gives the highest value and the one that all but one in a thousand stay under", () => {
    const values = Array.from({ length: 2000 }, (_, i) => i + 1);
    expect(suggestedThresholds([null, ...values])).toEqual({ maximum: 2000, p999: 1998 });
    expect(suggestedThresholds([null])).toEqual({ maximum: null, p999: null });
  });
});
