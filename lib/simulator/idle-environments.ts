import type { IntervalSums } from "./interval-sums";

/**
 * One function's idle on-demand environments. An environment is only the time since which it is idle: the one
 * used last is used next, and expired ones leave from the other end when somebody looks.
 */
export class IdleEnvironments {
  #since = new Float64Array(16);
  /** The longest idle is at `first`, the one used last before `first + size`, both modulo the length. */
  #first = 0;
  #size = 0;

  constructor(
    private readonly timeoutSeconds: number,
    /** Gets every idle interval once it is over. */
    private readonly idle: IntervalSums,
  ) {}

  put(now: number): void {
    if (this.#size === this.#since.length) this.#grow();
    this.#since[(this.#first + this.#size++) & (this.#since.length - 1)] = now;
  }

  /** Whether there is one to reuse; it is then busy. */
  take(now: number): boolean {
    this.expire(now);
    if (this.#size === 0) return false;
    const since = this.#since[(this.#first + --this.#size) & (this.#since.length - 1)]!;
    this.idle.add(since, now);
    return true;
  }

  /** Lets go of those whose idle time is over. */
  expire(now: number): void {
    while (this.#size > 0) {
      const since = this.#since[this.#first]!;
      const until = since + this.timeoutSeconds;
      if (until > now) return;
      this.idle.add(since, until);
      this.#first = (this.#first + 1) & (this.#since.length - 1);
      this.#size--;
    }
  }

  /** The simulation is over: all idle intervals end. */
  close(now: number): void {
    while (this.take(now));
  }

  #grow(): void {
    const length = this.#since.length;
    const since = new Float64Array(length * 2);
    for (let index = 0; index < length; index++)
      since[index] = this.#since[(this.#first + index) & (length - 1)]!;
    this.#since = since;
    this.#first = 0;
  }
}
