import type * as api from "@aws-sdk/client-kinesis";
import type { CallContext } from "../../http/service.ts";
import { pageOf } from "../../http/page-of.ts";
import { invalidArgument, noShard } from "../errors.ts";
import { findStream } from "../find-stream.ts";
import { merge, scale, split } from "../reshard.ts";
import {
  describeShard,
  isOpen,
  openShards,
  type Shard,
  shardId,
  shardIndex,
  type Stream,
  streamArn,
} from "../stream.ts";
import type { KinesisStore } from "../stream-store.ts";
import { checkShardLimit } from "./streams.ts";

const shownShards = 1000;

/** Listing, splitting and merging shards. */
export function shardOperations(store: KinesisStore) {
  return {
    ListShards(input: api.ListShardsInput, context: CallContext) {
      const { NextToken: token, ExclusiveStartShardId: start, MaxResults: size } = input;
      const named = input.StreamName !== undefined || input.StreamARN !== undefined;
      if (token !== undefined && (named || start !== undefined || input.StreamCreationTimestamp))
        throw invalidArgument(
          "NextToken and StreamName cannot be provided together. Specify only one of them.",
        );
      const { arn, after, filter } = token === undefined ? first(input, context) : readToken(token);
      const stream = findStream(store, { StreamARN: arn }, context);
      const created = input.StreamCreationTimestamp;
      if (created && Math.floor(stream.createdMs / 1000) !== Math.floor(created.getTime() / 1000))
        throw invalidArgument(`Stream ${stream.name} was not created at ${created.toISOString()}.`);
      const ready = store.statusOf(stream) === "CREATING" ? [] : store.shards(stream);
      const all = ready
        .filter(({ index }) => after === undefined || index > after)
        .filter((shard) => passes(store, stream, shard, filter));
      const { items, nextToken } = pageOf(all, ({ index }) => String(index), {
        token: undefined,
        size: size ?? shownShards,
        invalidToken: () => invalidArgument("Invalid NextToken."),
      });
      const last = items.at(-1)?.index;
      return {
        Shards: items.map(describeShard),
        ...(nextToken !== undefined && { NextToken: writeToken({ arn, after: last, filter }) }),
      };
    },

    SplitShard(input: api.SplitShardInput, context: CallContext): void {
      const stream = findStream(store, input, context);
      const shard = require(stream, input.ShardToSplit);
      const hash = BigInt(input.NewStartingHashKey ?? 0);
      const where = `on shard ${shardId(shard.index)} in stream ${stream.name} under account ${stream.accountId}`;
      if (hash <= BigInt(shard.startHash) + 1n || hash >= BigInt(shard.endHash))
        throw invalidArgument(
          `NewStartingHashKey ${hash} used in SplitShard() ${where} is not both greater than one plus the shard's ` +
            `StartingHashKey ${shard.startHash} and less than the shard's EndingHashKey ${shard.endHash}.`,
        );
      store.requireActive(stream);
      requireOpen(stream, shard);
      checkShardLimit(store, context, 1);
      const shards = split(stream.shards, shard.index, hash, store.clock.now());
      store.save({ ...stream, shards }, "UPDATING");
    },

    MergeShards(input: api.MergeShardsInput, context: CallContext): void {
      const stream = findStream(store, input, context);
      const one = require(stream, input.ShardToMerge);
      const other = require(stream, input.AdjacentShardToMerge);
      const isAdjacent =
        BigInt(one.endHash) + 1n === BigInt(other.startHash) ||
        BigInt(other.endHash) + 1n === BigInt(one.startHash);
      if (!isAdjacent)
        throw invalidArgument(
          `Shards ${shardId(one.index)} and ${shardId(other.index)} in stream ${stream.name} under account ` +
            `${stream.accountId} are not an adjacent pair of shards eligible for merging`,
        );
      store.requireActive(stream);
      requireOpen(stream, one);
      requireOpen(stream, other);
      const shards = merge(stream.shards, one.index, other.index, store.clock.now());
      store.save({ ...stream, shards }, "UPDATING");
    },

    UpdateShardCount(input: api.UpdateShardCountInput, context: CallContext) {
      const stream = findStream(store, input, context);
      const target = input.TargetShardCount ?? 0;
      const current = openShards(stream).length;
      const told = `Current open shard count: ${current} Target shard count: ${target}`;
      if (stream.mode === "ON_DEMAND")
        throw invalidArgument("Shards of a stream in on-demand mode cannot be counted by hand.");
      if (target > current * 2)
        throw invalidArgument(
          `UpdateShardCount cannot scale up over double your current open shard count. ${told}`,
        );
      if (target < current / 2)
        throw invalidArgument(
          `UpdateShardCount cannot scale down below half your current open shard count. ${told}`,
        );
      store.requireActive(stream);
      checkShardLimit(store, context, target - current);
      if (target !== current)
        store.save(
          { ...stream, shards: scale(stream.shards, target, store.clock.now()) },
          "UPDATING",
        );
      return {
        StreamName: stream.name,
        CurrentShardCount: current,
        TargetShardCount: target,
        StreamARN: streamArn(stream),
      };
    },
  };
}

interface Listing {
  arn: string;
  after: number | undefined;
  filter: api.ShardFilter | undefined;
}

function first(input: api.ListShardsInput, { region, accountId }: CallContext): Listing {
  const { StreamName: name, StreamARN, ShardFilter: filter } = input;
  if (name === undefined && StreamARN === undefined)
    throw invalidArgument("Must specify either StreamName or StreamARN");
  const startId = filter?.Type === "AFTER_SHARD_ID" ? filter.ShardId : input.ExclusiveStartShardId;
  if (filter?.Type === "AFTER_SHARD_ID" && filter.ShardId === undefined)
    throw invalidArgument("ShardId must be specified for the filter type AFTER_SHARD_ID.");
  if (filter?.Type?.endsWith("TIMESTAMP") === true && !filter.Timestamp)
    throw invalidArgument(`Timestamp must be specified for the filter type ${filter.Type}.`);
  return {
    arn: StreamARN ?? streamArn({ region, accountId, name: name ?? "" }),
    after: startId === undefined ? undefined : shardIndex(startId),
    filter,
  };
}

const writeToken = ({ arn, after, filter }: Listing): string =>
  Buffer.from(JSON.stringify([arn, after, filter?.Type, filter?.Timestamp?.getTime()])).toString(
    "base64url",
  );

function readToken(token: string): Listing {
  try {
    const [arn, after, type, timestampMs] = JSON.parse(
      Buffer.from(token, "base64url").toString(),
    ) as [string, number, api.ShardFilter["Type"] | null, number | null];
    if (typeof arn === "string" && Number.isSafeInteger(after))
      return {
        arn,
        after,
        filter: type
          ? { Type: type, ...(timestampMs !== null && { Timestamp: new Date(timestampMs) }) }
          : undefined,
      };
  } catch {
    // Told below.
  }
  throw invalidArgument("Invalid NextToken.");
}

/** Whether a shard was open at the time, or since the time, that a filter names. */
function passes(
  store: KinesisStore,
  stream: Stream,
  shard: Shard,
  filter: api.ShardFilter | undefined,
): boolean {
  const { createdMs, closedMs = Infinity } = shard;
  const horizonMs = Math.max(store.oldestMs(stream), stream.createdMs);
  const atMs = Math.max(filter?.Timestamp?.getTime() ?? horizonMs, horizonMs);
  switch (filter?.Type) {
    case "AT_LATEST":
      return isOpen(shard);
    case "AT_TRIM_HORIZON":
    case "AT_TIMESTAMP":
      return createdMs <= atMs && closedMs > atMs;
    case "FROM_TRIM_HORIZON":
    case "FROM_TIMESTAMP":
      return closedMs > atMs;
    default:
      return true;
  }
}

function require(stream: Stream, id = ""): Shard {
  const index = shardIndex(id);
  const shard = stream.shards.find((one) => one.index === index);
  if (!shard)
    throw noShard(Number.isNaN(index) ? id : shardId(index), stream.name, stream.accountId);
  return shard;
}

function requireOpen({ name, accountId }: Stream, shard: Shard): void {
  if (!isOpen(shard))
    throw invalidArgument(
      `Shard ${shardId(shard.index)} in stream ${name} under account ${accountId} has already been merged or split, ` +
        "and thus is not eligible for merging or splitting.",
    );
}
