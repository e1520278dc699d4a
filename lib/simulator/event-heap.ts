const arity = 4;

/** Times with a whole number each, the earliest first: a 4-ary heap on typed arrays, without an object an event. */
export class EventHeap {
  #times = new Float64Array(64);
  #items = new Int32Array(64);
  size = 0;

  /** Infinity when there is none. */
  get firstTime(): number {
    return this.size > 0 ? this.#times[0]! : Infinity;
  }

  push(time: number, item: number): void {
    if (this.size === this.#times.length) this.#grow();
    const times = this.#times;
    const items = this.#items;
    let hole = this.size++;
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
    const times = this.#times;
    const items = this.#items;
    const first = items[0]!;
    const size = --this.size;
    const time = times[size]!;
    const item = items[size]!;
    let hole = 0;
    for (let child = 1; child < size; child = hole * arity + 1) {
      const end = Math.min(child + arity, size);
      let earliest = child;
      let earliestTime = times[child]!;
      for (let other = child + 1; other < end; other++) {
        const otherTime = times[other]!;
        if (otherTime < earliestTime) {
          earliest = other;
          earliestTime = otherTime;
        }
      }
      if (earliestTime >= time) break;
      times[hole] = earliestTime;
      items[hole] = items[earliest]!;
      hole = earliest;
    }
    times[hole] = time;
    items[hole] = item;
    return first;
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    this.#times = times;
    const items = new Int32Array(times.length);
    items.set(this.#items);
    this.#items = items;
  }
}
