import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { clientsFor } from "@/lib/aws/clients";
import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import type { Connection } from "@/lib/model/connection";
import { readAccountConcurrency } from "./read-account-concurrency";

export interface Account extends Partial<AccountConcurrency> {
  /** The newest minute's highest concurrency of all functions together; absent: no data. */
  currentConcurrency?: number;
  /** The highest of the last 24 hours; absent: no data. */
  peakConcurrency?: number;
}

const dayMs = 24 * 3_600_000;

/** The account's pool in this region and how much of it is in use. One metric is asked for. */
export async function readAccount(connection: Connection, nowMs = Date.now()): Promise<Account> {
  const [pool, values] = await Promise.all([
    readAccountConcurrency(connection),
    // The pool is worth showing where metrics cannot be read.
    readConcurrencyMinutes(connection, nowMs).catch(() => []),
  ]);
  return {
    ...pool,
    currentConcurrency: values[0],
    peakConcurrency: values.length > 0 ? Math.max(...values) : undefined,
  };
}

/** Five-minute maxima of the last day, newest first. */
async function readConcurrencyMinutes(connection: Connection, nowMs: number): Promise<number[]> {
  const { MetricDataResults } = await clientsFor(connection).cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(nowMs - dayMs),
      EndTime: new Date(nowMs),
      ScanBy: "TimestampDescending",
      MetricDataQueries: [
        {
          Id: "concurrency",
          MetricStat: {
            Metric: { Namespace: "AWS/Lambda", MetricName: "ConcurrentExecutions" },
            Period: 300,
            Stat: "Maximum",
          },
        },
      ],
    }),
  );
  return MetricDataResults?.[0]?.Values ?? [];
}
