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
const destinations: RefusedOperation = {
  refused: "events are passed on to functions only; name one in PutSubscriptionFilter.",
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
  DeleteDeliveryDestination: destinations,
  DeleteDeliveryDestinationPolicy: destinations,
  DeleteDeliverySource: delivery,
  DeleteDestination: destinations,
  DeleteIndexPolicy: insights,
  DeleteIntegration: transfer,
  DeleteLogAnomalyDetector: analysis,
  DeleteLookupTable: insights,
  DeleteResourcePolicy: policies,
  DeleteScheduledQuery: insights,
  DeleteSyslogConfiguration: syslog,
  DeleteTransformer: analysis,
  DescribeAccountPolicies: policies,
  DescribeConfigurationTemplates: delivery,
  DescribeDeliveries: delivery,
  DescribeDeliveryDestinations: destinations,
  DescribeDeliverySources: delivery,
  DescribeDestinations: destinations,
  DescribeExportTasks: transfer,
  DescribeFieldIndexes: insights,
  DescribeImportTaskBatches: transfer,
  DescribeImportTasks: transfer,
  DescribeIndexPolicies: insights,
  DescribeLookupTables: insights,
  DescribeResourcePolicies: policies,
  DisassociateKmsKey: policies,
  DisassociateSourceFromS3TableIntegration: transfer,
  GetDataProtectionPolicy: policies,
  GetDelivery: delivery,
  GetDeliveryDestination: destinations,
  GetDeliveryDestinationPolicy: destinations,
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
  PutDeliveryDestination: destinations,
  PutDeliveryDestinationPolicy: destinations,
  PutDeliverySource: delivery,
  PutDestination: destinations,
  PutDestinationPolicy: destinations,
  PutIndexPolicy: insights,
  PutIntegration: transfer,
  PutResourcePolicy: policies,
  PutStorageTierPolicy: policies,
  PutSyslogConfiguration: syslog,
  PutTransformer: analysis,
  TestTransformer: analysis,
  UpdateAnomaly: analysis,
  UpdateDeliveryConfiguration: delivery,
  UpdateLogAnomalyDetector: analysis,
  UpdateLookupTable: insights,
  UpdateScheduledQuery: insights,
};
