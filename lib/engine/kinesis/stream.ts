import { createHash } from "node:crypto";
import { type SequencedShard, firstSequenceNumber, lastSequenceNumber } from "./sequence-number.ts";

type StreamMode = "PROVISIONED" | "ON_DEMAND";

/** A part of a stream: the records whose keys hash into its range. */
export interface Shard extends SequencedShard {
  /** The range of hash keys, both ends included, as decimal text: they are larger than numbers. */
  startHash: string;
  endHash: string;
  parent?: number;
  adjacentParent?: number;
  /** When it was split or merged: it takes no records since then. */
  closedMs?: number;
}

export interface Consumer {
  name: string;
  createdMs: number;
  tags: Readonly<Record<string, string>>;
  policy?: string;
}

export interface Stream {
  /** Of its records. */
  id: number;
  region: string;
  accountId: string;
  name: string;
  mode: StreamMode;
  createdMs: number;
  shards: readonly Shard[];
  retentionHours: number;
  largestRecordKiB: number;
  shardLevelMetrics: readonly string[];
  /** The key its records are said to be encrypted with. */
  keyId?: string;
  warmThroughputMiBps?: number;
  consumers: readonly Consumer[];
  policy?: string;
  tags: Readonly<Record<string, string>>;
  /** What is under way, and until when. */
  change: { status: "CREATING" | "UPDATING" | "DELETING"; untilMs: number };
}

/** Hash keys are MD5 sums: 128 bits. */
const highestHash = 2n ** 128n - 1n;

export const streamArn = ({
  region,
  accountId,
  name,
}: Pick<Stream, "region" | "accountId" | "name">): string =>
  `arn:aws:kinesis:${region}:${accountId}:stream/${name}`;

export const consumerArn = (stream: Stream, { name, createdMs }: Consumer): string =>
  `${streamArn(stream)}/consumer/${name}:${Math.floor(createdMs / 1000)}`;

/** The consumer whose ARN it is; undefined for the stream's own ARN. */
export const consumerOf = (stream: Stream, arn: string): Consumer | undefined =>
  stream.consumers.find((consumer) => consumerArn(stream, consumer) === arn);

/** `arn:…:stream/NAME` without a consumer behind it. */
export const streamArnOf = (arn: string): string => arn.replace(/\/consumer\/.*$/, "");

export const shardId = (index: number): string => `shardId-${String(index).padStart(12, "0")}`;

/** The number in a shard's id; clients may leave out `shardId-`. NaN for what is no id. */
export function shardIndex(id: string): number {
  const [, digits = ""] = /^(?:shardId-)?0*(\d{1,10})$/.exec(id) ?? [];
  return digits === "" || Number(digits) > 2_147_483_647 ? NaN : Number(digits);
}

/** As AWS divides the range at a stream's creation. */
export function divideHashes(count: number): { startHash: string; endHash: string }[] {
  const width = (highestHash + 1n) / BigInt(count);
  return Array.from({ length: count }, (_, index) => ({
    startHash: String(BigInt(index) * width),
    endHash: String(index === count - 1 ? highestHash : BigInt(index + 1) * width - 1n),
  }));
}

export const hashOf = (partitionKey: string): bigint =>
  BigInt(`0x${createHash("md5").update(partitionKey, "utf8").digest("hex")}`);

export const isHash = (hash: bigint): boolean => hash >= 0n && hash <= highestHash;

export const isOpen = ({ closedMs }: Shard): boolean => closedMs === undefined;

export const openShards = ({ shards }: Stream): Shard[] => shards.filter(isOpen);

/** The open shard that takes a hash key. */
export function shardFor(stream: Stream, hash: bigint): Shard {
  const shard = openShards(stream).find(
    ({ startHash, endHash }) => hash >= BigInt(startHash) && hash <= BigInt(endHash),
  );
  if (!shard) throw new Error(`No shard of ${stream.name} takes the hash ${hash}`);
  return shard;
}

const childrenOf = ({ shards }: Stream, { index }: Shard): Shard[] =>
  shards.filter(({ parent, adjacentParent }) => parent === index || adjacentParent === index);

/** A shard as AWS describes it. */
export function describeShard(shard: Shard) {
  const { index, startHash, endHash, parent, adjacentParent, closedMs } = shard;
  return {
    ShardId: shardId(index),
    ...(parent !== undefined && { ParentShardId: shardId(parent) }),
    ...(adjacentParent !== undefined && { AdjacentParentShardId: shardId(adjacentParent) }),
    HashKeyRange: { StartingHashKey: startHash, EndingHashKey: endHash },
    SequenceNumberRange: {
      StartingSequenceNumber: firstSequenceNumber(shard),
      ...(closedMs !== undefined && {
        EndingSequenceNumber: lastSequenceNumber(shard, closedMs),
      }),
    },
  };
}

/** The children of a shard that has come to its end, for whoever reads on. */
export const describeChildren = (stream: Stream, shard: Shard) =>
  childrenOf(stream, shard).map((child) => ({
    ShardId: shardId(child.index),
    ParentShards: [child.parent, child.adjacentParent]
      .filter((parent) => parent !== undefined)
      .map(shardId),
    HashKeyRange: { StartingHashKey: child.startHash, EndingHashKey: child.endHash },
  }));
