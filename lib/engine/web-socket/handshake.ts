import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** RFC 6455, 1.3. */
const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** The key of a client that asks for a WebSocket; undefined where the request is no such (RFC 6455, 4.2.1). */
export function handshakeKey({ method, headers }: IncomingMessage): string | undefined {
  const key = headers["sec-websocket-key"];
  const asks =
    method === "GET" &&
    headers.upgrade?.toLowerCase() === "websocket" &&
    headers["sec-websocket-version"] === "13";
  return asks && key && /^[A-Za-z0-9+/]{22}==$/.test(key) ? key : undefined;
}

/** Accepts a client; `protocol` is the one of its subprotocols that is spoken. */
export function acceptHandshake(socket: Duplex, key: string, protocol: string | undefined): void {
  const accept = createHash("sha1").update(`${key}${guid}`).digest("base64");
  socket.write(
    [
      "HTTP/1.1 101 Switching Protocols",
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Accept: ${accept}`,
      ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
      "",
      "",
    ].join("\r\n"),
  );
}

/** Refuses a client in HTTP, and ends the connection. */
export function refuseHandshake(socket: Duplex, status: number, message: string): void {
  const body = JSON.stringify({ message });
  socket.end(
    [
      `HTTP/1.1 ${status} ${status === 426 ? "Upgrade Required" : "Refused"}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      ...(status === 426 ? ["Upgrade: websocket"] : []),
      "",
      body,
    ].join("\r\n"),
  );
}
