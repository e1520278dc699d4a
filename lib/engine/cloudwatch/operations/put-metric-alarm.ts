import type { PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import type { CallContext } from "../../http/service.ts";
import type { AlarmDeps } from "../alarms/alarm-deps.ts";
import { type MetricAlarm, uncheckedReason } from "../alarms/alarm.ts";
import { checkMetricAlarm } from "../alarms/check-metric-alarm.ts";
import { validationError } from "../errors.ts";
import { readTags } from "../tags.ts";

/** Makes an alarm, or gives one other settings; its state and its tags stay then. */
export const putMetricAlarm =
  ({ alarms, watch, metrics, clock }: AlarmDeps) =>
  (input: PutMetricAlarmInput, { region, accountId }: CallContext): object => {
    const { AlarmName: name = "", Tags, ...settings } = input;
    const nowMs = clock.now();
    checkMetricAlarm(input, { store: metrics, region, nowMs });
    const tags = readTags(Tags);
    const before = alarms.find(region, name);
    if (before && before.type !== "MetricAlarm")
      throw validationError(`${name} is the name of a composite alarm.`);
    const alarm: MetricAlarm = {
      type: "MetricAlarm",
      region,
      arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
      name,
      settings,
      tags: before?.tags ?? tags,
      configuredMs: nowMs,
      state: before?.state ?? {
        value: "INSUFFICIENT_DATA",
        reason: uncheckedReason,
        updatedMs: nowMs,
        transitionedMs: nowMs,
      },
    };
    watch.configure(alarm);
    return {};
  };
