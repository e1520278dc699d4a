/** Lets `perSecond` things happen a second, at most `capacity` at once; unused ones never add up beyond that. */
export class TokenBucket {
  #tokens: number;
  #filledAt = 0;

  constructor(
    private readonly capacity: number,
    private readonly perSecond: number,
  ) {
    this.#tokens = capacity;
  }

  take(now: number): boolean {
    const tokens = this.#tokens + (now - this.#filledAt) * this.perSecond;
    this.#tokens = tokens < this.capacity ? tokens : this.capacity;
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
