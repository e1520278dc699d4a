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
  actions: readonly ScheduledAction[];
}

export const timetableFormats = ["cli", "terraform", "cloudformation"] as const;
export type TimetableFormat = (typeof timetableFormats)[number];

const dimension = "lambda:function:ProvisionedConcurrency";

/** The timetable for Application Auto Scaling: a scalable target and its scheduled actions. */
export function timetableText(target: TimetableTarget, format: TimetableFormat): string {
  return { cli, terraform, cloudformation: cloudFormation }[format](target);
}

function cli({ functionName, qualifier, timeZone, actions }: TimetableTarget): string {
  const common = [
    "  --service-namespace lambda",
    `  --resource-id function:${functionName}:${qualifier}`,
    `  --scalable-dimension ${dimension}`,
  ];
  const [least, most] = bounds(actions);
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
    `  --scalable-target-action MinCapacity=${action.provisionedConcurrency},MaxCapacity=${action.provisionedConcurrency}`,
  ]);
  return `${[register, ...schedules].map((lines) => lines.join(" \\\n")).join("\n\n")}\n`;
}

function terraform({ functionName, qualifier, timeZone, actions }: TimetableTarget): string {
  const [least, most] = bounds(actions);
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
    # The scheduled actions move both.
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
    max_capacity = ${action.provisionedConcurrency}
  }
}`,
    ),
  ].join("\n\n")}\n`;
}

function cloudFormation({ functionName, qualifier, timeZone, actions }: TimetableTarget): string {
  const [least, most] = bounds(actions);
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
      ScheduledActions:
${actions
  .map(
    (action) => `        - ScheduledActionName: ${nameOf(functionName, action)}
          Schedule: "${cronOf(action)}"
          Timezone: ${timeZone}
          ScalableTargetAction:
            MinCapacity: ${action.provisionedConcurrency}
            MaxCapacity: ${action.provisionedConcurrency}`,
  )
  .join("\n")}
`;
}

function bounds(actions: readonly ScheduledAction[]): [least: number, most: number] {
  const values = actions.map(({ provisionedConcurrency }) => provisionedConcurrency);
  return [Math.min(...values), Math.max(...values)];
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
