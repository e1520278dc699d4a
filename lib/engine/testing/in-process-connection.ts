import type { Server } from "node:http";
import { Duplex } from "node:stream";

export interface ParsedReply {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** False while an event stream goes on. */
  complete: boolean;
}

/**
 * A client's connection to a server of the same process: HTTP's bytes without a network. Requests go
 * one after another; `send` resolves with the reply, or undefined when the server closes without one.
 */
export class InProcessConnection {
  #received = Buffer.alloc(0);
  #waiting: ((reply: ParsedReply | undefined) => void) | undefined;
  closed = false;
  readonly #far: Duplex;
  #near: Duplex | undefined;
  /** HEAD is answered without a body whatever the head says. */
  #bodyless = false;

  constructor(server: Server) {
    // What the server writes is ours to read, and what `send` pushes is the server's.
    this.#far = new Duplex({
      read() {},
      write: (chunk: Buffer, _encoding, done) => {
        this.#received = Buffer.concat([this.#received, chunk]);
        this.#look();
        done();
      },
      final: (done) => {
        this.#end();
        done();
      },
      destroy: (error, done) => {
        this.#end();
        done(error);
      },
    });
    this.#far.on("error", () => this.#end());
    this.#near = this.#far;
    server.emit("connection", Object.assign(this.#far, socketParts));
  }

  send(bytes: Uint8Array, method = "POST"): Promise<ParsedReply | undefined> {
    this.#bodyless = method === "HEAD";
    return new Promise((resolve) => {
      this.#waiting = resolve;
      if (this.closed) return this.#end();
      this.#near?.push(bytes);
    });
  }

  /** What has come of a reply that does not end, such as an event stream's. */
  get partial(): ParsedReply | undefined {
    return parseReply(this.#received, this.#bodyless);
  }

  /** Hangs up. */
  close(): void {
    this.closed = true;
    this.#near?.push(null);
    this.#near?.destroy();
    this.#near = undefined;
  }

  #look(): void {
    const reply = parseReply(this.#received, this.#bodyless);
    if (!reply?.complete || reply.status === 100) {
      if (reply?.status === 100) {
        this.#received = this.#received.subarray(this.#received.indexOf("\r\n\r\n") + 4);
        if (this.#received.length > 0) this.#look();
      }
      return;
    }
    this.#received = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(reply);
  }

  #end(): void {
    this.closed = true;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(undefined);
  }
}

/** What Node's server asks of a socket beyond a stream. */
const socketParts = {
  remoteAddress: "127.0.0.1",
  setTimeout: () => undefined,
  setNoDelay: () => undefined,
  setKeepAlive: () => undefined,
};

function parseReply(bytes: Buffer, bodyless: boolean): ParsedReply | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [statusLine = "", ...lines] = bytes.toString("latin1", 0, headEnd).split("\r\n");
  const status = Number(statusLine.split(" ")[1]);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const rest = bytes.subarray(headEnd + 4);
  if (bodyless || status === 204 || status === 304 || status === 100)
    return { status, headers, body: Buffer.alloc(0), complete: true };
  if (headers["transfer-encoding"] === "chunked") return { status, headers, ...unchunk(rest) };
  const length = Number(headers["content-length"] ?? 0);
  const complete = rest.length >= length;
  return { status, headers, body: rest.subarray(0, length), complete };
}

function unchunk(bytes: Buffer): { body: Buffer; complete: boolean } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return { body: Buffer.concat(chunks), complete: false };
    const size = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    if (size === 0) return { body: Buffer.concat(chunks), complete: true };
    if (lineEnd + 2 + size > bytes.length) return { body: Buffer.concat(chunks), complete: false };
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
