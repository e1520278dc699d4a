/** One message of a runtime's channel. */
export interface Frame {
  /** One letter. */
  kind: string;
  head: string;
  /** Undefined when there was more than the reader takes; the bytes are gone. */
  body: Buffer | undefined;
}

/** Kind, then the lengths of head and body. */
const prefixBytes = 9;
const longestHeadBytes = 64 * 1024;

/**
 * Cuts a stream of bytes into frames: one byte kind, four bytes length of the head, four bytes length of
 * the body, big-endian, then head and body. Of a body that is too long nothing is kept.
 */
export class FrameReader {
  #rest: Buffer[] = [];
  #restBytes = 0;
  /** What `#rest` has to come to before it is looked at again. */
  #wanted = prefixBytes;
  /** Bytes of a body that is too long and still to come. */
  #skip = 0;
  #broken = false;

  constructor(
    private readonly onFrame: (frame: Frame) => void,
    private readonly onBroken: () => void,
    private readonly longestBodyBytes: number,
  ) {}

  push(chunk: Buffer): void {
    this.#rest.push(chunk);
    this.#restBytes += chunk.length;
    if (this.#restBytes < this.#wanted || this.#broken) return;
    const bytes = this.#rest.length === 1 ? chunk : Buffer.concat(this.#rest);
    const read = this.#read(bytes);
    this.#rest = read < bytes.length ? [bytes.subarray(read)] : [];
    this.#restBytes = bytes.length - read;
  }

  /** Reads as many frames as there are; says how many bytes that took. */
  #read(bytes: Buffer): number {
    let at = 0;
    for (;;) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, bytes.length - at);
        this.#skip -= skipped;
        at += skipped;
      }
      this.#wanted = prefixBytes;
      if (bytes.length - at < prefixBytes) return at;
      const headBytes = bytes.readUInt32BE(at + 1);
      const bodyBytes = bytes.readUInt32BE(at + 5);
      if (headBytes > longestHeadBytes) {
        this.#broken = true;
        this.onBroken();
        return bytes.length;
      }
      const tooLong = bodyBytes > this.longestBodyBytes;
      const bodyAt = at + prefixBytes + headBytes;
      const end = tooLong ? bodyAt : bodyAt + bodyBytes;
      if (bytes.length < end) {
        this.#wanted = end - at;
        return at;
      }
      if (tooLong) this.#skip = bodyBytes;
      const kind = String.fromCharCode(bytes[at] ?? 0);
      const head = headBytes === 0 ? "" : bytes.toString("utf8", at + prefixBytes, bodyAt);
      this.onFrame({ kind, head, body: tooLong ? undefined : bytes.subarray(bodyAt, end) });
      at = end;
    }
  }
}
