import { divideHashes, isOpen, type Shard } from "./stream.ts";

/** The shards with one of them closed and two children that share its range. */
export function split(
  shards: readonly Shard[],
  index: number,
  startOfSecond: bigint,
  nowMs: number,
): Shard[] {
  const parent = required(shards, index);
  const born = childrenBornMs(parent, nowMs);
  const child = (place: number, startHash: string, endHash: string): Shard => ({
    index: shards.length + place,
    createdMs: born,
    parent: index,
    startHash,
    endHash,
  });
  return [
    ...close(shards, [index], nowMs),
    child(0, parent.startHash, String(startOfSecond - 1n)),
    child(1, String(startOfSecond), parent.endHash),
  ];
}

/** The shards with two neighbours closed and a child that has the range of both. */
export function merge(
  shards: readonly Shard[],
  index: number,
  adjacent: number,
  nowMs: number,
): Shard[] {
  const pair = [required(shards, index), required(shards, adjacent)] as const;
  const [low, high] =
    BigInt(pair[0].startHash) < BigInt(pair[1].startHash) ? pair : ([pair[1], pair[0]] as const);
  const child: Shard = {
    index: shards.length,
    createdMs: Math.max(childrenBornMs(low, nowMs), childrenBornMs(high, nowMs)),
    parent: index,
    adjacentParent: adjacent,
    startHash: low.startHash,
    endHash: high.endHash,
  };
  return [...close(shards, [index, adjacent], nowMs), child];
}

/** The shards split and merged until there are `count` open ones of the same width. */
export function scale(shards: readonly Shard[], count: number, nowMs: number): Shard[] {
  const wanted = divideHashes(count);
  let so = [...shards];
  for (const { startHash } of wanted) {
    const start = BigInt(startHash);
    const across = so.find(
      (shard) => isOpen(shard) && BigInt(shard.startHash) < start && start <= BigInt(shard.endHash),
    );
    if (across) so = split(so, across.index, start, nowMs);
  }
  for (const { startHash, endHash } of wanted) {
    const within = () =>
      so
        .filter(
          (shard) =>
            isOpen(shard) &&
            BigInt(shard.startHash) >= BigInt(startHash) &&
            BigInt(shard.endHash) <= BigInt(endHash),
        )
        .sort((a, b) => (BigInt(a.startHash) < BigInt(b.startHash) ? -1 : 1));
    for (let [one, other] = within(); one && other; [one, other] = within())
      so = merge(so, one.index, other.index, nowMs);
  }
  return so;
}

const close = (shards: readonly Shard[], closed: readonly number[], nowMs: number): Shard[] =>
  shards.map((shard) => (closed.includes(shard.index) ? { ...shard, closedMs: nowMs } : shard));

/** A second later than the parent at least, so that the numbers of the children are larger than its own. */
const childrenBornMs = ({ createdMs }: Shard, nowMs: number): number =>
  Math.max(nowMs, createdMs + 1000);

function required(shards: readonly Shard[], index: number): Shard {
  const shard = shards.find((one) => one.index === index);
  if (!shard) throw new Error(`There is no shard ${index}`);
  return shard;
}
