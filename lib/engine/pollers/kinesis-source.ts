import { sequenceNumber } from "../kinesis/sequence-number.ts";
import { consumerOf, type Shard, shardId, shardIndex, type Stream } from "../kinesis/stream.ts";
import type { StreamMetrics } from "../kinesis/stream-metrics.ts";
import { millisBehind } from "../kinesis/operations/read-records.ts";
import type { KinesisStore } from "../kinesis/stream-store.ts";
import type { StreamSource } from "./stream-source.ts";

/** Kinesis streams as a poller reads them; a consumer's ARN means its stream. */
export function kinesisSource(
  store: KinesisStore,
  metrics: Pick<StreamMetrics, "read" | "pushed">,
): StreamSource {
  const find = (arn: string, id: string): { stream: Stream; shard: Shard } | undefined => {
    const stream = store.byArn(arn);
    const shard = stream?.shards.find(({ index }) => index === shardIndex(id));
    return stream && shard && { stream, shard };
  };
  return {
    batchInfo: "KinesisBatchInfo",
    shards(arn) {
      const stream = store.byArn(arn);
      if (!stream || store.statusOf(stream) === "DELETING") return [];
      return stream.shards.map(({ index, parent, adjacentParent, closedMs }) => ({
        id: shardId(index),
        parents: [parent, adjacentParent].filter((one) => one !== undefined).map(shardId),
        isClosed: closedMs !== undefined,
      }));
    },
    read(arn, id, after, limit) {
      const found = find(arn, id);
      if (!found) return [];
      const { stream, shard } = found;
      return store.read(stream, shard, after, limit).map((record) => {
        const number = sequenceNumber(shard, record.sequence, record.arrivedMs);
        const kinesis = {
          kinesisSchemaVersion: "1.0",
          partitionKey: record.partitionKey,
          sequenceNumber: number,
          data: record.data.toString("base64"),
          approximateArrivalTimestamp: record.arrivedMs / 1000,
        };
        const event = {
          kinesis,
          eventSource: "aws:kinesis",
          eventVersion: "1.0",
          eventID: `${id}:${number}`,
          eventName: "aws:kinesis:record",
          awsRegion: stream.region,
        };
        return {
          sequence: record.sequence,
          createdMs: record.arrivedMs,
          bytes: record.data.byteLength,
          sequenceNumber: number,
          key: record.partitionKey,
          event,
          filtered: { ...event, ...kinesis, data: record.data.toString("utf8") },
        };
      });
    },
    start(arn, id, { startingPosition, startingTimestampMs = 0 }) {
      const found = find(arn, id);
      if (!found || startingPosition === "LATEST") return store.records.last();
      const { stream, shard } = found;
      return startingPosition === "AT_TIMESTAMP"
        ? store.before(stream, shard, startingTimestampMs)
        : store.horizon(stream, shard);
    },
    retentionMs: (arn) => (store.byArn(arn)?.retentionHours ?? 24) * 3_600_000,
    onRead(arn, id, records) {
      const found = find(arn, id);
      const last = records.at(-1);
      if (!found || !last) return;
      const { stream, shard } = found;
      const bytes = records.reduce((sum, one) => sum + one.bytes, 0);
      const behindMs = millisBehind(store, stream, shard, last.sequence);
      const read = { records: records.length, bytes, behindMs };
      const consumer = consumerOf(stream, arn);
      if (consumer) metrics.pushed(stream, consumer, read);
      else metrics.read(stream, shard, read);
    },
    onRecord: (arn, wake) => store.onRecord(arn, wake),
  };
}
