import type { Clock } from "../clock.ts";

/** What a shard takes and gives in a second (Kinesis developer guide, "Quotas and limits"). */
const writes = { records: 1000, bytes: 1024 * 1024 };
const reads = { calls: 5, bytes: 2 * 1024 * 1024 };
const secondMs = 1000;

interface Second {
  startedMs: number;
  count: number;
  bytes: number;
}

/** How much of their limits shards have used: by shard, in the second that is running. */
export class Throughput {
  readonly #writes = new Map<string, Second>();
  readonly #reads = new Map<string, Second>();

  constructor(private readonly clock: Clock) {}

  /** Counts a record that is to be written; false when the shard takes no more in this second. */
  write(shard: string, bytes: number): boolean {
    const second = this.#second(this.#writes, shard);
    const full = second.count >= writes.records || second.bytes + bytes > writes.bytes;
    // A record that is larger than a second's share is taken by an idle shard.
    if (full && second.count > 0) return false;
    second.count++;
    second.bytes += bytes;
    return true;
  }

  /** Counts a call that reads; false when there were five in this second, or too many bytes in those before. */
  read(shard: string): boolean {
    const second = this.#second(this.#reads, shard);
    if (second.count >= reads.calls || second.bytes >= reads.bytes) return false;
    second.count++;
    return true;
  }

  /** Counts what a call has read: 10 MB are five seconds' worth. */
  gave(shard: string, bytes: number): void {
    this.#second(this.#reads, shard).bytes += bytes;
  }

  #second(seconds: Map<string, Second>, shard: string): Second {
    const nowMs = this.clock.now();
    const last = seconds.get(shard);
    const passed = last ? Math.floor((nowMs - last.startedMs) / secondMs) : 0;
    if (last && passed === 0) return last;
    if (seconds.size > 10_000) seconds.clear();
    const owed = last ? Math.max(0, last.bytes - passed * reads.bytes) : 0;
    const fresh = { startedMs: nowMs, count: 0, bytes: seconds === this.#reads ? owed : 0 };
    seconds.set(shard, fresh);
    return fresh;
  }
}
