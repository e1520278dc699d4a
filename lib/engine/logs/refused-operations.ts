import type * as schemas from "@aws-sdk/client-cloudwatch-logs";
import type { RefusedOperation } from "../http/service.ts";
import type { implementedOperations } from "./service.ts";

const policies: RefusedOperation = {
  refused: "there are no policies, protection or encryption of log data.",
};
const transfer: RefusedOperation = { refused: "events are neither exported nor imported." };
const delivery: RefusedOperation = { refused: "logs are not delivered to other services." };
const analysis: RefusedOperation = { refused: "events are not analysed or transformed." };
const insights: RefusedOperation = {
  refused:
    "Logs Insights has no indexes, lookup tables, schedules or data sources here; search with StartQuery.",
};
const filters: RefusedOperation = {
  refused:
    "events are not passed on by metric or subscription filters; read them with FilterLogEvents or StartLiveTail.",
};
const syslog: RefusedOperation = { refused: "there is no syslog listener." };

type OperationName = {
  [Name in keyof typeof schemas]: Name extends `${infer Operation}Command` ? Operation : never;
}[keyof typeof schemas];

/** Every other operation of the SDK client: a new one is a compile error until it is decided here. */
export const refusedOperations: Record<
  Exclude<OperationName, "$" | keyof ReturnType<typeof implementedOperations>>,
  RefusedOperation
> = {
  AssociateKmsKey: policies,
  AssociateSourceToS3TableIntegration: transfer,
  CancelExportTask: transfer,
  CancelImportTask: transfer,
  CreateDelivery: delivery,
  CreateExportTask: transfer,
  CreateImportTask: transfer,
  CreateLogAnomalyDetector: analysis,
  CreateLookupTable: insights,
  CreateScheduledQuery: insights,
  DeleteAccountPolicy: policies,
  DeleteDataProtectionPolicy: policies,
  DeleteDelivery: delivery,
  DeleteDeliveryDestination: filters,
  DeleteDeliveryDestinationPolicy: filters,
  DeleteDeliverySource: delivery,
  DeleteDestination: filters,
  DeleteIndexPolicy: insights,
  DeleteIntegration: transfer,
  DeleteLogAnomalyDetector: analysis,
  DeleteLookupTable: insights,
  DeleteMetricFilter: filters,
  DeleteResourcePolicy: policies,
  DeleteScheduledQuery: insights,
  DeleteSubscriptionFilter: filters,
  DeleteSyslogConfiguration: syslog,
  DeleteTransformer: analysis,
  DescribeAccountPolicies: policies,
  DescribeConfigurationTemplates: delivery,
  DescribeDeliveries: delivery,
  DescribeDeliveryDestinations: filters,
  DescribeDeliverySources: delivery,
  DescribeDestinations: filters,
  DescribeExportTasks: transfer,
  DescribeFieldIndexes: insights,
  DescribeImportTaskBatches: transfer,
  DescribeImportTasks: transfer,
  DescribeIndexPolicies: insights,
  DescribeLookupTables: insights,
  DescribeMetricFilters: filters,
  DescribeResourcePolicies: policies,
  DescribeSubscriptionFilters: filters,
  DisassociateKmsKey: policies,
  DisassociateSourceFromS3TableIntegration: transfer,
  GetDataProtectionPolicy: policies,
  GetDelivery: delivery,
  GetDeliveryDestination: filters,
  GetDeliveryDestinationPolicy: filters,
  GetDeliverySource: delivery,
  GetIntegration: transfer,
  GetLogAnomalyDetector: analysis,
  GetLogFields: insights,
  GetLogObject: insights,
  GetLookupTable: insights,
  GetScheduledQuery: insights,
  GetScheduledQueryHistory: insights,
  GetStorageTierPolicy: policies,
  GetTransformer: analysis,
  ListAggregateLogGroupSummaries: insights,
  ListAnomalies: analysis,
  ListIntegrations: transfer,
  ListLogAnomalyDetectors: analysis,
  ListScheduledQueries: insights,
  ListSourcesForS3TableIntegration: transfer,
  ListSyslogConfigurations: syslog,
  PutAccountPolicy: policies,
  PutBearerTokenAuthentication: policies,
  PutDataProtectionPolicy: policies,
  PutDeliveryDestination: filters,
  PutDeliveryDestinationPolicy: filters,
  PutDeliverySource: delivery,
  PutDestination: filters,
  PutDestinationPolicy: filters,
  PutIndexPolicy: insights,
  PutIntegration: transfer,
  PutMetricFilter: filters,
  PutResourcePolicy: policies,
  PutStorageTierPolicy: policies,
  PutSubscriptionFilter: filters,
  PutSyslogConfiguration: syslog,
  PutTransformer: analysis,
  TestTransformer: analysis,
  UpdateAnomaly: analysis,
  UpdateDeliveryConfiguration: delivery,
  UpdateLogAnomalyDetector: analysis,
  UpdateLookupTable: insights,
  UpdateScheduledQuery: insights,
};
