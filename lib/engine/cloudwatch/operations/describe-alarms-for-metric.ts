import type {
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
} from "@aws-sdk/client-cloudwatch";
import type { CallContext } from "../../http/service.ts";
import type { AlarmDeps } from "../alarms/alarm-deps.ts";
import { describeMetricAlarm } from "../alarms/alarm.ts";
import { dimensionsOf } from "../read-metric.ts";
import { seriesKey } from "../series-table.ts";

/** The alarms on exactly this metric; not those on metric math that uses it. */
export const describeAlarmsForMetric =
  ({ alarms }: AlarmDeps) =>
  (input: DescribeAlarmsForMetricInput, { region }: CallContext): DescribeAlarmsForMetricOutput => {
    const keyOf = ({
      Namespace = "",
      MetricName = "",
      Dimensions,
    }:
      | DescribeAlarmsForMetricInput
      | {
          Namespace?: string;
          MetricName?: string;
          Dimensions?: DescribeAlarmsForMetricInput["Dimensions"];
        }) =>
      seriesKey({
        region,
        namespace: Namespace,
        name: MetricName,
        dimensions: dimensionsOf(Dimensions),
      });
    const asked = keyOf(input);
    const filters = ["Statistic", "ExtendedStatistic", "Period", "Unit"] as const;
    return {
      MetricAlarms: alarms
        .list(region)
        .flatMap((alarm) =>
          alarm.type === "MetricAlarm" &&
          alarm.settings.MetricName !== undefined &&
          keyOf(alarm.settings) === asked &&
          filters.every((name) => input[name] === undefined || input[name] === alarm.settings[name])
            ? describeMetricAlarm(alarm)
            : [],
        ),
    };
  };
