import { EventHeap } from "./event-heap";

/** The simulation cannot go on; the message says why. */
export class SimulationError extends Error {}

/** What a caller does later: retry a refused request, look at a queue again. */
export interface AgendaEntry {
  /** Index of the function. */
  owner: number;
  /** One of the caller's own kinds. */
  kind: number;
  /** When the request first came. */
  arrivedAt: number;
  /** Uniform number that decides how long the request takes. */
  rank: number;
  /** Times it was throttled. */
  refusals: number;
  /** Times the function ran it and failed, or a message was received. */
  failures: number;
}

const mostEntries = 10_000_000;

/** Future events with their data in columns: no object an entry, slots are used again. */
export class Agenda {
  readonly #heap = new EventHeap();
  #numbers = new Float64Array(2 * 64);
  #counts = new Int32Array(4 * 64);
  readonly #free: number[] = [];
  #slots = 0;
  /** What the last `take` took. */
  readonly taken: AgendaEntry = {
    owner: 0,
    kind: 0,
    arrivedAt: 0,
    rank: 0,
    refusals: 0,
    failures: 0,
  };

  get firstTime(): number {
    return this.#heap.firstTime;
  }

  add(
    time: number,
    owner: number,
    kind: number,
    arrivedAt = 0,
    rank = 0,
    refusals = 0,
    failures = 0,
  ): void {
    const slot = this.#free.pop() ?? this.#newSlot();
    this.#numbers[slot * 2] = arrivedAt;
    this.#numbers[slot * 2 + 1] = rank;
    this.#counts[slot * 4] = owner;
    this.#counts[slot * 4 + 1] = kind;
    this.#counts[slot * 4 + 2] = refusals;
    this.#counts[slot * 4 + 3] = failures;
    this.#heap.push(time, slot);
  }

  /** Takes the earliest; its data are then in `taken`. */
  take(): AgendaEntry {
    const slot = this.#heap.pop();
    const { taken } = this;
    taken.arrivedAt = this.#numbers[slot * 2]!;
    taken.rank = this.#numbers[slot * 2 + 1]!;
    taken.owner = this.#counts[slot * 4]!;
    taken.kind = this.#counts[slot * 4 + 1]!;
    taken.refusals = this.#counts[slot * 4 + 2]!;
    taken.failures = this.#counts[slot * 4 + 3]!;
    this.#free.push(slot);
    return taken;
  }

  #newSlot(): number {
    if (this.#slots === mostEntries)
      throw new SimulationError(
        `more than ${mostEntries} requests wait to be retried: the functions cannot keep up with this traffic`,
      );
    if (this.#slots * 2 === this.#numbers.length) {
      const numbers = new Float64Array(this.#numbers.length * 2);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
      const counts = new Int32Array(this.#counts.length * 2);
      counts.set(this.#counts);
      this.#counts = counts;
    }
    return this.#slots++;
  }
}
