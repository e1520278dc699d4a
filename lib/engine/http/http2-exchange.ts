import type {
  IncomingHttpHeaders,
  IncomingMessage,
  RequestListener,
  ServerResponse,
} from "node:http";
import {
  createServer,
  type Http2Server,
  Http2ServerRequest,
  Http2ServerResponse,
  type IncomingHttpHeaders as Http2Headers,
  type ServerHttp2Stream,
} from "node:http2";
import type { ReadableOptions } from "node:stream";

/** A body of some megabytes comes without a pause for each 64 KB of it. */
const windowBytes = 1024 * 1024;
/** What one connection may hold before its streams are refused: a hundred batches of some megabytes. */
const largestSessionMb = 512;

/** Serves connections of HTTP/2 in clear text, whose requests a listener of HTTP/1.1 takes. */
export function createPlainHttp2(maxHeaderSize: number, listener: RequestListener): Http2Server {
  const server = createServer(
    {
      Http2ServerRequest: PlainHttp2Request as typeof Http2ServerRequest,
      Http2ServerResponse: PlainHttp2Response,
      maxSessionMemory: largestSessionMb,
      settings: { initialWindowSize: windowBytes, maxHeaderListSize: maxHeaderSize },
    },
    (request, response) => {
      // Their types name the protocol's streams; what the engine asks of them, they answer alike.
      listener(
        request as unknown as IncomingMessage,
        response as unknown as ServerResponse<IncomingMessage> & { req: IncomingMessage },
      );
    },
  );
  server.on("session", (session) => session.setLocalWindowSize(windowBytes));
  // A connection that breaks the protocol has been ended; others go on.
  server.on("sessionError", () => undefined);
  return server;
}

/** A request of HTTP/2 that reads like one of HTTP/1.1: its host is a header, and no name begins with a colon. */
class PlainHttp2Request extends Http2ServerRequest {
  constructor(
    stream: ServerHttp2Stream,
    given: Http2Headers,
    options: ReadableOptions,
    givenRaw: readonly string[],
  ) {
    super(stream, given, options, givenRaw);
    const { ":authority": authority } = given;
    const headers: IncomingHttpHeaders = Object.fromEntries(
      Object.entries(given).filter(([name]) => !name.startsWith(":")),
    );
    const rawHeaders: string[] = [];
    for (let i = 0; i < givenRaw.length; i += 2)
      if (!givenRaw[i]?.startsWith(":")) rawHeaders.push(givenRaw[i] ?? "", givenRaw[i + 1] ?? "");
    // Two that differ stay two, and are refused as two headers of this name are.
    if (authority !== undefined && authority !== headers.host) {
      headers.host ??= authority;
      rawHeaders.push("host", authority);
    }
    Object.defineProperties(this, {
      headers: { value: headers },
      rawHeaders: { value: rawHeaders },
      // As with HTTP/1.1: whether all of it came. Node.js also says yes of what was broken off.
      complete: { get: () => this.readableEnded },
    });
  }
}

/** Says, as every other stream does, whether it is destroyed. */
class PlainHttp2Response extends Http2ServerResponse {
  constructor(stream: ServerHttp2Stream) {
    super(stream);
    Object.defineProperty(this, "destroyed", { get: () => this.stream.destroyed });
  }
}
