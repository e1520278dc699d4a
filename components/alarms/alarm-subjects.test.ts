import { describe, expect, it } from "vitest";
import type { Alarm, AlarmMetric } from "@/lib/model/alarm";
import { alarmLimits, subjectOf } from "./alarm-subjects";

const metric = (name: string, statistic: string, more: Partial<AlarmMetric> = {}): AlarmMetric => ({
  namespace: "AWS/Lambda",
  metric: name,
  statistic,
  dimensions: [{ Name: "FunctionName", Value: "f" }],
  periodSeconds: 300,
  ...more,
});
const alarm = (more: Partial<Alarm>): Alarm => ({
  name: "a",
  description: "",
  kind: "metric",
  state: "ALARM",
  stateReason: "",
  actionsEnabled: true,
  actions: { alarm: [], ok: [], insufficientData: [] },
  condition: {
    comparison: "GreaterThanThreshold",
    threshold: 10,
    periodSeconds: 300,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: "missing",
  },
  ...more,
});
const limits = (one: Alarm, chart: string, qualifier?: string) =>
  alarmLimits([one], chart, "f", qualifier, 60_000);

describe("alarmLimits", () => {
  it("draws a sum at the height of the chart's steps and says its own period", () => {
    const [line] = limits(alarm({ metric: metric("Errors", "Sum") }), "failures");
    expect(line).toMatchObject({ value: 2, colour: "var(--danger)" });
    expect(line?.text).toBe("a > 10 per 5 min: In alarm");
  });

  it("draws a level as it is, on its own chart only", () => {
    const slow = alarm({ metric: metric("Duration", "p99"), state: "OK" });
    expect(limits(slow, "duration")[0]).toMatchObject({ value: 10, colour: "var(--ok)" });
    expect(limits(slow, "failures")).toEqual([]);
  });

  it("keeps to the alias or version that the page shows", () => {
    const live = metric("Duration", "p99", {
      dimensions: [
        { Name: "Resource", Value: "f:live" },
        { Name: "FunctionName", Value: "f" },
      ],
    });
    expect(limits(alarm({ metric: live }), "duration")).toEqual([]);
    expect(limits(alarm({ metric: live }), "duration", "live")).toHaveLength(1);
  });

  it("knows the share of errors in an expression, in percent or as a ratio", () => {
    const math = (expression: string) =>
      alarm({
        kind: "math",
        metrics: [metric("Errors", "Sum"), metric("Invocations", "Sum")],
        expressions: [expression],
      });
    expect(limits(math("100 * e / i"), "error-rate")[0]?.value).toBeCloseTo(0.1);
    expect(limits(math("e / i"), "error-rate")[0]?.value).toBe(10);
  });
});

describe("subjectOf", () => {
  it("takes another statistic of a known metric for that metric, and nothing for a foreign one", () => {
    expect(subjectOf(alarm({ metric: metric("Errors", "Average") }))).toBe("errors");
    expect(
      subjectOf(alarm({ metric: metric("Errors", "Sum", { namespace: "Mine" }) })),
    ).toBeUndefined();
  });
});
