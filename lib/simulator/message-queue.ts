/** The messages that are visible in one queue, first in, first out, in columns of a ring. */
export class MessageQueue {
  #sentAt = new Float64Array(64);
  /** Since when it is visible. */
  #since = new Float64Array(64);
  /** Until when its last receive hides it from other pollers. */
  #hiddenUntil = new Float64Array(64);
  #receives = new Int32Array(64);
  #refusals = new Int32Array(64);
  #first = 0;
  size = 0;
  /** What the last `shift` took. */
  readonly taken: Message = { sentAt: 0, since: 0, hiddenUntil: 0, receives: 0, refusals: 0 };

  push(message: Readonly<Message>): void {
    if (this.size === this.#sentAt.length) this.#grow();
    this.#write((this.#first + this.size++) & (this.#sentAt.length - 1), message);
  }

  /** Puts a message back in front of the others. */
  unshift(message: Readonly<Message>): void {
    if (this.size === this.#sentAt.length) this.#grow();
    this.#first = (this.#first - 1) & (this.#sentAt.length - 1);
    this.size++;
    this.#write(this.#first, message);
  }

  /** Takes the first; its data are then in `taken`. */
  shift(): Message {
    const slot = this.#first;
    const { taken } = this;
    taken.sentAt = this.#sentAt[slot]!;
    taken.since = this.#since[slot]!;
    taken.hiddenUntil = this.#hiddenUntil[slot]!;
    taken.receives = this.#receives[slot]!;
    taken.refusals = this.#refusals[slot]!;
    this.#first = (slot + 1) & (this.#sentAt.length - 1);
    this.size--;
    return taken;
  }

  #write(slot: number, message: Readonly<Message>): void {
    this.#sentAt[slot] = message.sentAt;
    this.#since[slot] = message.since;
    this.#hiddenUntil[slot] = message.hiddenUntil;
    this.#receives[slot] = message.receives;
    this.#refusals[slot] = message.refusals;
  }

  #grow(): void {
    const { length } = this.#sentAt;
    const first = this.#first;
    const wider = <T extends Float64Array | Int32Array>(column: T, larger: T): T => {
      larger.set(column.subarray(first));
      larger.set(column.subarray(0, first), length - first);
      return larger;
    };
    this.#sentAt = wider(this.#sentAt, new Float64Array(length * 2));
    this.#since = wider(this.#since, new Float64Array(length * 2));
    this.#hiddenUntil = wider(this.#hiddenUntil, new Float64Array(length * 2));
    this.#receives = wider(this.#receives, new Int32Array(length * 2));
    this.#refusals = wider(this.#refusals, new Int32Array(length * 2));
    this.#first = 0;
  }
}

export interface Message {
  sentAt: number;
  since: number;
  hiddenUntil: number;
  receives: number;
  /** Times an invocation with it was throttled. */
  refusals: number;
}
