import { expect, test } from "vitest";
import { timetableText, weekdays, type TimetableTarget } from "./timetable";

const target: TimetableTarget = {
  functionName: "checkout-api",
  qualifier: "live",
  timeZone: "Europe/Berlin",
  actions: [
    { days: weekdays.slice(0, 5), hour: 7, minute: 50, provisionedConcurrency: 12 },
    { days: weekdays, hour: 18, minute: 0, provisionedConcurrency: 3 },
    { days: ["MON", "WED", "THU"], hour: 9, minute: 0, provisionedConcurrency: 5 },
  ],
};

test("as commands", () => {
  const text = timetableText(target, "cli");
  expect(text).toContain(`aws application-autoscaling register-scalable-target \\
  --service-namespace lambda \\
  --resource-id function:checkout-api:live \\
  --scalable-dimension lambda:function:ProvisionedConcurrency \\
  --min-capacity 3 --max-capacity 12
`);
  expect(text).toContain(`  --scheduled-action-name checkout-api-mon-fri-0750-to-12 \\
  --schedule "cron(50 7 ? * MON-FRI *)" --timezone Europe/Berlin \\
  --scalable-target-action MinCapacity=12,MaxCapacity=12
`);
  expect(text).toContain("cron(0 18 ? * * *)");
  expect(text).toContain("cron(0 9 ? * MON,WED-THU *)");
});

test("as Terraform", () => {
  const text = timetableText(target, "terraform");
  expect(text).toContain('resource "aws_appautoscaling_target" "checkout_api" {');
  expect(text).toContain("resource_id        = aws_appautoscaling_target.checkout_api.resource_id");
  expect(text.match(/aws_appautoscaling_scheduled_action/g)).toHaveLength(3);
  expect(text).toContain('timezone           = "Europe/Berlin"');
});

test("as CloudFormation", () => {
  const text = timetableText(target, "cloudformation");
  expect(text).toContain(`  checkoutapiProvisionedConcurrency:
    Type: AWS::ApplicationAutoScaling::ScalableTarget`);
  expect(text).toContain(`        - ScheduledActionName: checkout-api-daily-1800-to-3
          Schedule: "cron(0 18 ? * * *)"
          Timezone: Europe/Berlin
          ScalableTargetAction:
            MinCapacity: 3
            MaxCapacity: 3`);
});
