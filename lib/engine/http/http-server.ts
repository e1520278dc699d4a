import { type RequestListener, Server, type ServerOptions } from "node:http";
import type { Http2Server, Http2Session } from "node:http2";
import type { Socket } from "node:net";

/** How every connection of HTTP/2 begins (RFC 9113, 3.4); no method of HTTP/1.1 begins so. */
const preface = "PRI * HTTP/2.0";
/** As long as HTTP/1.1's connections have for their first head. */
const silenceMs = 60_000;

/**
 * HTTP/1.1, and on the same port HTTP/2 in clear text by prior knowledge, which is how the JavaScript
 * client of Kinesis speaks to an http address. One listener serves both.
 */
export class HttpServer extends Server {
  /** Connections that have not said yet which version they speak, or are not served yet. */
  readonly #silent = new Set<Socket>();
  readonly #sessions = new Set<Http2Session>();
  #http2: Promise<Http2Server> | undefined;

  constructor(
    private readonly options: ServerOptions & { maxHeaderSize: number },
    private readonly listener: RequestListener,
  ) {
    super(options, listener);
    const serveHttp1 = this.listeners("connection");
    this.removeAllListeners("connection");
    this.on("connection", (socket) =>
      this.#sniff(socket, (speaksHttp2) => {
        if (speaksHttp2) return void this.#serveHttp2(socket);
        for (const serve of serveHttp1) serve.call(this, socket);
        socket.resume();
      }),
    );
  }

  override closeIdleConnections(): void {
    super.closeIdleConnections();
    for (const socket of this.#silent) socket.destroy();
    // Ends when its streams have ended, and begins no more.
    for (const session of this.#sessions) session.close();
  }

  override closeAllConnections(): void {
    super.closeAllConnections();
    for (const socket of this.#silent) socket.destroy();
    for (const session of this.#sessions) session.destroy();
  }

  async #serveHttp2(socket: Socket): Promise<void> {
    const end = () => socket.destroy();
    socket.on("error", end);
    this.#silent.add(socket);
    this.#http2 ??= this.#openHttp2();
    const http2 = await this.#http2;
    this.#silent.delete(socket);
    socket.off("error", end);
    // A session takes what was read by itself, and the socket with it.
    if (!socket.destroyed) http2.emit("connection", socket);
  }

  /** Few callers speak it, and to load it takes a while. */
  async #openHttp2(): Promise<Http2Server> {
    const { createPlainHttp2 } = await import("./http2-exchange.ts");
    const http2 = createPlainHttp2(this.options.maxHeaderSize, this.listener);
    http2.on("session", (session) => {
      this.#sessions.add(session);
      session.on("close", () => this.#sessions.delete(session));
    });
    return http2;
  }

  /** Looks at a connection's first bytes, puts them back and says what they speak. */
  #sniff(socket: Socket, decide: (speaksHttp2: boolean) => void): void {
    const forget = () => void this.#silent.delete(socket);
    const fail = () => socket.destroy();
    let first: Buffer = Buffer.alloc(0);
    const look = (chunk: Buffer) => {
      first = first.length === 0 ? chunk : Buffer.concat([first, chunk]);
      const seen = first.toString("latin1", 0, preface.length);
      if (seen.length < preface.length && preface.startsWith(seen)) return;
      socket.off("data", look).off("end", fail).off("error", fail).off("close", forget);
      socket.off("timeout", fail).setTimeout(0);
      forget();
      socket.pause();
      socket.unshift(first);
      decide(seen === preface);
    };
    this.#silent.add(socket);
    socket.setTimeout(silenceMs);
    socket.on("data", look).on("end", fail).on("error", fail).on("close", forget);
    socket.on("timeout", fail);
  }
}
