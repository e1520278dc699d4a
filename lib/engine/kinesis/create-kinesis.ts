import type { Clock } from "../clock.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import type { EngineDatabase } from "../store/database.ts";
import { createKinesisService } from "./service.ts";
import { StreamMetrics } from "./stream-metrics.ts";
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
  return {
    service: createKinesisService({
      store,
      throughput: new Throughput(clock),
      metrics: new StreamMetrics(metrics, clock),
    }),
    store,
  };
}
