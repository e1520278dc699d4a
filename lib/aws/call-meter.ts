import type { CloudService } from "@/lib/model/change";
import { processWide } from "@/lib/store/process-wide";

/** How often Lambdeck itself has called a connection since it started, and what AWS asks for it. */
export interface CallCount {
  service: CloudService;
  command: string;
  calls: number;
  /** Metrics asked for with GetMetricData, which is priced by them. */
  metrics: number;
  costUsd: number;
}

const counts = processWide("call-counts", () => new Map<string, Map<string, CallCount>>());

// US East prices: CloudWatch $0.01 per 1,000 metrics asked for with GetMetricData and per 1,000 other
// requests; SQS $0.40 per million requests. Reading Lambda, logs (up to the free live-tail minutes),
// STS and IAM costs nothing.
export const usdPerMetric = 0.01 / 1000;
const usdPerCall: Partial<Record<CloudService, number>> = {
  cloudwatch: 0.01 / 1000,
  sqs: 0.4 / 1_000_000,
};

/** Counts one attempt. `metrics`: how many metrics a GetMetricData asks for. */
export function countCall(
  connectionId: string,
  service: CloudService,
  command: string,
  metrics = 0,
): void {
  let ofConnection = counts.get(connectionId);
  if (!ofConnection) counts.set(connectionId, (ofConnection = new Map()));
  const key = `${service}.${command}`;
  let count = ofConnection.get(key);
  if (!count)
    ofConnection.set(key, (count = { service, command, calls: 0, metrics: 0, costUsd: 0 }));
  count.calls += 1;
  count.metrics += metrics;
  count.costUsd +=
    command === "GetMetricData" ? metrics * usdPerMetric : (usdPerCall[service] ?? 0);
}

/** The counts of one connection, most called first. */
export function callCounts(connectionId: string): CallCount[] {
  return [...(counts.get(connectionId)?.values() ?? [])].sort((a, b) => b.calls - a.calls);
}
