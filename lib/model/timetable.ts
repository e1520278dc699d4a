/** Days as schedules write them, the week beginning on Monday. */
export const weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;
type Weekday = (typeof weekdays)[number];

/** From this minute on, on these days, so much is kept provisioned. */
export interface ScheduledAction {
  days: readonly Weekday[];
  hour: number;
  minute: number;
  provisionedConcurrency: number;
}

export interface TimetableTarget {
  functionName: string;
  /** An alias or a published version. */
  qualifier: string;
  /** IANA name, such as `Europe/Berlin` or `UTC`. */
  timeZone: string;
  /** None: only the use is followed. */
  actions: readonly ScheduledAction[];
  /** More and fewer environments as they are used; with actions, these say the least at a time. */
  followUse?: FollowedUse;
}

interface FollowedUse {
  /** The part of the environments that is to be at work, 0 to 1. */
  utilization: number;
  least: number;
  most: number;
}

export const timetableFormats = ["cli", "terraform", "cloudformation"] as const;
export type TimetableFormat = (typeof timetableFormats)[number];

const dimension = "lambda:function:ProvisionedConcurrency";
const useMetric = "LambdaProvisionedConcurrencyUtilization";

/** The timetable for Application Auto Scaling: a scalable target and its scheduled actions. */
export function timetableText(target: TimetableTarget, format: TimetableFormat): string {
  return { cli, terraform, cloudformation: cloudFormation }[format](target);
}

function cli(target: TimetableTarget): string {
  const { functionName, qualifier, timeZone, actions, followUse } = target;
  const common = [
    "  --service-namespace lambda",
    `  --resource-id function:${functionName}:${qualifier}`,
    `  --scalable-dimension ${dimension}`,
  ];
  const [least, most] = bounds(target);
  const register = [
    "aws application-autoscaling register-scalable-target",
    ...common,
    `  --min-capacity ${least} --max-capacity ${most}`,
  ];
  const schedules = actions.map((action) => [
    "aws application-autoscaling put-scheduled-action",
    ...common,
    `  --scheduled-action-name ${nameOf(functionName, action)}`,
    `  --schedule "${cronOf(action)}" --timezone ${timeZone}`,
    `  --scalable-target-action MinCapacity=${action.provisionedConcurrency},MaxCapacity=${mostOf(action, followUse)}`,
  ]);
  const policy = followUse && [
    "aws application-autoscaling put-scaling-policy",
    ...common,
    `  --policy-name ${functionName}-follow-use --policy-type TargetTrackingScaling`,
    `  --target-tracking-scaling-policy-configuration '${JSON.stringify({
      TargetValue: followUse.utilization,
      PredefinedMetricSpecification: { PredefinedMetricType: useMetric },
    })}'`,
  ];
  return `${[register, ...schedules, ...(policy ? [policy] : [])].map((lines) => lines.join(" \\\n")).join("\n\n")}\n`;
}

function terraform(timetable: TimetableTarget): string {
  const { functionName, qualifier, timeZone, actions, followUse } = timetable;
  const [least, most] = bounds(timetable);
  const label = functionName.replace(/[^A-Za-z0-9_]/g, "_");
  const target = `aws_appautoscaling_target.${label}`;
  return `${[
    `resource "aws_appautoscaling_target" "${label}" {
  service_namespace  = "lambda"
  resource_id        = "function:${functionName}:${qualifier}"
  scalable_dimension = "${dimension}"
  min_capacity       = ${least}
  max_capacity       = ${most}

  lifecycle {
    # Schedules and use move both.
    ignore_changes = [min_capacity, max_capacity]
  }
}`,
    ...actions.map(
      (
        action,
      ) => `resource "aws_appautoscaling_scheduled_action" "${nameOf(label, action).replaceAll("-", "_")}" {
  name               = "${nameOf(functionName, action)}"
  service_namespace  = ${target}.service_namespace
  resource_id        = ${target}.resource_id
  scalable_dimension = ${target}.scalable_dimension
  schedule           = "${cronOf(action)}"
  timezone           = "${timeZone}"

  scalable_target_action {
    min_capacity = ${action.provisionedConcurrency}
    max_capacity = ${mostOf(action, followUse)}
  }
}`,
    ),
    ...(followUse
      ? [
          `resource "aws_appautoscaling_policy" "${label}_follow_use" {
  name               = "${functionName}-follow-use"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = ${target}.service_namespace
  resource_id        = ${target}.resource_id
  scalable_dimension = ${target}.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = ${followUse.utilization}

    predefined_metric_specification {
      predefined_metric_type = "${useMetric}"
    }
  }
}`,
        ]
      : []),
  ].join("\n\n")}\n`;
}

function cloudFormation(timetable: TimetableTarget): string {
  const { functionName, qualifier, timeZone, actions, followUse } = timetable;
  const [least, most] = bounds(timetable);
  const id = `${functionName.replace(/[^A-Za-z0-9]/g, "")}ProvisionedConcurrency`;
  return `Resources:
  ${id}:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: lambda
      ResourceId: function:${functionName}:${qualifier}
      ScalableDimension: ${dimension}
      MinCapacity: ${least}
      MaxCapacity: ${most}
${actions.length > 0 ? "      ScheduledActions:\n" : ""}${actions
    .map(
      (action) => `        - ScheduledActionName: ${nameOf(functionName, action)}
          Schedule: "${cronOf(action)}"
          Timezone: ${timeZone}
          ScalableTargetAction:
            MinCapacity: ${action.provisionedConcurrency}
            MaxCapacity: ${mostOf(action, followUse)}
`,
    )
    .join("")}${
    followUse
      ? `  ${id}Policy:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      PolicyName: ${functionName}-follow-use
      PolicyType: TargetTrackingScaling
      ScalingTargetId: !Ref ${id}
      TargetTrackingScalingPolicyConfiguration:
        TargetValue: ${followUse.utilization}
        PredefinedMetricSpecification:
          PredefinedMetricType: ${useMetric}
`
      : ""
  }`;
}

function bounds({ actions, followUse }: TimetableTarget): [least: number, most: number] {
  const values = actions.map(({ provisionedConcurrency }) => provisionedConcurrency);
  const least = values.length > 0 ? Math.min(...values) : (followUse?.least ?? 0);
  return [least, Math.max(...values, followUse?.most ?? 0)];
}

/** A schedule alone says the number; with the use followed it says the least. */
function mostOf({ provisionedConcurrency }: ScheduledAction, followUse?: FollowedUse): number {
  return Math.max(provisionedConcurrency, followUse?.most ?? 0);
}

/** `cron(50 7 ? * MON-FRI *)`; days that follow each other as a range. */
function cronOf({ days, hour, minute }: ScheduledAction): string {
  return `cron(${minute} ${hour} ? * ${daysText(days)} *)`;
}

function daysText(days: readonly Weekday[]): string {
  if (days.length === weekdays.length) return "*";
  const places = days.map((day) => weekdays.indexOf(day)).sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const place of places) {
    const last = ranges.at(-1);
    if (last && last[1] === place - 1) last[1] = place;
    else ranges.push([place, place]);
  }
  return ranges
    .map(([from, to]) => (from === to ? weekdays[from] : `${weekdays[from]}-${weekdays[to]}`))
    .join(",");
}

function nameOf(functionName: string, action: ScheduledAction): string {
  const days = action.days.length === weekdays.length ? "daily" : daysText(action.days);
  const time = `${two(action.hour)}${two(action.minute)}`;
  return `${functionName}-${days.toLowerCase().replaceAll(",", "-")}-${time}-to-${action.provisionedConcurrency}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
