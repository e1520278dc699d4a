import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { differences } from "../../differences";
import { arnOf } from "../cloud";
import type { Kind } from "../kind";

const numbers = ["EvaluationPeriods", "DatapointsToAlarm", "Period", "Threshold"];

export const alarmKind: Kind = {
  nameProperty: "AlarmName",
  predict: (name, cloud) => ({
    ref: name,
    attributes: { Arn: arnOf(cloud, "cloudwatch", `alarm:${name}`) },
  }),
  takes: [
    ...numbers,
    "AlarmName",
    "AlarmDescription",
    "ActionsEnabled",
    "AlarmActions",
    "OKActions",
    "InsufficientDataActions",
    "ComparisonOperator",
    "Dimensions",
    "ExtendedStatistic",
    "MetricName",
    "Metrics",
    "Namespace",
    "Statistic",
    "TreatMissingData",
    "Unit",
  ],
  async plan({ name: AlarmName, properties }, { cloudwatch }) {
    const { MetricAlarms = [] } = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [AlarmName], AlarmTypes: ["MetricAlarm"] }),
    );
    const [existing] = MetricAlarms;
    const wanted = Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [
        name,
        numbers.includes(name) ? Number(value) : value,
      ]),
    );
    const changes = existing ? differences(existing, wanted) : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      async apply() {
        await cloudwatch.send(
          new PutMetricAlarmCommand({
            ...(wanted as unknown as PutMetricAlarmCommandInput),
            AlarmName,
          }),
        );
      },
    };
  },
};
