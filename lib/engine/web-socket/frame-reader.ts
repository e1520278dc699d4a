/** RFC 6455, 5.2. */
export const opcodes = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

export interface Frame {
  opcode: number;
  final: boolean;
  payload: Buffer;
}

/** What a peer did wrong, with the code that the connection is closed with (RFC 6455, 7.4.1). */
export class ProtocolError extends Error {
  constructor(
    readonly code: 1002 | 1007 | 1009,
    message: string,
  ) {
    super(message);
  }
}

/** Cuts a client's bytes into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(private readonly largestFrameBytes: number) {}

  /** The frames that are complete with this chunk. Throws ProtocolError. */
  *read(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    for (;;) {
      const frame = this.#next();
      if (!frame) return;
      yield frame;
    }
  }

  #next(): Frame | undefined {
    const head = this.#peek(14);
    if (head.byteLength < 2) return undefined;
    const [first = 0, second = 0] = head;
    const opcode = first & 0x0f;
    const final = (first & 0x80) !== 0;
    const control = opcode >= 8;
    if ((first & 0x70) !== 0) throw new ProtocolError(1002, "Reserved bits are set");
    if (opcode > 10 || (opcode > 2 && opcode < 8)) throw new ProtocolError(1002, "Unknown opcode");
    if ((second & 0x80) === 0) throw new ProtocolError(1002, "A client's frame is not masked");
    const short = second & 0x7f;
    if (control && (!final || short > 125))
      throw new ProtocolError(1002, "A control frame is too long or fragmented");
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (head.byteLength < 2 + lengthBytes) return undefined;
    const length =
      lengthBytes === 0
        ? short
        : lengthBytes === 2
          ? head.readUInt16BE(2)
          : Number(head.readBigUInt64BE(2));
    if (length > this.largestFrameBytes) throw new ProtocolError(1009, "Message too big");
    const maskAt = 2 + lengthBytes;
    const total = maskAt + 4 + length;
    if (this.#bytes < total) return undefined;
    const frame = this.#take(total);
    const payload = frame.subarray(maskAt + 4);
    for (let i = 0; i < length; i++) payload[i]! ^= frame[maskAt + (i & 3)]!;
    return { opcode, final, payload };
  }

  #peek(bytes: number): Buffer {
    const [first] = this.#chunks;
    if (first && first.byteLength >= Math.min(bytes, this.#bytes)) return first;
    this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #take(bytes: number): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    const rest = all.subarray(bytes);
    this.#chunks = rest.byteLength > 0 ? [rest] : [];
    this.#bytes = rest.byteLength;
    // A copy: it is unmasked in place, and the chunk may hold other frames.
    return Buffer.from(all.subarray(0, bytes));
  }
}

/** A frame as a server sends it: unmasked. */
export function encodeFrame(opcode: number, payload: Uint8Array, final = true): Buffer {
  const length = payload.byteLength;
  const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + extra);
  head[0] = (final ? 0x80 : 0) | opcode;
  head[1] = extra === 0 ? length : extra === 2 ? 126 : 127;
  if (extra === 2) head.writeUInt16BE(length, 2);
  if (extra === 8) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}
