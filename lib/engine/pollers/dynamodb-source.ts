import type { countReads } from "../dynamodb/streams/stream-metrics.ts";
import type { StreamStore } from "../dynamodb/streams/stream-store.ts";
import type { StreamSource } from "./stream-source.ts";

/** Streams of tables as a poller reads them: one shard each. */
export function dynamoDbSource(
  streams: Pick<StreamStore, "byArn" | "read" | "horizon" | "lastSequence" | "onRecord">,
  onRead: ReturnType<typeof countReads>,
): StreamSource {
  return {
    batchInfo: "DDBStreamBatchInfo",
    shards(arn) {
      const stream = streams.byArn(arn);
      if (!stream) return [];
      return [{ id: stream.shardId, parents: [], isClosed: stream.ended !== undefined }];
    },
    read: (arn, _shardId, after, limit) =>
      streams.read(arn, after, limit).map(({ sequence, createdMs, record }) => ({
        sequence,
        createdMs,
        bytes: record.dynamodb.SizeBytes,
        sequenceNumber: record.dynamodb.SequenceNumber,
        key: JSON.stringify(record.dynamodb.Keys),
        event: { ...record },
        filtered: { ...record },
      })),
    start: (arn, _shardId, { startingPosition }) =>
      startingPosition === "LATEST" ? streams.lastSequence() : streams.horizon(arn),
    retentionMs: () => 86_400_000,
    onRead(arn, _shardId, records) {
      const stream = streams.byArn(arn);
      const bytes = records.reduce((sum, one) => sum + one.bytes, 0);
      if (stream) onRead(stream, { records: records.length, bytes });
    },
    onRecord: (arn, wake) => streams.onRecord(arn, wake),
  };
}
