import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import type { AlarmStore } from "./alarms/alarm-store.ts";
import type { AlarmWatch } from "./alarms/alarm-watch.ts";
import { cloudwatchConstraints } from "./constraints.ts";
import { dashboardOperations } from "./dashboards/dashboard-operations.ts";
import type { DashboardStore } from "./dashboards/dashboard-store.ts";
import type { MetricStore } from "./metric-store.ts";
import { deleteAlarms } from "./operations/delete-alarms.ts";
import { describeAlarmContributors } from "./operations/describe-alarm-contributors.ts";
import { describeAlarmHistory } from "./operations/describe-alarm-history.ts";
import { describeAlarmsForMetric } from "./operations/describe-alarms-for-metric.ts";
import { describeAlarms } from "./operations/describe-alarms.ts";
import { getMetricData } from "./operations/get-metric-data.ts";
import { getMetricStatistics } from "./operations/get-metric-statistics.ts";
import { listMetrics } from "./operations/list-metrics.ts";
import { putCompositeAlarm } from "./operations/put-composite-alarm.ts";
import { putMetricAlarm } from "./operations/put-metric-alarm.ts";
import { putMetricData } from "./operations/put-metric-data.ts";
import { setAlarmState } from "./operations/set-alarm-state.ts";
import { switchAlarmActions } from "./operations/switch-alarm-actions.ts";
import { refusedOperations } from "./refused-operations.ts";
import { tagOperations } from "./tags.ts";

interface CloudWatchDeps {
  metrics: MetricStore;
  alarms: AlarmStore;
  watch: AlarmWatch;
  dashboards: DashboardStore;
  clock: Clock;
}

/** CloudWatch: metrics with statistics, percentiles and metric math; alarms on them; dashboards. */
export function createCloudWatchService(deps: CloudWatchDeps): Service {
  return {
    id: "cloudwatch",
    signingName: "monitoring",
    schemas: () => import("@aws-sdk/client-cloudwatch"),
    protocols: ["awsJson1.0", "awsQuery", "rpcv2Cbor"],
    targetPrefix: "GraniteServiceVersion20100801",
    queryVersion: "2010-08-01",
    xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    constraints: cloudwatchConstraints,
    validationErrorCode: "ValidationError",
    operations: { ...refusedOperations, ...implementedOperations(deps) },
    differences: [
      "Alarms act on functions only, and need no permission for it; other actions are noted in the history as failed.",
      "Dashboards are kept and checked; nothing draws them.",
    ],
  };
}

export function implementedOperations(deps: CloudWatchDeps) {
  const { metrics, alarms, dashboards, clock } = deps;
  return {
    DeleteAlarms: deleteAlarms(deps),
    DescribeAlarmContributors: describeAlarmContributors(deps),
    DescribeAlarmHistory: describeAlarmHistory(deps),
    DescribeAlarms: describeAlarms(deps),
    DescribeAlarmsForMetric: describeAlarmsForMetric(deps),
    DisableAlarmActions: switchAlarmActions(deps, false),
    EnableAlarmActions: switchAlarmActions(deps, true),
    GetMetricData: getMetricData(metrics, clock),
    GetMetricStatistics: getMetricStatistics(metrics, clock),
    ListMetrics: listMetrics(metrics, clock),
    PutCompositeAlarm: putCompositeAlarm(deps),
    PutMetricAlarm: putMetricAlarm(deps),
    PutMetricData: putMetricData(metrics, clock),
    SetAlarmState: setAlarmState(deps),
    ...dashboardOperations(dashboards, clock),
    ...tagOperations({ alarms, dashboards }),
  };
}
