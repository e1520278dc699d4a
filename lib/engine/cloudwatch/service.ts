import * as schemas from "@aws-sdk/client-cloudwatch";
import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import { cloudwatchConstraints } from "./constraints.ts";
import type { MetricStore } from "./metric-store.ts";
import { getMetricData } from "./operations/get-metric-data.ts";
import { getMetricStatistics } from "./operations/get-metric-statistics.ts";
import { listMetrics } from "./operations/list-metrics.ts";
import { putMetricData } from "./operations/put-metric-data.ts";
import { refusedOperations } from "./refused-operations.ts";

/** CloudWatch metrics: recording, statistics, percentiles and metric math. */
export function createCloudWatchService(deps: { store: MetricStore; clock: Clock }): Service {
  return {
    id: "cloudwatch",
    signingName: "monitoring",
    schemas,
    protocols: ["awsJson1.0", "awsQuery", "rpcv2Cbor"],
    targetPrefix: "GraniteServiceVersion20100801",
    queryVersion: "2010-08-01",
    xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    constraints: cloudwatchConstraints,
    validationErrorCode: "ValidationError",
    operations: { ...refusedOperations, ...implementedOperations(deps) },
  };
}

export function implementedOperations({ store, clock }: { store: MetricStore; clock: Clock }) {
  return {
    GetMetricData: getMetricData(store, clock),
    GetMetricStatistics: getMetricStatistics(store, clock),
    ListMetrics: listMetrics(store, clock),
    PutMetricData: putMetricData(store, clock),
  };
}
