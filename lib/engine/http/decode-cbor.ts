/** Deeper than any request; Java's JSON reader, which AWS uses, stops here as well. */
export const deepestNesting = 1000;

const break_ = Symbol("break");
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A CBOR body (RFC 8949) as values of JavaScript: tag 1 is a Date, counted in `tickMs`, byte strings are Uint8Array, other
 * tags are dropped. Throws on anything that is not exactly one value. The SDK's own reader is for answers
 * of AWS: a request of some bytes can make it take gigabytes (tag 4) or minutes (tag 2).
 */
export function decodeCbor(bytes: Uint8Array, tickMs = 1000): unknown {
  const reader = new Reader(bytes, tickMs);
  const value = reader.item(0);
  if (value === break_) throw new Error("a break outside of anything");
  if (!reader.atEnd) throw new Error("something follows the value");
  return value;
}

class Reader {
  #at = 0;
  readonly #view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly tickMs: number,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.bytes.length;
  }

  item(depth: number): unknown {
    if (depth > deepestNesting) throw new Error("nested too deeply");
    const initial = this.#view.getUint8(this.#at++);
    const major = initial >> 5;
    const minor = initial & 31;
    if (major === 7) return this.#simple(minor);
    const size = minor === 31 ? undefined : this.#number(minor);
    if (size === undefined && (major < 2 || major > 5)) throw new Error("an endless number");
    switch (major) {
      case 0:
        return size;
      case 1:
        return -1 - (size ?? 0);
      case 2:
        return size === undefined ? Buffer.concat(this.#chunks(2)) : this.#take(size);
      case 3:
        return text.decode(size === undefined ? Buffer.concat(this.#chunks(3)) : this.#take(size));
      case 4:
        return this.#list(size, depth);
      case 5:
        return this.#map(size, depth);
      default:
        return this.#tagged(size ?? 0, depth);
    }
  }

  /** What follows the first byte of every item; beyond 2^53 it is the nearest number. */
  #number(minor: number): number {
    const at = this.#at;
    if (minor < 24) return minor;
    if (minor > 27) throw new Error("a reserved length");
    this.#at += 1 << (minor - 24);
    if (minor === 24) return this.#view.getUint8(at);
    if (minor === 25) return this.#view.getUint16(at);
    if (minor === 26) return this.#view.getUint32(at);
    return Number(this.#view.getBigUint64(at));
  }

  #take(size: number): Uint8Array {
    const end = this.#at + size;
    if (end > this.bytes.length) throw new Error("a string is cut off");
    const taken = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  #chunks(major: number): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const initial = this.#view.getUint8(this.#at++);
      if (initial === 0xff) return chunks;
      if (initial >> 5 !== major) throw new Error("a part of a string is no string");
      chunks.push(this.#take(this.#number(initial & 31)));
    }
  }

  #list(size: number | undefined, depth: number): unknown[] {
    const list: unknown[] = [];
    for (let i = 0; size === undefined || i < size; i++) {
      const item = this.item(depth + 1);
      if (item === break_) {
        if (size === undefined) break;
        throw new Error("a list ends too early");
      }
      list.push(item);
    }
    return list;
  }

  #map(size: number | undefined, depth: number): object {
    const entries: [string, unknown][] = [];
    for (let i = 0; size === undefined || i < size; i++) {
      const key = this.item(depth + 1);
      if (key === break_ && size === undefined) break;
      const value = this.item(depth + 1);
      if (typeof key !== "string" || value === break_) throw new Error("a map's entry is broken");
      entries.push([key, value]);
    }
    // Unlike an assignment, this makes a member of the name __proto__.
    return Object.fromEntries(entries);
  }

  #tagged(tag: number, depth: number): unknown {
    const value = this.item(depth + 1);
    if (value === break_) throw new Error("a tag has no value");
    return tag === 1 && typeof value === "number"
      ? new Date(Math.round(value * this.tickMs))
      : value;
  }

  #simple(minor: number): unknown {
    const at = this.#at;
    switch (minor) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        this.#at += 2;
        return readFloat16(this.#view.getUint16(at));
      case 26:
        this.#at += 4;
        return this.#view.getFloat32(at);
      case 27:
        this.#at += 8;
        return this.#view.getFloat64(at);
      case 31:
        return break_;
      default:
        throw new Error("an unknown simple value");
    }
  }
}

function readFloat16(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 2 ** -24 * fraction);
}
