import { request } from "node:http";
import { connect } from "node:net";

export interface RawReply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** One HTTP request exactly as given: Node adds nothing that `headers` does not hold, except Host. */
export function sendRaw(
  endpoint: string,
  options: {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string | Uint8Array;
  } = {},
): Promise<RawReply> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, agent: false, ...options, path: options.path ?? "/" },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });
}

/** Writes `text` to a fresh connection and returns all that comes back until it closes. */
export function sendBytes(endpoint: string, text: string): Promise<string> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let reply = "";
    socket.on("data", (chunk) => (reply += chunk.toString("utf8")));
    socket.on("close", () => resolve(reply));
    socket.on("error", reject);
  });
}

/** The header by which a SigV4-signed request says its region and service. */
export const signedFor = (service: string, region = "us-east-1"): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
