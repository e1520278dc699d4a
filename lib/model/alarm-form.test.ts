import { describe, expect, it } from "vitest";
import { alarmsInRule, ruleText } from "@/lib/model/alarm";
import { alarmAsCli } from "@/lib/model/alarm-cli";
import {
  alarmProblems,
  editedAlarmInput,
  newAlarmForm,
  newAlarmInput,
} from "@/lib/model/alarm-form";

const form = newAlarmForm("checkout-api", "errors", 5);
const withCondition = (edit: Partial<typeof form.condition>) => ({
  ...form,
  condition: { ...form.condition, ...edit },
});

describe("alarmProblems", () => {
  it("takes a new alarm as it is", () => expect(alarmProblems(form)).toEqual({}));

  it("says what is allowed, by field", () => {
    expect(alarmProblems({ ...form, name: "" }).name).toContain("1 to 255");
    expect(alarmProblems({ ...form, statistic: "p101" }).statistic).toContain("p0 to p100");
    expect(alarmProblems(withCondition({ threshold: Number.NaN })).threshold).toBeDefined();
    expect(alarmProblems(withCondition({ periodSeconds: 90 })).periodSeconds).toContain("minutes");
    expect(
      alarmProblems(withCondition({ evaluationPeriods: 2, datapointsToAlarm: 3 }))
        .datapointsToAlarm,
    ).toContain("From 1 to the 2");
    const actions = { ...form.actions, alarm: ["arn:aws:sns:us-east-1:000000000000:t", "mail me"] };
    expect(alarmProblems({ ...form, actions }).alarm).toContain("mail me");
  });

  it("keeps all periods together within a day, or a week where a period is an hour or more", () => {
    const most = (periodSeconds: number, evaluationPeriods: number) =>
      alarmProblems(withCondition({ periodSeconds, evaluationPeriods })).evaluationPeriods;
    expect(most(300, 288)).toBeUndefined();
    expect(most(300, 289)).toContain("at most 288");
    expect(most(3600, 168)).toBeUndefined();
    expect(most(3600, 169)).toContain("at most 168");
  });
});

describe("newAlarmInput", () => {
  it("sets a percentile apart from a statistic, and an alias as a dimension", () => {
    const duration = newAlarmForm("f", "durationP99", 900);
    const input = newAlarmInput(duration, "durationP99", "f", "live");
    expect(input).toMatchObject({
      MetricName: "Duration",
      ExtendedStatistic: "p99",
      Dimensions: [
        { Name: "FunctionName", Value: "f" },
        { Name: "Resource", Value: "f:live" },
      ],
      Threshold: 900,
      TreatMissingData: "notBreaching",
    });
    expect(input).not.toHaveProperty("Statistic");
  });

  it("makes the share of errors an expression that alone returns data", () => {
    const input = newAlarmInput(newAlarmForm("f", "errorRate", 1), "errorRate", "f");
    expect(input).not.toHaveProperty("MetricName");
    expect(
      (input.Metrics as { Id: string; ReturnData: boolean }[])
        .filter(({ ReturnData }) => ReturnData)
        .map(({ Id }) => Id),
    ).toEqual(["rate"]);
  });

  it("goes to a shell as it is", () => {
    const cli = alarmAsCli(newAlarmInput({ ...form, name: "it's bad" }, "errors", "f"));
    expect(cli).toContain("aws cloudwatch put-metric-alarm");
    expect(cli).toContain(`--alarm-name 'it'\\''s bad'`);
    expect(cli).toContain("--metric-name Errors");
    expect(cli).toContain(`--dimensions '[{"Name":"FunctionName","Value":"f"}]'`);
    expect(cli).toContain("--actions-enabled");
  });
});

describe("editedAlarmInput", () => {
  it("keeps what the form does not show, and drops the statistic that another replaces", () => {
    const before = {
      AlarmName: form.name,
      MetricName: "Duration",
      Statistic: "Average",
      Unit: "Milliseconds",
      Period: 60,
      Threshold: 1,
    };
    const input = editedAlarmInput(before, { ...form, statistic: "p90" });
    expect(input).toMatchObject({
      MetricName: "Duration",
      Unit: "Milliseconds",
      ExtendedStatistic: "p90",
      Period: 300,
      Threshold: 5,
    });
    expect(input).not.toHaveProperty("Statistic");
  });

  it("changes the period within an expression's metrics", () => {
    const before = {
      AlarmName: "rate",
      Metrics: [
        { Id: "e", Expression: "a / b" },
        { Id: "a", MetricStat: { Period: 60, Stat: "Sum" } },
      ],
    };
    expect(editedAlarmInput(before, { ...form, statistic: undefined }).Metrics).toEqual([
      { Id: "e", Expression: "a / b" },
      { Id: "a", MetricStat: { Period: 300, Stat: "Sum" } },
    ]);
  });
});

describe("words", () => {
  it("says when an alarm fires", () => {
    expect(ruleText(form.condition)).toBe("> 5 for 5 min");
    expect(
      ruleText({ ...form.condition, evaluationPeriods: 3, datapointsToAlarm: 2, threshold: 0.5 }),
    ).toBe("> 0.5 in 2 of 3 periods of 5 min");
  });

  it("finds the alarms of a rule by name and by ARN", () => {
    expect(
      alarmsInRule(
        `ALARM("one more") AND NOT (OK(two) OR INSUFFICIENT_DATA('arn:aws:cloudwatch:us-east-1:1:alarm:three')) OR TRUE`,
      ),
    ).toEqual(["one more", "two", "three"]);
  });
});
