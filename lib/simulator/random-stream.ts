/** How many numbers are drawn ahead: the generator's state stays in registers while they are made. */
const drawnAhead = 256;

/**
 * Repeatable uniform random numbers: xoshiro128** (Blackman and Vigna). Streams with different labels are
 * independent, so one function's or one purpose's draws never move those of another.
 */
export class RandomStream {
  readonly #state: Int32Array;
  readonly #drawn = new Float64Array(drawnAhead);
  #next = drawnAhead;

  /** `labels` say whose stream it is, such as the replication's number, the function's name and the purpose. */
  constructor(seed: number, ...labels: readonly (string | number)[]) {
    this.#state = mix(seed, labels);
  }

  /** The next number, uniform in (0, 1), both ends excluded. */
  next(): number {
    if (this.#next === drawnAhead) {
      this.#draw();
      this.#next = 0;
    }
    return this.#drawn[this.#next++]!;
  }

  #draw(): void {
    const state = this.#state;
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    const drawn = this.#drawn;
    for (let index = 0; index < drawnAhead; index++) {
      let product = Math.imul(b, 5);
      const high = Math.imul((product << 7) | (product >>> 25), 9) >>> 5;
      let shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);

      product = Math.imul(b, 5);
      const low = Math.imul((product << 7) | (product >>> 25), 9) >>> 6;
      shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
      // 27 and 26 bits, and a half so that 0 never comes.
      drawn[index] = (high * 67_108_864 + low + 0.5) * (1 / 9_007_199_254_740_992);
    }
    state.set([a, b, c, d]);
  }
}

/** Hashes seed and labels into a generator's state (the finaliser of MurmurHash3 over a counter). */
function mix(seed: number, labels: readonly (string | number)[]): Int32Array {
  const text = JSON.stringify([seed, ...labels]);
  const state = new Int32Array(4);
  for (let word = 0; word < 4; word++) {
    let hash = 0x9e3779b9 * (word + 1);
    for (let index = 0; index < text.length; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    state[word] = hash ^ (hash >>> 16);
  }
  return state;
}
