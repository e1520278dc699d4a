import { invalidArgument } from "./errors.ts";

/** Where a reader stands in a shard. */
export interface ShardIterator {
  region: string;
  streamName: string;
  /** A stream that was made anew is another one. */
  streamCreatedMs: number;
  shard: number;
  after: number;
  issuedMs: number;
}

export function writeIterator(iterator: ShardIterator): string {
  const { region, streamName, streamCreatedMs, shard, after, issuedMs } = iterator;
  return Buffer.from(
    JSON.stringify([region, streamName, streamCreatedMs, shard, after, issuedMs]),
  ).toString("base64");
}

/** Throws InvalidArgumentException for what `writeIterator` did not write. */
export function readIterator(text: string): ShardIterator {
  try {
    const parts = JSON.parse(Buffer.from(text, "base64").toString("utf8")) as unknown[];
    const [region, streamName, ...numbers] = parts;
    const [streamCreatedMs = NaN, shard = NaN, after = NaN, issuedMs = NaN] = numbers as number[];
    if (
      typeof region === "string" &&
      typeof streamName === "string" &&
      [streamCreatedMs, shard, after, issuedMs].every(Number.isSafeInteger)
    )
      return { region, streamName, streamCreatedMs, shard, after, issuedMs };
  } catch {
    // Told below.
  }
  throw invalidArgument("Invalid ShardIterator.");
}
