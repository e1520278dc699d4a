import type * as schemas from "@aws-sdk/client-cloudwatch";
import type { RefusedOperation } from "../http/service.ts";
import type { implementedOperations } from "./service.ts";

const telemetry: RefusedOperation = {
  refused: "there is no OpenTelemetry store and no enrichment.",
};
const muteRules: RefusedOperation = {
  refused: "alarms are not muted by rules; use DisableAlarmActions.",
};
const logAlarms: RefusedOperation = { refused: "alarms watch metrics, not queries of logs." };
const analysis: RefusedOperation = { refused: "metrics are not analysed." };
const pictures: RefusedOperation = { refused: "no pictures of metrics are drawn." };
const streams: RefusedOperation = { refused: "metrics are not streamed to other services." };

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
  DeleteAlarmMuteRule: muteRules,
  DeleteAnomalyDetector: analysis,
  DeleteInsightRules: analysis,
  DeleteMetricStream: streams,
  DeleteResourceMetricsConfiguration: telemetry,
  DescribeAnomalyDetectors: analysis,
  DescribeInsightRules: analysis,
  DisableInsightRules: analysis,
  DisassociateDatasetKmsKey: telemetry,
  EnableInsightRules: analysis,
  GetAlarmMuteRule: muteRules,
  GetDataset: telemetry,
  GetInsightRuleReport: analysis,
  GetMetricStream: streams,
  GetMetricWidgetImage: pictures,
  GetOTelEnrichment: telemetry,
  GetResourceMetricsConfiguration: telemetry,
  ListAlarmMuteRules: muteRules,
  ListManagedInsightRules: analysis,
  ListMetricStreams: streams,
  PutAlarmMuteRule: muteRules,
  PutAnomalyDetector: analysis,
  PutInsightRule: analysis,
  PutLogAlarm: logAlarms,
  PutManagedInsightRules: analysis,
  PutMetricStream: streams,
  StartMetricStreams: streams,
  StartOTelEnrichment: telemetry,
  StopMetricStreams: streams,
  StopOTelEnrichment: telemetry,
  UpdateOTelEnrichment: telemetry,
  UpdateResourceMetricsConfiguration: telemetry,
};
