export interface Message {
  sentAt: number;
  /** Since when it waits without being hidden. */
  since: number;
  receives: number;
  /** Times an invocation with it was throttled. */
  refusals: number;
}

/** The messages that are visible in one queue, first in, first out, in columns of a ring. */
export class MessageQueue {
  #times = new Float64Array(2 * 64);
  #counts = new Int32Array(2 * 64);
  #first = 0;
  size = 0;

  push(sentAt: number, since: number, receives: number, refusals: number): void {
    if (this.size * 2 === this.#times.length) this.#grow();
    const slot = ((this.#first + this.size++) * 2) & (this.#times.length - 1);
    this.#times[slot] = sentAt;
    this.#times[slot + 1] = since;
    this.#counts[slot] = receives;
    this.#counts[slot + 1] = refusals;
  }

  /** Takes the first one's data into `message`. */
  shift(message: Message): void {
    const slot = (this.#first * 2) & (this.#times.length - 1);
    message.sentAt = this.#times[slot]!;
    message.since = this.#times[slot + 1]!;
    message.receives = this.#counts[slot]!;
    message.refusals = this.#counts[slot + 1]!;
    this.#first = ((slot + 2) & (this.#times.length - 1)) >> 1;
    this.size--;
  }

  #grow(): void {
    const { length } = this.#times;
    const first = this.#first * 2;
    const times = new Float64Array(length * 2);
    times.set(this.#times.subarray(first));
    times.set(this.#times.subarray(0, first), length - first);
    const counts = new Int32Array(length * 2);
    counts.set(this.#counts.subarray(first));
    counts.set(this.#counts.subarray(0, first), length - first);
    this.#times = times;
    this.#counts = counts;
    this.#first = 0;
  }
}
