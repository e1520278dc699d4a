/** A frame's type without its level bits: text or JSON written through the log file descriptor. */
const frameMark = 0xa55a0000;
const frameHeadBytes = 16;
/** A longer line or message is cut into events of this size, as CloudWatch Logs does. */
const maximumEventBytes = 256 * 1024;

/** Bytes that belong together and have not come to their end; never more than one event holds. */
class Gathered {
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(private readonly onEvent: (event: string) => void) {}

  /** Takes bytes, and gives away what is full. */
  add(bytes: Buffer): void {
    let rest = bytes;
    while (this.#bytes + rest.length > maximumEventBytes) {
      const part = rest.subarray(0, maximumEventBytes - this.#bytes);
      this.#keep(part);
      this.end();
      rest = rest.subarray(part.length);
    }
    this.#keep(rest);
  }

  /** Gives away what there is. */
  end(): void {
    if (this.#bytes === 0) return;
    const [first] = this.#chunks;
    const event = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#bytes = 0;
    this.onEvent(event.toString("utf8"));
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
  }
}

/** Splits plain output into lines; `end` gives what is left without a line break. */
export class LineReader {
  readonly #line: Gathered;

  constructor(onLine: (line: string) => void) {
    this.#line = new Gathered(onLine);
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.#line.add(chunk.subarray(start, end + 1));
      this.#line.end();
      start = end + 1;
    }
    this.#line.add(chunk.subarray(start));
  }

  end(): void {
    this.#line.end();
  }
}

/**
 * Reads the frames a runtime writes to the log file descriptor: four bytes type, four bytes length,
 * eight bytes microseconds, then the message; all big-endian. One frame is one log event.
 */
export class FrameReader {
  readonly #message: Gathered;
  #head: Buffer = Buffer.alloc(0);
  /** What is still to come of the frame that has begun. */
  #leftBytes = 0;

  constructor(private readonly onMessage: (message: string) => void) {
    this.#message = new Gathered(onMessage);
  }

  push(chunk: Buffer): void {
    let bytes = chunk;
    while (bytes.length > 0) {
      if (this.#leftBytes === 0) {
        const missing = frameHeadBytes - this.#head.length;
        this.#head = Buffer.concat([this.#head, bytes.subarray(0, missing)]);
        bytes = bytes.subarray(missing);
        if (this.#head.length < frameHeadBytes) return;
        const head = this.#head;
        this.#head = Buffer.alloc(0);
        if ((head.readUInt32BE(0) & 0xffffff00) >>> 0 !== frameMark) {
          // Not a frame: a program wrote to the descriptor by itself. Its bytes are kept as plain text.
          this.onMessage(Buffer.concat([head, bytes]).toString("utf8"));
          return;
        }
        this.#leftBytes = head.readUInt32BE(4);
        if (this.#leftBytes === 0) this.onMessage("");
        continue;
      }
      const part = bytes.subarray(0, this.#leftBytes);
      this.#message.add(part);
      this.#leftBytes -= part.length;
      bytes = bytes.subarray(part.length);
      if (this.#leftBytes === 0) this.#message.end();
    }
  }
}
