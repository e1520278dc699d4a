import type { Clock } from "../clock.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import type { EngineDatabase } from "../store/database.ts";
import { putRecord } from "./operations/put-records.ts";
import { createKinesisService } from "./service.ts";
import { StreamMetrics } from "./stream-metrics.ts";
import { consumerOf, type Stream } from "./stream.ts";
import { KinesisStore } from "./stream-store.ts";
import { Throughput } from "./throughput.ts";

/** Kinesis with its store. */
export function createKinesis(options: {
  database: EngineDatabase;
  clock: Clock;
  settleMs: number;
  metrics: MetricSink;
}) {
  const { database, clock, settleMs, metrics } = options;
  const store = new KinesisStore(database, clock, settleMs);
  const streamMetrics = new StreamMetrics(metrics, clock);
  const throughput = new Throughput(clock);
  return {
    service: createKinesisService({
      store,
      throughput,
      metrics: streamMetrics,
    }),
    store,
    metrics: streamMetrics,
    /** The stream of an ARN; for a consumer's, only while it is registered. */
    byArn(arn: string): Stream | undefined {
      const stream = store.byArn(arn);
      const isThere = !arn.includes("/consumer/") || (stream && consumerOf(stream, arn));
      return isThere ? stream : undefined;
    },
    /** Puts a record of another service into a stream. Throws where it is not there or takes no more. */
    put(arn: string, { data, partitionKey }: { data: string; partitionKey: string }): void {
      const [, , , region = "", accountId = "", path = ""] = arn.split(":");
      const stream = store.require(region, accountId, path.replace(/^stream\//, ""));
      const entry = { Data: Buffer.from(data, "utf8"), PartitionKey: partitionKey.slice(0, 256) };
      putRecord({ store, throughput, metrics: streamMetrics }, stream, entry);
    },
  };
}
