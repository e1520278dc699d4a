import { invalidArgument } from "./errors.ts";
import { readSequenceNumber } from "./sequence-number.ts";
import { type Shard, shardId, type Stream } from "./stream.ts";
import type { KinesisStore } from "./stream-store.ts";

export interface Position {
  type: string | undefined;
  sequenceNumber?: string | undefined;
  timestamp?: Date | undefined;
}

/** The place behind which reading begins. Throws InvalidArgumentException in AWS's words. */
export function placeOf(
  store: KinesisStore,
  stream: Stream,
  shard: Shard,
  position: Position,
): number {
  const { type, sequenceNumber: number, timestamp } = position;
  const takesNumber = type === "AT_SEQUENCE_NUMBER" || type === "AFTER_SEQUENCE_NUMBER";
  if (!takesNumber && number !== undefined)
    throw invalidArgument(
      "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or " +
        `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${type} and also a StartingSequenceNumber.`,
    );
  if (type === "TRIM_HORIZON") return Math.min(store.horizon(stream, shard), store.records.last());
  if (type === "LATEST") return store.records.last();
  if (type === "AT_TIMESTAMP") return placeAt(store, stream, shard, timestamp);
  if (number === undefined)
    throw invalidArgument(
      "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or " +
        `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${type} and no StartingSequenceNumber.`,
    );
  const { sequence } = readNumber(stream, shard, number);
  return type === "AT_SEQUENCE_NUMBER" ? Math.max(0, sequence - 1) : sequence;
}

function placeAt(
  store: KinesisStore,
  stream: Stream,
  shard: Shard,
  timestamp: Date | undefined,
): number {
  if (!timestamp)
    throw invalidArgument(
      "Must specify timestamp parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.",
    );
  const atMs = timestamp.getTime();
  const nowMs = store.clock.now();
  if (atMs > nowMs)
    throw invalidArgument(
      `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${atMs}, currentTimestampInMillis: ${nowMs}`,
    );
  return store.before(stream, shard, atMs);
}

function readNumber(stream: Stream, shard: Shard, text: string): { sequence: number } {
  const { name, accountId } = stream;
  const used = `StartingSequenceNumber ${text} used in GetShardIterator on shard ${shardId(shard.index)} in stream ${name} under account ${accountId} is invalid`;
  // Zero stands for the beginning.
  if (text === "0") return { sequence: 0 };
  const read = readSequenceNumber(text);
  if (!read) throw invalidArgument(`${used}.`);
  if (read.shardIndex !== shard.index)
    throw invalidArgument(
      `Invalid StartingSequenceNumber. It encodes ${shardId(read.shardIndex)}, while it was used in a call to a shard with ${shardId(shard.index)}`,
    );
  if (read.shardCreatedSeconds !== Math.floor(shard.createdMs / 1000))
    throw invalidArgument(`${used} because it did not come from this stream.`);
  return read;
}
