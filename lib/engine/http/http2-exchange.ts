import type { IncomingHttpHeaders } from "node:http";
import {
  Http2ServerRequest,
  Http2ServerResponse,
  type IncomingHttpHeaders as Http2Headers,
  type ServerHttp2Stream,
} from "node:http2";
import type { ReadableOptions } from "node:stream";

/** A request of HTTP/2 that reads like one of HTTP/1.1: its host is a header, and no name begins with a colon. */
export class PlainHttp2Request extends Http2ServerRequest {
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
export class PlainHttp2Response extends Http2ServerResponse {
  constructor(stream: ServerHttp2Stream) {
    super(stream);
    Object.defineProperty(this, "destroyed", { get: () => this.stream.destroyed });
  }
}
