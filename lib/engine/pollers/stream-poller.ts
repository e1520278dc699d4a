import { parseFilter } from "./filter-pattern.ts";
import { ShardPoller, type StreamMapping, type StreamPollerDeps } from "./shard-poller.ts";
import type { SourceShard } from "./stream-source.ts";

/**
 * Reads a stream for one mapping, shard by shard. The children of a shard that was split or merged wait until it has
 * been read to its end, so that the records of a key stay in order.
 */
export class StreamPoller {
  readonly #shards = new Map<string, ShardPoller>();
  readonly #filters;
  readonly #stopListening: () => void;
  #isStopped = false;

  constructor(
    private readonly mapping: StreamMapping,
    private readonly deps: StreamPollerDeps,
  ) {
    this.#filters = mapping.filters.map(parseFilter);
    this.#begin();
    this.#stopListening = deps.source.onRecord(mapping.eventSourceArn, () => this.#wake());
    this.#wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopListening();
    for (const shard of this.#shards.values()) shard.stop();
  }

  /** The first time, all shards there are begin where the mapping says; those that come later, at their beginning. */
  #begin(): void {
    const { checkpoints, source } = this.deps;
    const { uuid, eventSourceArn: arn, stream } = this.mapping;
    if (checkpoints.knows(uuid)) return;
    for (const { id } of source.shards(arn))
      checkpoints.read(this.#checkpointOf(id), stream.parallelizationFactor, () =>
        source.start(arn, id, stream),
      );
  }

  #wake(): void {
    if (this.#isStopped) return;
    try {
      this.#follow();
    } catch (error) {
      this.deps.onError(error);
    }
    for (const shard of this.#shards.values()) shard.wake();
  }

  /** Polls every shard whose parents have been read. */
  #follow(): void {
    const shards = this.deps.source.shards(this.mapping.eventSourceArn);
    const byId = new Map(shards.map((shard) => [shard.id, shard]));
    for (const shard of shards)
      if (!this.#shards.has(shard.id) && shard.parents.every((id) => this.#isRead(byId.get(id))))
        this.#shards.set(shard.id, this.#poll(shard));
  }

  #isRead(parent: SourceShard | undefined): boolean {
    if (!parent) return true;
    return parent.isClosed && this.#shards.get(parent.id)?.isThrough === true;
  }

  #poll({ id, parents }: SourceShard): ShardPoller {
    const { checkpoints } = this.deps;
    const { parallelizationFactor } = this.mapping.stream;
    if (parents.length > 0)
      checkpoints.read(this.#checkpointOf(id), parallelizationFactor, () => 0);
    const onProgress = () => {
      if (!this.#isStopped) this.#wakeChildren();
    };
    return new ShardPoller(
      this.mapping,
      id,
      this.#checkpointOf(id),
      this.#filters,
      this.deps,
      onProgress,
    );
  }

  #wakeChildren(): void {
    const before = this.#shards.size;
    this.#follow();
    for (const shard of [...this.#shards.values()].slice(before)) shard.wake();
  }

  /** Streams of tables have one shard, and had its place under the mapping alone. */
  #checkpointOf(shardId: string): string {
    const { uuid } = this.mapping;
    return this.deps.source.batchInfo === "KinesisBatchInfo" ? `${uuid}/${shardId}` : uuid;
  }
}
