import type { AlarmStore } from "./alarm-store.ts";
import { type Alarm, describeCompositeAlarm, describeMetricAlarm } from "./alarm.ts";
import { timeText } from "./wording.ts";

/** Notes that an alarm was made, changed or deleted. */
export function recordConfiguration(
  alarms: AlarmStore,
  alarm: Alarm,
  change: "created" | "updated" | "deleted",
  timeMs: number,
): void {
  const types = { created: "Create", updated: "Update", deleted: "Delete" };
  const described =
    alarm.type === "MetricAlarm" ? describeMetricAlarm(alarm) : describeCompositeAlarm(alarm);
  alarms.record(alarm, {
    itemType: "ConfigurationUpdate",
    timeMs,
    summary: `Alarm "${alarm.name}" ${change}`,
    data: JSON.stringify({
      version: "1.0",
      type: types[change],
      [`${change}Alarm`]: inCamelCase(described),
    }),
  });
}

/** Notes that an alarm has another state than before. */
export function recordTransition(alarms: AlarmStore, alarm: Alarm, previous: Alarm["state"]): void {
  const { state } = alarm;
  alarms.record(alarm, {
    itemType: "StateUpdate",
    timeMs: state.updatedMs,
    summary: `Alarm updated from ${previous.value} to ${state.value}`,
    data: `{"version":"1.0","oldState":${stateJson(previous)},"newState":${stateJson(state)}}`,
  });
}

/** Notes that an action was carried out, or why it could not be. */
export function recordAction(
  alarms: AlarmStore,
  alarm: Alarm,
  { arn, error, timeMs }: { arn: string; error?: string | undefined; timeMs: number },
): void {
  alarms.record(alarm, {
    itemType: "Action",
    timeMs,
    summary:
      error === undefined
        ? `Successfully executed action ${arn}`
        : `Failed to execute action ${arn}. Received error: "${error}"`,
    data: JSON.stringify({
      actionState: error === undefined ? "Succeeded" : "Failed",
      notificationResource: arn,
      stateUpdateTimestamp: alarm.state.updatedMs,
      ...(error !== undefined && { error }),
    }),
  });
}

/** `reasonData` is JSON already, in which numbers keep the form they have. */
function stateJson({ value, reason, reasonData }: Alarm["state"]): string {
  const words = JSON.stringify({ stateValue: value, stateReason: reason });
  return reasonData === undefined
    ? words
    : `${words.slice(0, -1)},"stateReasonData":${reasonData}}`;
}

/** Members as CloudWatch spells them in its history: `alarmName`, and `okactions` for OKActions. */
function inCamelCase(value: unknown): unknown {
  if (value instanceof Date) return timeText(value.getTime());
  if (Array.isArray(value)) return value.map(inCamelCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name === "OKActions" ? "okactions" : name.charAt(0).toLowerCase() + name.slice(1),
      inCamelCase(item),
    ]),
  );
}
