import type { LoadResult } from "@/lib/model/load-result";

const mostSteps = 240;
const firstStepMs = 50;

/** Calls in flight over time in bounded memory: when the time is too long for its steps, they become twice as long. */
export class InFlight {
  #stepMs = firstStepMs;
  /** By step: milliseconds that admitted calls ran, the most calls open at one moment, calls refused. */
  #ranMs: number[] = [];
  #most: number[] = [];
  #refused: number[] = [];
  readonly #open = new Map<number, number>();
  #nextId = 0;
  maximum = 0;

  get count(): number {
    return this.#open.size;
  }

  /** A call leaves; gives its id for `end`. */
  begin(atMs: number): number {
    const step = this.#stepAt(atMs);
    const id = this.#nextId++;
    this.#open.set(id, atMs);
    this.maximum = Math.max(this.maximum, this.count);
    this.#most[step] = Math.max(this.#most[step]!, this.count);
    return id;
  }

  end(id: number, atMs: number, refused: boolean): void {
    const begunMs = this.#open.get(id) ?? atMs;
    this.#stepAt(atMs);
    this.#open.delete(id);
    if (refused) this.#refused[this.#stepAt(begunMs)]! += 1;
    else spread(this.#ranMs, begunMs, atMs, this.#stepMs);
  }

  /** Until now; calls without an answer count as running. */
  series(nowMs: number): LoadResult["inFlight"] {
    this.#stepAt(nowMs);
    const ranMs = [...this.#ranMs];
    for (const begunMs of this.#open.values()) spread(ranMs, begunMs, nowMs, this.#stepMs);
    const last = ranMs.length - 1;
    const seconds = (step: number) =>
      step === last ? Math.max(1, nowMs - last * this.#stepMs) : this.#stepMs;
    return {
      stepMs: this.#stepMs,
      running: ranMs.map((ms, step) => Math.round((ms / seconds(step)) * 100) / 100),
      most: [...this.#most],
      refused: [...this.#refused],
    };
  }

  /** The step of this moment, made if there is none yet. */
  #stepAt(atMs: number): number {
    while (atMs >= mostSteps * this.#stepMs) {
      this.#stepMs *= 2;
      this.#ranMs = pairs(this.#ranMs, (a, b) => a + b);
      this.#most = pairs(this.#most, Math.max);
      this.#refused = pairs(this.#refused, (a, b) => a + b);
    }
    const step = Math.floor(atMs / this.#stepMs);
    while (this.#ranMs.length <= step) {
      this.#ranMs.push(0);
      // Nothing has come or gone since: what is open was open all the time.
      this.#most.push(this.count);
      this.#refused.push(0);
    }
    return step;
  }
}

/** Adds a call's time to each step it touches. */
function spread(sums: number[], fromMs: number, toMs: number, stepMs: number): void {
  for (let step = Math.floor(fromMs / stepMs); step < sums.length; step++) {
    const begin = step * stepMs;
    if (begin >= toMs) return;
    sums[step]! += Math.min(toMs, begin + stepMs) - Math.max(fromMs, begin);
  }
}

function pairs(values: readonly number[], merge: (a: number, b: number) => number): number[] {
  const half: number[] = [];
  for (let index = 0; index < values.length; index += 2)
    half.push(merge(values[index]!, values[index + 1] ?? 0));
  return half;
}
