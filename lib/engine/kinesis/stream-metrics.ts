import type { Clock } from "../clock.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import { type Consumer, type Shard, shardId, type Stream } from "./stream.ts";

type Value = readonly [name: string, unit: string, value: number];

/** What one reading found, and how old the oldest record is that it left. */
interface Found {
  records: number;
  bytes: number;
  behindMs: number;
}

/** What happens to streams as CloudWatch tells it: by stream, and by shard where that is switched on. */
export class StreamMetrics {
  constructor(
    private readonly sink: MetricSink,
    private readonly clock: Clock,
  ) {}

  wrote(stream: Stream, shard: Shard, bytes: number): void {
    this.#record(stream, shard, [
      ["IncomingRecords", "Count", 1],
      ["IncomingBytes", "Bytes", bytes],
      ["WriteProvisionedThroughputExceeded", "Count", 0],
    ]);
  }

  writeThrottled(stream: Stream, shard: Shard): void {
    this.#record(stream, shard, [["WriteProvisionedThroughputExceeded", "Count", 1]]);
  }

  read(stream: Stream, shard: Shard, { records, bytes, behindMs }: Found): void {
    this.#record(
      stream,
      shard,
      [
        ["OutgoingRecords", "Count", records],
        ["OutgoingBytes", "Bytes", bytes],
        ["IteratorAgeMilliseconds", "Milliseconds", behindMs],
        ["ReadProvisionedThroughputExceeded", "Count", 0],
      ],
      [
        ["GetRecords.Records", "Count", records],
        ["GetRecords.Bytes", "Bytes", bytes],
        ["GetRecords.IteratorAgeMilliseconds", "Milliseconds", behindMs],
        ["GetRecords.Success", "Count", 1],
        ["ReadProvisionedThroughputExceeded", "Count", 0],
      ],
    );
  }

  /** Records that went to a consumer of its own, by enhanced fan-out. */
  pushed({ region, name }: Stream, consumer: Consumer, { records, bytes, behindMs }: Found): void {
    this.sink.recordAll({
      region,
      namespace: "AWS/Kinesis",
      dimensions: { StreamName: name, ConsumerName: consumer.name },
      timestampMs: this.clock.now(),
      values: [
        ["SubscribeToShardEvent.Records", "Count", records],
        ["SubscribeToShardEvent.Bytes", "Bytes", bytes],
        ["SubscribeToShardEvent.MillisBehindLatest", "Milliseconds", behindMs],
        ["SubscribeToShardEvent.Success", "Count", 1],
      ],
    });
  }

  readThrottled(stream: Stream, shard: Shard): void {
    this.#record(stream, shard, [["ReadProvisionedThroughputExceeded", "Count", 1]]);
  }

  #record(
    stream: Stream,
    shard: Shard,
    ofShard: readonly Value[],
    ofStream: readonly Value[] = ofShard,
  ): void {
    const { region, name, shardLevelMetrics } = stream;
    const reading = { region, namespace: "AWS/Kinesis", timestampMs: this.clock.now() };
    const chosen = ofShard.filter(([metric]) => shardLevelMetrics.includes(metric));
    this.sink.recordAll({ ...reading, dimensions: { StreamName: name }, values: ofStream });
    if (chosen.length > 0)
      this.sink.recordAll({
        ...reading,
        dimensions: { StreamName: name, ShardId: shardId(shard.index) },
        values: chosen,
      });
  }
}
