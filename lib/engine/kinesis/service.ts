import type { Service } from "../http/service.ts";
import { kinesisConstraints } from "./constraints.ts";
import { consumerOperations } from "./operations/consumers.ts";
import { putOperations } from "./operations/put-records.ts";
import { readOperations } from "./operations/read-records.ts";
import { resourceOperations } from "./operations/resources.ts";
import { settingOperations } from "./operations/settings.ts";
import { shardOperations } from "./operations/shards.ts";
import { streamOperations } from "./operations/streams.ts";
import { subscribeToShard } from "./operations/subscribe-to-shard.ts";
import type { StreamMetrics } from "./stream-metrics.ts";
import type { KinesisStore } from "./stream-store.ts";
import type { Throughput } from "./throughput.ts";

/** Kinesis Data Streams: streams of shards, their records and who reads them. */
export function createKinesisService(deps: {
  store: KinesisStore;
  throughput: Throughput;
  metrics: StreamMetrics;
}): Service {
  const { store } = deps;
  return {
    id: "kinesis",
    signingName: "kinesis",
    schemas: () => import("@aws-sdk/client-kinesis"),
    protocols: ["awsJson1.1", "awsCbor1.1"],
    targetPrefix: "Kinesis_20131202",
    constraints: kinesisConstraints,
    differences: [
      "Shards are split and merged at once; the stream says UPDATING for a moment afterwards.",
      "A stream in on-demand mode keeps the four shards it begins with.",
      "Encryption and policies are kept and answered; nothing is encrypted or refused by them.",
    ],
    operations: {
      ...streamOperations(store),
      ...shardOperations(store),
      ...putOperations(deps),
      ...readOperations(deps),
      ...settingOperations(store),
      ...consumerOperations(store),
      ...resourceOperations(store),
      SubscribeToShard: subscribeToShard(deps),
    },
    others: "there are no channels, billing commitments or records that spread by themselves",
  };
}
