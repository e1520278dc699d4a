import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Duplex } from "node:stream";

/** What came over a socket: a message, or the end with its code. */
export type Received = { text: string } | { code: number; reason: string };

/** A client's end of a WebSocket that can also send what no client should. */
export class SocketClient {
  readonly #received: Received[] = [];
  readonly #waiting: ((one: Received) => void)[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  #message = "";

  private constructor(
    private readonly socket: Duplex,
    readonly headers: Record<string, string | string[] | undefined>,
    head: Buffer,
  ) {
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("error", () => socket.destroy());
    if (head.byteLength > 0) this.#take(head);
  }

  /** Rejects with the status of the answer when the server takes no WebSocket. */
  static open(
    endpoint: string,
    options: { path: string; headers?: Record<string, string> },
  ): Promise<SocketClient> {
    const { hostname, port } = new URL(endpoint);
    return new Promise((resolve, reject) => {
      const outgoing = request({
        hostname,
        port,
        path: options.path,
        headers: {
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": randomBytes(16).toString("base64"),
          ...options.headers,
        },
      });
      outgoing.on("upgrade", (incoming, socket, head) =>
        resolve(new SocketClient(socket, incoming.headers, head)),
      );
      outgoing.on("response", (incoming) => {
        incoming.resume();
        reject(new Error(String(incoming.statusCode)));
      });
      outgoing.on("error", reject);
      outgoing.end();
    });
  }

  /** Sends one frame, masked unless it is to be wrong. */
  frame(opcode: number, payload: Uint8Array | string = "", { final = true, masked = true } = {}) {
    const bytes = Buffer.from(payload as string);
    const mask = randomBytes(4);
    const length = bytes.byteLength;
    const head =
      length < 126
        ? Buffer.of(length)
        : length < 65_536
          ? Buffer.of(126, length >> 8, length & 255)
          : Buffer.of(
              127,
              0,
              0,
              0,
              0,
              length >>> 24,
              (length >> 16) & 255,
              (length >> 8) & 255,
              length & 255,
            );
    head[0] = (head[0] ?? 0) | (masked ? 0x80 : 0);
    const body = masked ? bytes.map((byte, i) => byte ^ (mask[i & 3] ?? 0)) : bytes;
    this.socket.write(
      Buffer.concat([
        Buffer.of((final ? 0x80 : 0) | opcode),
        head,
        masked ? mask : Buffer.alloc(0),
        body,
      ]),
    );
  }

  send(text: string): void {
    this.frame(1, text);
  }

  close(code = 1000): void {
    this.frame(8, Buffer.of(code >> 8, code & 255));
  }

  destroy(): void {
    this.socket.destroy();
  }

  next(): Promise<Received> {
    const one = this.#received.shift();
    return one ? Promise.resolve(one) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  #take(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const [first = 0, short = 0] = this.#bytes;
      const extra = short < 126 ? 0 : short === 126 ? 2 : 8;
      if (this.#bytes.byteLength < 2 + extra) return;
      const length =
        extra === 0 ? short : this.#bytes.readUIntBE(extra === 2 ? 2 : 4, extra === 2 ? 2 : 6);
      if (this.#bytes.byteLength < 2 + extra + length) return;
      const payload = this.#bytes.subarray(2 + extra, 2 + extra + length);
      this.#bytes = this.#bytes.subarray(2 + extra + length);
      this.#frame(first & 15, (first & 128) !== 0, payload);
    }
  }

  #frame(opcode: number, final: boolean, payload: Buffer): void {
    if (opcode === 8)
      return this.#give({
        code: payload.byteLength > 1 ? payload.readUInt16BE(0) : 1005,
        reason: payload.subarray(2).toString(),
      });
    if (opcode > 8) return this.#give({ text: `pong ${payload.toString()}` });
    this.#message += payload.toString("utf8");
    if (!final) return;
    this.#give({ text: this.#message });
    this.#message = "";
  }

  #give(one: Received): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(one);
    else this.#received.push(one);
  }
}
