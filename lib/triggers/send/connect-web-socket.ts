import type { IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import { lookupHere } from "./request-address";

const timeoutMs = 35_000;
const mostRefusalBytes = 16_384;
/** API Gateway closes connections for larger frames; messages are cut into them. */
const mostFrameBytes = 32 * 1024;
/** An answer of API Gateway has at most 128 KB; a server that sends more is not one. */
const mostAnswerBytes = 1024 * 1024;
const goodbyeMs = 2_000;

export interface Closed {
  code: number;
  reason: string;
}

export interface Listener {
  onMessage(text: string): void;
  onClose(closed: Closed): void;
}

/** An open WebSocket: messages go out in frames that API Gateway takes. */
export interface Conversation {
  send(text: string): void;
  /** Says goodbye; the server ends the connection, or it is ended here a moment later. */
  close(): void;
}

/** What a server answered that did not want a WebSocket. */
export interface Refusal {
  status: number;
  body: string;
}

/** Opens a WebSocket; gives what the server answered where it did not want to. */
export function connectWebSocket(
  url: URL,
  headers: readonly { name: string; value: string }[],
  listener: Listener,
): Promise<Conversation | Refusal> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      handshakeTimeout: timeoutMs,
      maxPayload: mostAnswerBytes,
      perMessageDeflate: false,
      headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
      ...(url.hostname.endsWith(".localhost") && { lookup: lookupHere }),
    });
    socket.on("open", () => resolve(conversationOn(socket)));
    socket.on("message", (data: Buffer) => listener.onMessage(data.toString()));
    socket.on("close", (code, reason) => listener.onClose({ code, reason: reason.toString() }));
    socket.on("unexpected-response", (request, response) => {
      textOf(response)
        .then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
        .finally(() => request.destroy());
    });
    // Once it is open, what follows an error is its close.
    socket.on("error", reject);
  });
}

function conversationOn(socket: WebSocket): Conversation {
  return {
    send(text) {
      const bytes = Buffer.from(text);
      let at = 0;
      do {
        const part = bytes.subarray(at, at + mostFrameBytes);
        at += part.length;
        socket.send(part, { binary: false, fin: at >= bytes.length });
      } while (at < bytes.length);
    },
    close() {
      socket.close(1000);
      setTimeout(() => socket.terminate(), goodbyeMs).unref();
    },
  };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes >= mostRefusalBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, mostRefusalBytes).toString();
}
