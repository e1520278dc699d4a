/** Buckets grow by this factor, so a bucket's middle is within 0.5 % of every value in it. */
const gamma = 1.005 / 0.995;
const logGamma = Math.log(gamma);
/** Bytes of the largest whole number, 2^53 - 1, seven bits each. */
const longestVarint = 8;
/** What is nearer to zero counts as zero. */
const smallest = 1e-300;

/**
 * A mergeable histogram of non-negative values with logarithmic buckets (the idea of DDSketch): any
 * quantile read from it is within 0.5 % of a recorded value, whatever was merged, in a few bytes a bucket.
 */
export class QuantileSketch {
  #zeros = 0;
  readonly #buckets = new Map<number, number>();
  #count = 0;

  /** How many values were added. */
  get count(): number {
    return this.#count;
  }

  /** Adds `count` values equal to `value`, which must be zero or positive. */
  add(value: number, count: number): void {
    this.#count += count;
    if (value < smallest) this.#zeros += count;
    else this.#increase(bucketOf(value), count);
  }

  /** What a value reads as once it is in a sketch: bounds are compared after this. */
  static rounded(value: number): number {
    return value < smallest ? Math.min(value, 0) : middleOf(bucketOf(value));
  }

  merge(other: QuantileSketch): void {
    this.#count += other.#count;
    this.#zeros += other.#zeros;
    for (const [bucket, count] of other.#buckets) this.#increase(bucket, count);
  }

  /** `[value, count]` pairs in ascending order of value. */
  ascending(): [value: number, count: number][] {
    const pairs = [...this.#buckets]
      .sort((one, other) => one[0] - other[0])
      .map(([bucket, count]): [number, number] => [middleOf(bucket), count]);
    return this.#zeros > 0 ? [[0, this.#zeros], ...pairs] : pairs;
  }

  /** Pairs of (zeros or bucket, count): as varints when all counts are whole, else as doubles. */
  encode(): Uint8Array {
    const buckets = Int32Array.from(this.#buckets.keys()).sort();
    let isWhole = Number.isSafeInteger(this.#zeros);
    for (const count of this.#buckets.values()) isWhole &&= Number.isSafeInteger(count);
    if (!isWhole) {
      const pairs = [...buckets].flatMap((bucket) => [bucket, this.#countOf(bucket)]);
      const doubles = Float64Array.from([this.#zeros, ...pairs]);
      return Uint8Array.from([1, ...new Uint8Array(doubles.buffer)]);
    }
    const bytes = new Uint8Array(1 + longestVarint * (1 + 2 * buckets.length));
    let end = putVarint(bytes, 1, this.#zeros);
    let previous = 0;
    for (const bucket of buckets) {
      const delta = bucket - previous;
      end = putVarint(bytes, end, delta < 0 ? -2 * delta - 1 : 2 * delta);
      end = putVarint(bytes, end, this.#countOf(bucket));
      previous = bucket;
    }
    return bytes.subarray(0, end);
  }

  static decode(bytes: Uint8Array): QuantileSketch {
    const sketch = new QuantileSketch();
    sketch.mergeEncoded(bytes);
    return sketch;
  }

  /** Merges what `encode` wrote. */
  mergeEncoded(bytes: Uint8Array): void {
    const numbers = bytes[0] === 0 ? readVarints(bytes) : new Float64Array(bytes.slice(1).buffer);
    const zeros = numbers[0] ?? 0;
    this.#zeros += zeros;
    this.#count += zeros;
    let bucket = 0;
    for (let index = 1; index + 1 < numbers.length; index += 2) {
      const key = numbers[index]!;
      if (bytes[0] === 0) bucket += key % 2 === 1 ? -(key + 1) / 2 : key / 2;
      else bucket = key;
      this.#count += numbers[index + 1]!;
      this.#increase(bucket, numbers[index + 1]!);
    }
  }

  #countOf(bucket: number): number {
    return this.#buckets.get(bucket) ?? 0;
  }

  #increase(bucket: number, count: number): void {
    this.#buckets.set(bucket, this.#countOf(bucket) + count);
  }
}

function bucketOf(value: number): number {
  return Math.ceil(Math.log(value) / logGamma);
}

function middleOf(bucket: number): number {
  return (2 * Math.exp(bucket * logGamma)) / (gamma + 1);
}

/** The end of what was written at a place. */
function putVarint(bytes: Uint8Array, at: number, value: number): number {
  let end = at;
  let rest = value;
  while (rest >= 128) {
    bytes[end++] = (rest % 128) + 128;
    rest = Math.floor(rest / 128);
  }
  bytes[end++] = rest;
  return end;
}

function readVarints(bytes: Uint8Array): Float64Array {
  // Each takes a byte at least.
  const numbers = new Float64Array(bytes.length);
  let count = 0;
  let value = 0;
  let scale = 1;
  for (let index = 1; index < bytes.length; index++) {
    const byte = bytes[index]!;
    value += (byte % 128) * scale;
    if (byte >= 128) scale *= 128;
    else {
      numbers[count++] = value;
      value = 0;
      scale = 1;
    }
  }
  return numbers.subarray(0, count);
}
