import { randomUUID } from "node:crypto";
import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { dimensionsOf } from "../read-metric.ts";
import { accountOf, type Alarm, type MetricAlarm, type Suppression } from "./alarm.ts";
import { timeText } from "./wording.ts";

/** An alarm's state before it changed, with what held its actions back then. */
export type PreviousState = Alarm["state"] & { suppression?: Suppression };

/** The event CloudWatch invokes a function with when an alarm changes its state. */
export function alarmEvent(alarm: Alarm, previous: PreviousState, nowMs: number) {
  return {
    source: "aws.cloudwatch",
    alarmArn: alarm.arn,
    accountId: accountOf(alarm.arn),
    time: timeText(nowMs),
    region: alarm.region,
    alarmData: {
      alarmName: alarm.name,
      state: stateOf(alarm.state),
      previousState: {
        ...stateOf(previous),
        ...(previous.suppression && {
          actionsSuppressedBy: previous.suppression.by,
          actionsSuppressedReason: `Actions suppressed by ${previous.suppression.by}`,
        }),
      },
      configuration: configurationOf(alarm),
    },
  };
}

function stateOf({ value, reason, reasonData, updatedMs }: Alarm["state"]) {
  return {
    value,
    reason,
    ...(reasonData !== undefined && { reasonData }),
    timestamp: timeText(updatedMs),
  };
}

function configurationOf(alarm: Alarm) {
  const { AlarmDescription: description } = alarm.settings;
  if (alarm.type === "MetricAlarm") return { description, metrics: metricsOf(alarm.settings) };
  const { AlarmRule, ActionsSuppressor, ActionsSuppressorWaitPeriod } = alarm.settings;
  return {
    description,
    alarmRule: AlarmRule,
    actionsSuppressor: ActionsSuppressor,
    actionsSuppressorWaitPeriod: ActionsSuppressorWaitPeriod,
    actionsSuppressorExtensionPeriod: alarm.settings.ActionsSuppressorExtensionPeriod,
  };
}

function metricsOf(settings: MetricAlarm["settings"]) {
  const { MetricName, Namespace, Dimensions, Period, Unit } = settings;
  const only: MetricDataQuery = {
    Id: randomUUID(),
    MetricStat: {
      Metric: { MetricName, Namespace, Dimensions },
      Period,
      Stat: settings.Statistic ?? settings.ExtendedStatistic,
      Unit,
    },
  };
  return (settings.Metrics ?? [only]).map(
    ({ Id, Expression, Label, Period: period, ReturnData = true, MetricStat: stat }) => ({
      id: Id,
      expression: Expression,
      label: Label,
      ...(period !== undefined && { period }),
      ...(stat && {
        metricStat: {
          metric: {
            namespace: stat.Metric?.Namespace,
            name: stat.Metric?.MetricName,
            dimensions: dimensionsOf(stat.Metric?.Dimensions),
          },
          period: stat.Period,
          stat: stat.Stat,
          unit: stat.Unit,
        },
      }),
      returnData: ReturnData,
    }),
  );
}
