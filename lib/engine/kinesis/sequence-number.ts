/** What of a shard is in the numbers of its records. */
export interface SequencedShard {
  index: number;
  createdMs: number;
}

const version = "2";
/** The number of a shard's end is beyond that of any record. */
const endIndex = "7fffffffffffffff";

/**
 * A sequence number as Kinesis makes them since 2013: 47 hexadecimal digits, written in decimal. They hold when the
 * shard was made, the place of the record, when it came and the shard, so that they grow within a shard.
 */
export const sequenceNumber = (
  shard: SequencedShard,
  sequence: number,
  arrivedMs: number,
): string => write(shard, hex(sequence, 16), arrivedMs);

export const firstSequenceNumber = (shard: SequencedShard): string =>
  write(shard, hex(0, 16), shard.createdMs);

export const lastSequenceNumber = (shard: SequencedShard, closedMs: number): string =>
  write(shard, endIndex, closedMs);

/** What a sequence number says; undefined for a number that Kinesis did not make. */
export function readSequenceNumber(
  text: string,
): { shardIndex: number; shardCreatedSeconds: number; sequence: number } | undefined {
  const digits = BigInt(text).toString(16);
  if (digits.length !== 47 || !digits.startsWith("2") || !digits.endsWith(version))
    return undefined;
  const place = BigInt(`0x${digits.slice(11, 27)}`);
  return {
    shardCreatedSeconds: parseInt(digits.slice(1, 10), 16),
    sequence: Number(place > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : place),
    shardIndex: parseInt(digits.slice(38, 46), 16),
  };
}

function write({ index, createdMs }: SequencedShard, place: string, arrivedMs: number): string {
  const seconds = (ms: number) => hex(Math.floor(ms / 1000), 9);
  const digits = `2${seconds(createdMs)}${hex(index, 1)}${place}00${seconds(arrivedMs)}${hex(index, 8)}${version}`;
  return BigInt(`0x${digits}`).toString();
}

const hex = (value: number, digits: number): string =>
  value.toString(16).padStart(digits, "0").slice(-digits);
