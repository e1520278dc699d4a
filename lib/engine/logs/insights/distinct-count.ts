import { createHash } from "node:crypto";

/** So many are counted one by one; beyond that they are estimated. */
const exactAtMost = 20_000;
const indexBits = 14;
const registers = 2 ** indexBits;
const alpha = 0.7213 / (1 + 1.079 / registers);

/**
 * How many different texts there were: exactly up to 20,000, then by a HyperLogLog, which is within some
 * two per cent and needs 16 KB whatever comes.
 */
export class DistinctCount {
  #exact: Set<string> | undefined = new Set();
  #ranks: Uint8Array | undefined;

  add(text: string): void {
    if (!this.#exact) return this.#estimate(text);
    this.#exact.add(text);
    if (this.#exact.size <= exactAtMost) return;
    this.#ranks = new Uint8Array(registers);
    for (const each of this.#exact) this.#estimate(each);
    this.#exact = undefined;
  }

  estimate(): number {
    if (!this.#ranks) return this.#exact?.size ?? 0;
    let sum = 0;
    let empty = 0;
    for (const rank of this.#ranks) {
      sum += 2 ** -rank;
      if (rank === 0) empty++;
    }
    const raw = (alpha * registers * registers) / sum;
    const small = raw <= 2.5 * registers && empty > 0;
    return Math.round(small ? registers * Math.log(registers / empty) : raw);
  }

  #estimate(text: string): void {
    const hash = createHash("sha1").update(text).digest();
    const index = hash.readUInt32BE(0) >>> (32 - indexBits);
    const rank = Math.min(32, Math.clz32(hash.readUInt32BE(4))) + 1;
    if (this.#ranks && rank > (this.#ranks[index] ?? 0)) this.#ranks[index] = rank;
  }
}
