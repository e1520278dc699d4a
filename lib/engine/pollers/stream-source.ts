import type { StreamSettings } from "../lambda/event-source-mapping.ts";

/** A record of a stream, whichever service has it. */
export interface StreamedRecord {
  /** Its place: later records have larger ones. */
  sequence: number;
  createdMs: number;
  bytes: number;
  sequenceNumber: string;
  /** Records of one key keep their order when several batches of a shard are at work. */
  key: string;
  /** As the function gets it, without its source's ARN. */
  event: Readonly<Record<string, unknown>>;
  /** As filter patterns see it. */
  filtered: Readonly<Record<string, unknown>>;
}

/** A shard whose parents are to be read before it. */
export interface SourceShard {
  id: string;
  parents: readonly string[];
  /** Nothing comes to it any more. */
  isClosed: boolean;
}

/** Where a poller of streams reads: DynamoDB's streams or Kinesis'. */
export interface StreamSource {
  /** None for a stream that is not there. */
  shards(streamArn: string): SourceShard[];
  /** Records of a shard behind a place, oldest first. */
  read(streamArn: string, shardId: string, after: number, limit: number): StreamedRecord[];
  /** The place before the first record that a mapping wants of a shard. */
  start(
    streamArn: string,
    shardId: string,
    position: Pick<StreamSettings, "startingPosition" | "startingTimestampMs">,
  ): number;
  retentionMs(streamArn: string): number;
  /** Is told of what a mapping has read for the first time, as CloudWatch counts it at the stream. */
  onRead(streamArn: string, shardId: string, records: readonly StreamedRecord[]): void;
  /** Calls back whenever there may be something to read, until the returned function is called. */
  onRecord(streamArn: string, wake: () => void): () => void;
  /** What the record of a failed batch calls the batch. */
  readonly batchInfo: "DDBStreamBatchInfo" | "KinesisBatchInfo";
}
