import type { ThrottleSettings } from "@aws-sdk/client-api-gateway";
import type { Clock } from "../clock.ts";
import { TokenBucket } from "../invocation/rate-limit.ts";

const mostBuckets = 10_000;

/** Token buckets by what they limit; other settings mean a new bucket. */
export class RateLimits {
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(private readonly clock: Clock) {}

  /** Whether one more request may pass now; without limits it may. */
  take(names: readonly string[], { rateLimit, burstLimit }: ThrottleSettings): boolean {
    if (rateLimit === undefined && burstLimit === undefined) return true;
    const key = [...names, rateLimit, burstLimit].join("\n");
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      if (this.#buckets.size >= mostBuckets) this.#buckets.clear();
      const perSecond = rateLimit ?? Infinity;
      bucket = new TokenBucket(this.clock, burstLimit ?? Math.max(1, perSecond), perSecond);
      this.#buckets.set(key, bucket);
    }
    return bucket.take();
  }
}
