import { isUtf8 } from "node:buffer";
import type { Duplex } from "node:stream";
import { encodeFrame, type Frame, FrameReader, opcodes, ProtocolError } from "./frame-reader.ts";

export interface SocketLimits {
  largestFrameBytes: number;
  largestMessageBytes: number;
}

export interface SocketListener {
  message(payload: Buffer, isText: boolean): void;
  /** Called once: `code` is the peer's, ours when we closed, 1006 when the connection broke. */
  closed(code: number, reason: string): void;
}

/** How long a peer has to answer our close. */
const closeWaitMs = 2_000;

/** The server's end of a WebSocket (RFC 6455), after its handshake. */
export class WebSocketConnection {
  readonly #reader: FrameReader;
  #pieces: Buffer[] = [];
  #pieceBytes = 0;
  #pieceOpcode: number | undefined;
  #state: "open" | "closing" | "closed" = "open";
  /** What the listener is told when the connection is gone. */
  #ending = { code: 1006, reason: "" };

  /** `head` holds what came with the handshake. */
  constructor(
    private readonly socket: Duplex,
    head: Buffer,
    private readonly limits: SocketLimits,
    private readonly listener: SocketListener,
  ) {
    this.#reader = new FrameReader(limits.largestFrameBytes);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("end", () => socket.end());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#gone());
    if (head.byteLength > 0) this.#receive(head);
    socket.resume();
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** Sends a message, in frames that are no longer than the peer's may be. */
  send(payload: Uint8Array | string, isText = true): void {
    if (this.#state !== "open") return;
    const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
    const { largestFrameBytes } = this.limits;
    for (let at = 0; at === 0 || at < bytes.byteLength; at += largestFrameBytes) {
      const opcode = at > 0 ? opcodes.continuation : isText ? opcodes.text : opcodes.binary;
      const final = at + largestFrameBytes >= bytes.byteLength;
      this.socket.write(encodeFrame(opcode, bytes.subarray(at, at + largestFrameBytes), final));
    }
  }

  /** Says goodbye; the connection is gone when the peer has answered, or soon. */
  close(code: number, reason: string): void {
    if (this.#state !== "open") return;
    this.#ending = { code, reason };
    this.#state = "closing";
    this.socket.write(encodeFrame(opcodes.close, closePayload(code, reason)));
    setTimeout(() => this.socket.destroy(), closeWaitMs).unref();
  }

  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.read(chunk)) {
        this.#take(frame);
        if (this.#state === "closed") return;
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // What follows cannot be read any more.
      this.socket.removeAllListeners("data");
      this.close(error.code, error.message);
      this.socket.end();
    }
  }

  #take({ opcode, final, payload }: Frame): void {
    if (opcode === opcodes.ping) {
      if (this.#state === "open") this.socket.write(encodeFrame(opcodes.pong, payload));
      return;
    }
    if (opcode === opcodes.pong) return;
    if (opcode === opcodes.close) return this.#takeClose(payload);
    if (this.#state !== "open") return;
    if ((opcode === opcodes.continuation) !== (this.#pieceOpcode !== undefined))
      throw new ProtocolError(1002, "A message begins or goes on where it cannot");
    this.#pieceOpcode ??= opcode;
    this.#pieceBytes += payload.byteLength;
    if (this.#pieceBytes > this.limits.largestMessageBytes)
      throw new ProtocolError(1009, "Message too big");
    this.#pieces.push(payload);
    if (!final) return;
    const message = this.#pieces.length === 1 ? payload : Buffer.concat(this.#pieces);
    const isText = this.#pieceOpcode === opcodes.text;
    this.#pieces = [];
    this.#pieceBytes = 0;
    this.#pieceOpcode = undefined;
    if (isText && !isUtf8(message)) throw new ProtocolError(1007, "A text is not valid UTF-8");
    this.listener.message(message, isText);
  }

  #takeClose(payload: Buffer): void {
    const code = payload.byteLength >= 2 ? payload.readUInt16BE(0) : 1005;
    const text = payload.subarray(2);
    if (payload.byteLength === 1 || (code !== 1005 && !mayBeSent(code)))
      throw new ProtocolError(1002, "The close code is not valid");
    if (!isUtf8(text)) throw new ProtocolError(1007, "The close reason is not valid UTF-8");
    if (this.#state === "open") {
      this.#ending = { code, reason: text.toString("utf8") };
      this.socket.write(encodeFrame(opcodes.close, payload.subarray(0, 2)));
    }
    this.#state = "closed";
    this.socket.end();
    setTimeout(() => this.socket.destroy(), closeWaitMs).unref();
  }

  #gone(): void {
    this.#state = "closed";
    this.listener.closed(this.#ending.code, this.#ending.reason);
  }
}

/** Codes that may stand in a close frame (RFC 6455, 7.4). */
const mayBeSent = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006) ||
  (code >= 3000 && code <= 4999);

function closePayload(code: number, reason: string): Buffer {
  const text = Buffer.from(reason).subarray(0, 123);
  const payload = Buffer.alloc(2 + text.byteLength);
  payload.writeUInt16BE(code, 0);
  text.copy(payload, 2);
  return payload;
}
