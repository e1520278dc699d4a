/** Values of 2^-20 s (one microsecond) and less share the lowest bin, of 2^24 s (half a year) and more the highest. */
const lowestExponent = -20;
const octaves = 44;
const binsPerOctaveBits = 8;
const bins = octaves << binsPerOctaveBits;
const lowestBin = (1023 + lowestExponent) << binsPerOctaveBits;

/**
 * Quantiles of durations in bounded memory: 256 bins an octave, cut from the bits of the number, so that a
 * quantile is off by at most 0.2 %.
 */
export class DurationSketch {
  readonly #counts = new Float64Array(bins);
  readonly #number = new Float64Array(1);
  readonly #bits = new Uint32Array(this.#number.buffer);
  #count = 0;
  #minimum = Infinity;
  #maximum = -Infinity;

  add(seconds: number): void {
    this.#number[0] = seconds;
    const bin = (this.#bits[highWord]! >>> (20 - binsPerOctaveBits)) - lowestBin;
    this.#counts[bin < 0 ? 0 : bin < bins ? bin : bins - 1]! += 1;
    this.#count += 1;
    if (seconds < this.#minimum) this.#minimum = seconds;
    if (seconds > this.#maximum) this.#maximum = seconds;
  }

  /** The value that this part of all values does not exceed; null when there are none. */
  quantile(part: number): number | null {
    if (this.#count === 0) return null;
    const rank = part * this.#count;
    let below = 0;
    let bin = 0;
    while (bin < bins - 1 && below + this.#counts[bin]! < rank) below += this.#counts[bin++]!;
    const within = Math.min(1, Math.max(0, (rank - below) / this.#counts[bin]!));
    const value = lowerEdge(bin) + within * (lowerEdge(bin + 1) - lowerEdge(bin));
    return Math.min(this.#maximum, Math.max(this.#minimum, value));
  }

  get maximum(): number | null {
    return this.#count === 0 ? null : this.#maximum;
  }
}

/** Which half of a double holds its exponent. */
const highWord = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

function lowerEdge(bin: number): number {
  const octave = bin >> binsPerOctaveBits;
  const within = (bin & ((1 << binsPerOctaveBits) - 1)) / (1 << binsPerOctaveBits);
  return 2 ** (octave + lowestExponent) * (1 + within);
}
