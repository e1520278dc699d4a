import {
  type IncomingMessage,
  type RequestListener,
  Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2Session,
} from "node:http2";
import type { Socket } from "node:net";
import { PlainHttp2Request, PlainHttp2Response } from "./http2-exchange.ts";

/** How every connection of HTTP/2 begins (RFC 9113, 3.4); no method of HTTP/1.1 begins so. */
const preface = "PRI * HTTP/2.0";
/** A body of some megabytes comes without a pause for each 64 KB of it. */
const windowBytes = 1024 * 1024;
/** As long as HTTP/1.1's connections have for their first head. */
const silenceMs = 60_000;
/** What one connection may hold before its streams are refused: a hundred batches of some megabytes. */
const largestSessionMb = 512;

/**
 * HTTP/1.1, and on the same port HTTP/2 in clear text by prior knowledge, which is how the JavaScript
 * client of Kinesis speaks to an http address. One listener serves both.
 */
export class HttpServer extends Server {
  /** Connections that have not said yet which version they speak. */
  readonly #silent = new Set<Socket>();
  readonly #sessions = new Set<Http2Session>();

  constructor(options: ServerOptions & { maxHeaderSize: number }, listener: RequestListener) {
    super(options, listener);
    const http2 = createHttp2Server(
      {
        Http2ServerRequest: PlainHttp2Request as typeof Http2ServerRequest,
        Http2ServerResponse: PlainHttp2Response,
        maxSessionMemory: largestSessionMb,
        settings: { initialWindowSize: windowBytes, maxHeaderListSize: options.maxHeaderSize },
      },
      (request, response) => {
        // Their types name the protocol's streams; what the engine asks of them, they answer alike.
        listener(
          request as unknown as IncomingMessage,
          response as unknown as ServerResponse<IncomingMessage> & { req: IncomingMessage },
        );
      },
    );
    http2.on("session", (session) => {
      this.#sessions.add(session);
      session.setLocalWindowSize(windowBytes);
      session.on("close", () => this.#sessions.delete(session));
    });
    // A connection that breaks the protocol has been ended; others go on.
    http2.on("sessionError", () => undefined);
    const serveHttp1 = this.listeners("connection");
    this.removeAllListeners("connection");
    this.on("connection", (socket) =>
      this.#sniff(socket, (speaksHttp2) => {
        // A session of HTTP/2 takes what was read by itself, and the socket with it.
        if (speaksHttp2) return void http2.emit("connection", socket);
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
