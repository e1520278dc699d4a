import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** API Gateway closes connections for larger frames; messages are cut into them. */
const mostFrameBytes = 32 * 1024;
/** An answer of API Gateway has at most 128 KB; a server that sends more is not one. */
const mostKeptBytes = 1024 * 1024;
const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
/** RFC 6455, 1.3. */
const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

export interface Closed {
  code: number;
  reason: string;
}

/** The headers of a client that asks for a WebSocket, and how its server answers that it has understood. */
export function askForWebSocket(): { headers: Record<string, string>; accept: string } {
  const key = randomBytes(16).toString("base64");
  return {
    headers: {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": key,
    },
    accept: createHash("sha1").update(`${key}${guid}`).digest("base64"),
  };
}

/** Whether the server took the connection over, and for this very request. */
export function isAccepted({ headers }: IncomingMessage, accept: string): boolean {
  return headers["sec-websocket-accept"] === accept;
}

/**
 * A client's end of a WebSocket (RFC 6455) on a socket that a server has taken over: Node.js has one of its own only from
 * version 22, and that one can neither sign its request nor find `*.localhost` everywhere.
 */
export class WebSocketClient {
  #rest: Buffer;
  #parts: Buffer[] = [];
  #keptBytes = 0;
  #isOver = false;
  #closed: Closed = { code: 1006, reason: "" };

  constructor(
    private readonly socket: Duplex,
    head: Buffer,
    private readonly listener: { onMessage(text: string): void; onClose(closed: Closed): void },
  ) {
    this.#rest = head;
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#end());
    if (head.length > 0) queueMicrotask(() => this.#read(Buffer.alloc(0)));
  }

  send(text: string): void {
    const bytes = Buffer.from(text);
    let opcode: number = opcodes.text;
    let at = 0;
    do {
      const part = bytes.subarray(at, at + mostFrameBytes);
      at += part.length;
      this.#write(opcode, part, at >= bytes.length);
      opcode = opcodes.continuation;
    } while (at < bytes.length);
  }

  /** Says goodbye; the server ends the connection, or it is ended here a moment later. */
  close(): void {
    const code = Buffer.alloc(2);
    code.writeUInt16BE(1000);
    this.#write(opcodes.close, code, true);
    setTimeout(() => this.socket.destroy(), 2_000).unref();
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let frame = firstFrame(this.#rest); frame; frame = firstFrame(this.#rest)) {
      this.#rest = this.#rest.subarray(frame.bytes);
      this.#take(frame);
    }
    if (this.#rest.length > mostKeptBytes) this.socket.destroy();
  }

  #take({ opcode, isLast, data }: Frame): void {
    if (opcode === opcodes.ping) this.#write(opcodes.pong, data, true);
    else if (opcode === opcodes.close) {
      if (data.length >= 2)
        this.#closed = { code: data.readUInt16BE(), reason: data.subarray(2).toString() };
      this.#write(opcodes.close, data.subarray(0, 2), true);
      this.socket.end();
    } else if (opcode <= opcodes.binary) {
      this.#parts.push(data);
      this.#keptBytes += data.length;
      if (this.#keptBytes > mostKeptBytes) this.socket.destroy();
      else if (isLast) {
        this.listener.onMessage(Buffer.concat(this.#parts).toString());
        this.#parts = [];
        this.#keptBytes = 0;
      }
    }
  }

  /** What a client sends is masked (RFC 6455, 5.3). */
  #write(opcode: number, data: Buffer, isLast: boolean): void {
    if (this.#isOver || !this.socket.writable) return;
    const long = data.length > 125;
    const head = Buffer.alloc(long ? 4 : 2);
    head[0] = (isLast ? 0x80 : 0) | opcode;
    head[1] = 0x80 | (long ? 126 : data.length);
    if (long) head.writeUInt16BE(data.length, 2);
    const mask = randomBytes(4);
    const masked = data.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    this.socket.write(Buffer.concat([head, mask, masked]));
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.listener.onClose(this.#closed);
  }
}

interface Frame {
  opcode: number;
  isLast: boolean;
  data: Buffer;
  /** Of the whole frame. */
  bytes: number;
}

/** The first frame, once it is there whole; what a server sends is not masked. */
function firstFrame(buffer: Buffer): Frame | undefined {
  const [first = 0, second = 0] = buffer;
  const short = second & 0x7f;
  const headBytes = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (buffer.length < headBytes) return undefined;
  const length =
    short === 127
      ? Number(buffer.readBigUInt64BE(2))
      : short === 126
        ? buffer.readUInt16BE(2)
        : short;
  const bytes = headBytes + length;
  if (buffer.length < bytes) return undefined;
  return {
    opcode: first & 0x0f,
    isLast: (first & 0x80) !== 0,
    data: buffer.subarray(headBytes, bytes),
    bytes,
  };
}
