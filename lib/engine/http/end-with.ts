import type { ServerResponse } from "node:http";

/** Node joins text, but not bytes, with the head into one write; that is worth a copy up to this size. */
const largestJoinedBytes = 16 * 1024;

/** Ends a response whose head is set with a body, in as few writes as Node makes possible. */
export function endWith(response: ServerResponse, body: string | Uint8Array): void {
  if (typeof body === "string" || body.byteLength > largestJoinedBytes) response.end(body);
  else
    response.end(
      Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1"),
      "latin1",
    );
}
