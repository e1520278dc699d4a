/** A frame's type without its level bits: text or JSON written through the log file descriptor. */
const frameMark = 0xa55a0000;
const frameHeadBytes = 16;
/** A longer line is cut into events of this size, as CloudWatch Logs does. */
const maximumEventBytes = 256 * 1024;

/** Splits plain output into lines; `end` gives what is left without a line break. */
export class LineReader {
  #rest: Buffer = Buffer.alloc(0);

  constructor(private readonly onLine: (line: string) => void) {}

  push(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      this.onLine(bytes.toString("utf8", 0, end + 1));
      bytes = bytes.subarray(end + 1);
    }
    while (bytes.length > maximumEventBytes) {
      this.onLine(bytes.toString("utf8", 0, maximumEventBytes));
      bytes = bytes.subarray(maximumEventBytes);
    }
    this.#rest = bytes;
  }

  end(): void {
    if (this.#rest.length > 0) this.onLine(this.#rest.toString("utf8"));
    this.#rest = Buffer.alloc(0);
  }
}

/**
 * Reads the frames a runtime writes to the log file descriptor: four bytes type, four bytes length,
 * eight bytes microseconds, then the message; all big-endian. One frame is one log event.
 */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  constructor(private readonly onMessage: (message: string) => void) {}

  push(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (bytes.length >= frameHeadBytes) {
      if ((bytes.readUInt32BE(0) & 0xffffff00) >>> 0 !== frameMark) {
        // Not a frame: a program wrote to the descriptor by itself. Its bytes are kept as plain text.
        this.onMessage(bytes.toString("utf8"));
        bytes = Buffer.alloc(0);
        break;
      }
      const end = frameHeadBytes + bytes.readUInt32BE(4);
      if (bytes.length < end) break;
      this.onMessage(bytes.toString("utf8", frameHeadBytes, end));
      bytes = bytes.subarray(end);
    }
    this.#rest = bytes;
  }
}
