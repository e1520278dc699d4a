import { describe, expect, it } from "vitest";
import { timetableText, type TimetableTarget } from "./timetable";

const target: TimetableTarget = {
  functionName: "checkout-api",
  qualifier: "live",
  timeZone: "UTC",
  actions: [],
  followUse: { utilization: 0.7, least: 2, most: 40 },
};
const scheduled: TimetableTarget = {
  ...target,
  actions: [{ days: ["MON"], hour: 7, minute: 50, provisionedConcurrency: 12 }],
};

describe("following the use", () => {
  it("is a policy that keeps a part of the environments at work, between least and most", () => {
    const text = timetableText(target, "cli");
    expect(text).toContain("--min-capacity 2 --max-capacity 40");
    expect(text).toContain(
      `--target-tracking-scaling-policy-configuration '{"TargetValue":0.7,"PredefinedMetricSpecification":{"PredefinedMetricType":"LambdaProvisionedConcurrencyUtilization"}}'`,
    );
    expect(text).not.toContain("put-scheduled-action");
  });

  it("leaves the most open in a schedule, which then says the least", () => {
    expect(timetableText(scheduled, "cli")).toContain("MinCapacity=12,MaxCapacity=40");
    expect(timetableText({ ...scheduled, followUse: undefined }, "cli")).toContain(
      "MinCapacity=12,MaxCapacity=12",
    );
  });

  it("refers to the target in Terraform and CloudFormation", () => {
    const terraform = timetableText(scheduled, "terraform");
    expect(terraform).toContain('resource "aws_appautoscaling_policy" "checkout_api_follow_use" {');
    expect(terraform).toContain("max_capacity = 40");
    const yaml = timetableText(scheduled, "cloudformation");
    expect(yaml).toContain("ScalingTargetId: !Ref checkoutapiProvisionedConcurrency\n");
    expect(yaml.indexOf("ScheduledActions:")).toBeLessThan(yaml.indexOf("ScalingPolicy"));
    expect(timetableText(target, "cloudformation")).not.toContain("ScheduledActions");
  });
});
