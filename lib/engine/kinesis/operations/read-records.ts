import type * as api from "@aws-sdk/client-kinesis";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { invalidArgument, noShard, notFound, rateExceeded } from "../errors.ts";
import { findStream } from "../find-stream.ts";
import type { StoredRecord } from "../record-table.ts";
import { sequenceNumber } from "../sequence-number.ts";
import { readIterator, type ShardIterator, writeIterator } from "../shard-iterator.ts";
import { placeOf } from "../start-position.ts";
import type { StreamMetrics } from "../stream-metrics.ts";
import {
  describeChildren,
  type Shard,
  shardId,
  shardIndex,
  type Stream,
  streamArn,
} from "../stream.ts";
import type { KinesisStore } from "../stream-store.ts";
import type { Throughput } from "../throughput.ts";

const iteratorLifetimeMs = 300_000;
const mostRecords = 10_000;
const mostBytes = 10 * 1024 * 1024;
const readTogether = 500;

/** Reading records shard by shard. */
export function readOperations(deps: {
  store: KinesisStore;
  throughput: Throughput;
  metrics: StreamMetrics;
}) {
  const { store, throughput, metrics } = deps;
  return {
    GetShardIterator(input: api.GetShardIteratorInput, context: CallContext) {
      const stream = findStream(store, input, context);
      const shard = requireShard(stream, input.ShardId ?? "");
      const after = placeOf(store, stream, shard, {
        type: input.ShardIteratorType,
        sequenceNumber: input.StartingSequenceNumber,
        timestamp: input.Timestamp,
      });
      return { ShardIterator: iteratorAt(store, stream, shard, after) };
    },

    GetRecords(input: api.GetRecordsInput, { accountId }: CallContext) {
      refuseFields(
        "InvalidArgumentException",
        { ...input, DryRun: input.DryRun || undefined },
        {
          DryRun: "there are no permissions to try.",
          StreamId: "streams have a name and an ARN.",
        },
      );
      const iterator = readIterator(input.ShardIterator ?? "");
      const { stream, shard } = follow(store, iterator, accountId);
      if (input.StreamARN !== undefined && input.StreamARN !== streamArn(stream))
        throw invalidArgument("StreamARN is not the one of the ShardIterator.");
      const key = `${streamArn(stream)}/${shard.index}`;
      if (!throughput.read(key)) {
        metrics.readThrottled(stream, shard);
        throw rateExceeded(shardId(shard.index), stream);
      }
      const found = readUpTo(
        store,
        stream,
        shard,
        iterator.after,
        Math.min(input.Limit ?? mostRecords, mostRecords),
      );
      const bytes = found.reduce((sum, { data }) => sum + data.byteLength, 0);
      throughput.gave(key, bytes);
      const last = found.at(-1)?.sequence ?? iterator.after;
      const behindMs = millisBehind(store, stream, shard, last);
      metrics.read(stream, shard, { records: found.length, bytes, behindMs });
      const isOver =
        shard.closedMs !== undefined && store.read(stream, shard, last, 1).length === 0;
      return {
        Records: found.map((record) => describeRecord(stream, shard, record)),
        MillisBehindLatest: behindMs,
        ...(isOver
          ? { ChildShards: describeChildren(stream, shard) }
          : { NextShardIterator: iteratorAt(store, stream, shard, last) }),
      };
    },
  };
}

export function requireShard(stream: Stream, id: string): Shard {
  const index = shardIndex(id);
  const { name, accountId } = stream;
  if (Number.isNaN(index)) throw noShard(id, name, accountId);
  const shard = stream.shards.find((one) => one.index === index);
  if (!shard)
    throw notFound(
      `Shard ${shardId(index)} in stream ${name} under account ${accountId} does not exist`,
    );
  return shard;
}

function iteratorAt(store: KinesisStore, stream: Stream, shard: Shard, after: number): string {
  return writeIterator({
    region: stream.region,
    streamName: stream.name,
    streamCreatedMs: stream.createdMs,
    shard: shard.index,
    after,
    issuedMs: store.clock.now(),
  });
}

function follow(
  store: KinesisStore,
  iterator: ShardIterator,
  accountId: string,
): { stream: Stream; shard: Shard } {
  const { region, streamName, streamCreatedMs, issuedMs } = iterator;
  const nowMs = store.clock.now();
  if (nowMs - issuedMs > iteratorLifetimeMs)
    throw new ServiceError(
      "ExpiredIteratorException",
      `Iterator expired. The iterator was created at time ${utc(issuedMs)} while right now it is ${utc(nowMs)} which is further in the future than the tolerated delay of ${iteratorLifetimeMs} milliseconds.`,
      400,
    );
  const id = shardId(iterator.shard);
  const stream = store.byArn(streamArn({ region, accountId, name: streamName }));
  const shard = stream?.shards.find(({ index }) => index === iterator.shard);
  if (!stream || !shard || stream.createdMs !== streamCreatedMs)
    throw notFound(`Shard ${id} in stream ${streamName} under account ${accountId} does not exist`);
  return { stream, shard };
}

/** Records behind a place, as many as asked for and at most 10 MB. */
export function readUpTo(
  store: KinesisStore,
  stream: Stream,
  shard: Shard,
  after: number,
  limit: number,
): StoredRecord[] {
  const found: StoredRecord[] = [];
  let bytes = 0;
  let place = after;
  while (found.length < limit) {
    const size = Math.min(readTogether, limit - found.length);
    const page = store.read(stream, shard, place, size);
    for (const record of page) {
      bytes += record.data.byteLength + Buffer.byteLength(record.partitionKey);
      if (found.length > 0 && bytes > mostBytes) return found;
      found.push(record);
      place = record.sequence;
    }
    if (page.length < size) break;
  }
  return found;
}

/** How old the oldest record is that is left to read. */
export function millisBehind(
  store: KinesisStore,
  stream: Stream,
  shard: Shard,
  after: number,
): number {
  const [next] = store.read(stream, shard, after, 1);
  return next ? Math.max(0, store.clock.now() - next.arrivedMs) : 0;
}

export function describeRecord(stream: Stream, shard: Shard, record: StoredRecord) {
  return {
    SequenceNumber: sequenceNumber(shard, record.sequence, record.arrivedMs),
    ApproximateArrivalTimestamp: new Date(record.arrivedMs),
    Data: record.data,
    PartitionKey: record.partitionKey,
    ...(stream.keyId !== undefined && { EncryptionType: "KMS" as const }),
  };
}

/** `Thu Jan 22 01:22:02 UTC 2015` */
function utc(ms: number): string {
  const [, day, date, month, year, time] =
    /^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day} ${month} ${date} ${time} UTC ${year}`;
}
