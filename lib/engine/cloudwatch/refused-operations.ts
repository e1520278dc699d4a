import type * as schemas from "@aws-sdk/client-cloudwatch";
import type { RefusedOperation } from "../http/service.ts";
import type { implementedOperations } from "./service.ts";

const telemetry: RefusedOperation = {
  refused: "there is no OpenTelemetry store and no enrichment.",
};
const alarms: RefusedOperation = {
  refused: "there are no alarms; read the metrics with GetMetricData.",
};
const analysis: RefusedOperation = { refused: "metrics are not analysed." };
const dashboards: RefusedOperation = { refused: "there are no CloudWatch dashboards." };
const streams: RefusedOperation = { refused: "metrics are not streamed to other services." };
const tags: RefusedOperation = {
  refused: "there is nothing in CloudWatch to tag: metrics have no tags.",
};

type OperationName = {
  [Name in keyof typeof schemas]: Name extends `${infer Operation}Command` ? Operation : never;
}[keyof typeof schemas];

/** Every other operation of the SDK client: a new one is a compile error until it is decided here. */
export const refusedOperations: Record<
  Exclude<OperationName, "$" | keyof ReturnType<typeof implementedOperations>>,
  RefusedOperation
> = {
  AssociateDatasetKmsKey: telemetry,
  CreateResourceMetricsConfiguration: telemetry,
  DeleteAlarmMuteRule: alarms,
  DeleteAlarms: alarms,
  DeleteAnomalyDetector: analysis,
  DeleteDashboards: dashboards,
  DeleteInsightRules: analysis,
  DeleteMetricStream: streams,
  DeleteResourceMetricsConfiguration: telemetry,
  DescribeAlarmContributors: alarms,
  DescribeAlarmHistory: alarms,
  DescribeAlarms: alarms,
  DescribeAlarmsForMetric: alarms,
  DescribeAnomalyDetectors: analysis,
  DescribeInsightRules: analysis,
  DisableAlarmActions: alarms,
  DisableInsightRules: analysis,
  DisassociateDatasetKmsKey: telemetry,
  EnableAlarmActions: alarms,
  EnableInsightRules: analysis,
  GetAlarmMuteRule: alarms,
  GetDashboard: dashboards,
  GetDataset: telemetry,
  GetInsightRuleReport: analysis,
  GetMetricStream: streams,
  GetMetricWidgetImage: dashboards,
  GetOTelEnrichment: telemetry,
  GetResourceMetricsConfiguration: telemetry,
  ListAlarmMuteRules: alarms,
  ListDashboards: dashboards,
  ListManagedInsightRules: analysis,
  ListMetricStreams: streams,
  ListTagsForResource: tags,
  PutAlarmMuteRule: alarms,
  PutAnomalyDetector: analysis,
  PutCompositeAlarm: alarms,
  PutDashboard: dashboards,
  PutInsightRule: analysis,
  PutLogAlarm: alarms,
  PutManagedInsightRules: analysis,
  PutMetricAlarm: alarms,
  PutMetricStream: streams,
  SetAlarmState: alarms,
  StartMetricStreams: streams,
  StartOTelEnrichment: telemetry,
  StopMetricStreams: streams,
  StopOTelEnrichment: telemetry,
  TagResource: tags,
  UntagResource: tags,
  UpdateOTelEnrichment: telemetry,
  UpdateResourceMetricsConfiguration: telemetry,
};
