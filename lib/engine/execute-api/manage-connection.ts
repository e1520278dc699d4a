import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import { readCredentialScope } from "../http/credential-scope.ts";
import { readBody } from "../http/receive-body.ts";
import type { WebSocketConnection } from "../web-socket/web-socket.ts";
import type { SocketContext } from "./socket-payload.ts";

/** A connection as the management API finds it. */
export interface ManagedConnection extends SocketContext {
  socket: WebSocketConnection;
  activeMs: number;
}

/** The id of the connection that `/@connections/ID` names. */
export function connectionIn(path: string): string {
  const [, id = ""] = /\/(?:@|%40)connections\/([^/]+)$/i.exec(path) ?? [];
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** `POST`, `GET` and `DELETE /@connections/ID`. */
export async function manageConnection(
  connection: ManagedConnection | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  { largestMessageBytes, clock }: { largestMessageBytes: number; clock: Clock },
): Promise<void> {
  const body = await readBody(request, largestMessageBytes);
  const { service } = readCredentialScope(request.headers.authorization, new URLSearchParams());
  const send = (status: number, value?: unknown, type?: string) => {
    const text = value === undefined ? "" : JSON.stringify(value);
    response.writeHead(status, {
      "content-type": "application/json",
      ...(status !== 204 && { "content-length": Buffer.byteLength(text) }),
      "x-amzn-RequestId": crypto.randomUUID(),
      ...(type !== undefined && { "x-amzn-ErrorType": type }),
    });
    response.end(text);
  };
  const refuse = () =>
    send(403, { message: "Missing Authentication Token" }, "MissingAuthenticationTokenException");
  if (service !== "execute-api") return refuse();
  if (!connection?.socket.isOpen) return send(410, { message: "410" }, "GoneException");
  if (request.method === "POST") {
    if (!body) return send(413, { message: "Message too long" }, "PayloadTooLargeException");
    connection.socket.send(body);
    connection.activeMs = clock.now();
    return send(200);
  }
  if (request.method === "DELETE") {
    connection.socket.close(1000, "Connection Closed Normally");
    return send(204);
  }
  if (request.method !== "GET") return refuse();
  const { call, connectedMs, activeMs } = connection;
  return send(200, {
    connectedAt: new Date(connectedMs).toISOString(),
    identity: { sourceIp: call.sourceIp, userAgent: call.userAgent ?? "" },
    lastActiveAt: new Date(activeMs).toISOString(),
  });
}
