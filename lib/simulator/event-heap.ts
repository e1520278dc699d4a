const arity = 4;

/** Times with a whole number each, the earliest first: a 4-ary heap on typed arrays, without an object an event. */
export class EventHeap {
  /** Beyond the last event every time is Infinity, so that four children can always be compared. */
  #times = new Float64Array(64).fill(Infinity);
  #items = new Int32Array(64);
  #size = 0;

  /** Infinity when there is none. */
  get firstTime(): number {
    return this.#times[0]!;
  }

  /** The earliest one's number. */
  get firstItem(): number {
    return this.#items[0]!;
  }

  push(time: number, item: number): void {
    if (this.#size + arity >= this.#times.length) this.#grow();
    const times = this.#times;
    const items = this.#items;
    let hole = this.#size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const parentTime = times[parent]!;
      if (parentTime <= time) break;
      times[hole] = parentTime;
      items[hole] = items[parent]!;
      hole = parent;
    }
    times[hole] = time;
    items[hole] = item;
  }

  /** Removes the earliest and returns its number; only when there is one. */
  pop(): number {
    const first = this.#items[0]!;
    const last = --this.#size;
    const time = this.#times[last]!;
    this.#times[last] = Infinity;
    if (last > 0) this.#sink(time, this.#items[last]!);
    return first;
  }

  /** Gives the earliest a later time. */
  postpone(time: number): void {
    this.#sink(time, this.#items[0]!);
  }

  /** Puts an event in the place of the first, and then where it belongs. */
  #sink(time: number, item: number): void {
    const times = this.#times;
    const items = this.#items;
    const size = this.#size;
    let hole = 0;
    for (let child = 1; child < size; child = hole * arity + 1) {
      // Comparisons as numbers: which child is the earliest is random, and a wrongly guessed branch is slow.
      const left = child + +(times[child + 1]! < times[child]!);
      const right = child + 2 + +(times[child + 3]! < times[child + 2]!);
      const earliest = left + (right - left) * +(times[right]! < times[left]!);
      const earliestTime = times[earliest]!;
      if (earliestTime >= time) break;
      times[hole] = earliestTime;
      items[hole] = items[earliest]!;
      hole = earliest;
    }
    times[hole] = time;
    items[hole] = item;
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2).fill(Infinity);
    times.set(this.#times);
    this.#times = times;
    const items = new Int32Array(times.length);
    items.set(this.#items);
    this.#items = items;
  }
}
