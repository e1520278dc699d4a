/** Buckets grow by this factor, so a bucket's middle is within 0.5 % of every value in it. */
const gamma = 1.005 / 0.995;
const logGamma = Math.log(gamma);
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
    const pairs = [...this.#buckets].sort((one, other) => one[0] - other[0]);
    const counts = [this.#zeros, ...pairs.map(([, count]) => count)];
    if (!counts.every(Number.isSafeInteger)) {
      const doubles = Float64Array.from([this.#zeros, ...pairs.flat()]);
      return Uint8Array.from([1, ...new Uint8Array(doubles.buffer)]);
    }
    const bytes = [0];
    pushVarint(bytes, this.#zeros);
    let previous = 0;
    for (const [bucket, count] of pairs) {
      const delta = bucket - previous;
      pushVarint(bytes, delta < 0 ? -2 * delta - 1 : 2 * delta);
      pushVarint(bytes, count);
      previous = bucket;
    }
    return Uint8Array.from(bytes);
  }

  static decode(bytes: Uint8Array): QuantileSketch {
    const sketch = new QuantileSketch();
    sketch.mergeEncoded(bytes);
    return sketch;
  }

  /** Merges what `encode` wrote. */
  mergeEncoded(bytes: Uint8Array): void {
    const whole = bytes[0] === 0;
    const numbers = whole ? readVarints(bytes) : new Float64Array(bytes.slice(1).buffer);
    const zeros = numbers[0] ?? 0;
    this.#zeros += zeros;
    this.#count += zeros;
    let bucket = 0;
    for (let index = 1; index + 1 < numbers.length; index += 2) {
      const key = numbers[index]!;
      if (whole) bucket += key % 2 === 1 ? -(key + 1) / 2 : key / 2;
      else bucket = key;
      this.#count += numbers[index + 1]!;
      this.#increase(bucket, numbers[index + 1]!);
    }
  }

  #increase(bucket: number, count: number): void {
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + count);
  }
}

function bucketOf(value: number): number {
  return Math.ceil(Math.log(value) / logGamma);
}

function middleOf(bucket: number): number {
  return (2 * Math.exp(bucket * logGamma)) / (gamma + 1);
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function readVarints(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (let index = 1; index < bytes.length; index++) {
    const byte = bytes[index]!;
    value += (byte % 128) * scale;
    if (byte >= 128) scale *= 128;
    else {
      numbers.push(value);
      value = 0;
      scale = 1;
    }
  }
  return numbers;
}
