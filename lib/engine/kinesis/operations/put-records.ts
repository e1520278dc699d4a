import type * as api from "@aws-sdk/client-kinesis";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { invalidArgument, noStream, rateExceeded, validation } from "../errors.ts";
import { findStream } from "../find-stream.ts";
import type { StreamMetrics } from "../stream-metrics.ts";
import {
  hashOf,
  isHash,
  type Shard,
  shardFor,
  shardId,
  type Stream,
  streamArn,
} from "../stream.ts";
import { readSequenceNumber, sequenceNumber } from "../sequence-number.ts";
import type { KinesisStore } from "../stream-store.ts";
import type { Throughput } from "../throughput.ts";

/** Of all records of a PutRecords together, with their keys. */
const largestRequestBytes = 10 * 1024 * 1024;

interface Entry {
  Data?: Uint8Array | undefined;
  PartitionKey?: string | undefined;
  ExplicitHashKey?: string | undefined;
}

interface PutDeps {
  store: KinesisStore;
  throughput: Throughput;
  metrics: StreamMetrics;
}

/** Writing records. What was answered with a sequence number is on disk. */
export function putOperations(deps: PutDeps) {
  const { store } = deps;

  const writable = (
    input: api.PutRecordInput | api.PutRecordsInput,
    context: CallContext,
  ): Stream => {
    refuseFields(
      "InvalidArgumentException",
      { DryRun: input.DryRun || undefined },
      { DryRun: "there are no permissions to try." },
    );
    const stream = findStream(store, input, context);
    const status = store.statusOf(stream);
    if (status === "CREATING" || status === "DELETING")
      throw noStream(stream.name, stream.accountId);
    return stream;
  };

  const encryption = ({ keyId }: Stream) =>
    keyId !== undefined && { EncryptionType: "KMS" as const };

  return {
    PutRecord(input: api.PutRecordInput, context: CallContext) {
      const stream = writable(input, context);
      const ordering = input.SequenceNumberForOrdering;
      if (ordering !== undefined && !readSequenceNumber(ordering))
        throw invalidArgument(
          `ExclusiveMinimumSequenceNumber ${ordering} used in PutRecord on stream ${stream.name} under account ${stream.accountId} is invalid.`,
        );
      return { ...putRecord(deps, stream, input), ...encryption(stream) };
    },

    PutRecords(input: api.PutRecordsInput, context: CallContext) {
      const stream = writable(input, context);
      const entries = input.Records ?? [];
      for (const [index, entry] of entries.entries())
        checkSize(stream, entry, `records.${index + 1}.member.data`);
      if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > largestRequestBytes)
        throw invalidArgument("Records size exceeds 10 MB limit");
      const shards = entries.map((entry) => shardFor(stream, hashFor(entry)));
      const answers = store.records.atomically(() =>
        entries.map((entry, index) => {
          const shard = shards[index] as Shard;
          const number = storeRecord(deps, stream, shard, entry);
          return number === undefined
            ? {
                ErrorCode: "ProvisionedThroughputExceededException",
                ErrorMessage: rateExceeded(shardId(shard.index), stream).message,
              }
            : { SequenceNumber: number, ShardId: shardId(shard.index) };
        }),
      );
      return {
        FailedRecordCount: answers.filter((answer) => "ErrorCode" in answer).length,
        Records: answers,
        ...encryption(stream),
      };
    },
  };
}

/** Stores a record in the shard that takes its key. Throws as PutRecord does. */
export function putRecord(
  deps: PutDeps,
  stream: Stream,
  entry: Entry,
): { ShardId: string; SequenceNumber: string } {
  checkSize(stream, entry, "data");
  const shard = shardFor(stream, hashFor(entry));
  const number = storeRecord(deps, stream, shard, entry);
  if (number === undefined) throw rateExceeded(shardId(shard.index), stream);
  return { ShardId: shardId(shard.index), SequenceNumber: number };
}

/** The record's number; undefined when the shard takes no more at the moment. */
function storeRecord(
  { store, throughput, metrics }: PutDeps,
  stream: Stream,
  shard: Shard,
  entry: Entry,
): string | undefined {
  const { Data: data = new Uint8Array(), PartitionKey: partitionKey = "" } = entry;
  const bytes = sizeOf(entry);
  if (!throughput.write(`${streamArn(stream)}/${shard.index}`, bytes)) {
    metrics.writeThrottled(stream, shard);
    return undefined;
  }
  const { sequence, arrivedMs } = store.add(stream, shard, { partitionKey, data });
  metrics.wrote(stream, shard, bytes);
  return sequenceNumber(shard, sequence, arrivedMs);
}

function hashFor({ PartitionKey: partitionKey = "", ExplicitHashKey: explicit }: Entry): bigint {
  if (explicit === undefined) return hashOf(partitionKey);
  const hash = BigInt(explicit);
  if (!isHash(hash))
    throw invalidArgument(
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${explicit}`,
    );
  return hash;
}

function checkSize({ largestRecordKiB }: Stream, { Data: data }: Entry, path: string): void {
  const most = largestRecordKiB * 1024;
  if (data && data.byteLength > most)
    throw validation(
      `1 validation error detected: Value at '${path}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
    );
}

/** As limits count a record: with its key. */
const sizeOf = ({ Data: data, PartitionKey: partitionKey = "" }: Entry): number =>
  (data?.byteLength ?? 0) + Buffer.byteLength(partitionKey);
