import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { lookupHere } from "./request-address";
import { askForWebSocket, type Closed, isAccepted, WebSocketClient } from "./web-socket-client";

const timeoutMs = 35_000;
const mostRefusalBytes = 16_384;

export interface Listener {
  onMessage(text: string): void;
  onClose(closed: Closed): void;
}

/** Opens a WebSocket; gives what the server answered where it did not want to. */
export function connectWebSocket(
  url: URL,
  headers: readonly { name: string; value: string }[],
  listener: Listener,
): Promise<WebSocketClient | { status: number; body: string }> {
  const asked = askForWebSocket();
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(url, {
      timeout: timeoutMs,
      headers: {
        ...Object.fromEntries(headers.map(({ name, value }) => [name, value])),
        ...asked.headers,
      },
      ...(url.hostname.endsWith(".localhost") && { lookup: lookupHere }),
    });
    request.on("upgrade", (response, socket, head) => {
      socket.setTimeout(0);
      if (isAccepted(response, asked.accept))
        return resolve(new WebSocketClient(socket, head, listener));
      socket.destroy();
      reject(new Error("it answered somebody else's request for a WebSocket"));
    });
    request.on(
      "response",
      (response) =>
        void textOf(response).then(
          (body) => resolve({ status: response.statusCode ?? 0, body }),
          reject,
        ),
    );
    request.on("timeout", () => request.destroy(new Error("it did not answer within 35 s")));
    request.on("error", reject);
    request.end();
  });
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
