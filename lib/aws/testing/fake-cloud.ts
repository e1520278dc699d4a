import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Connection } from "@/lib/model/connection";

export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | object;
  /** The answer starts and never ends. */
  stalls?: boolean;
}

/** "say nothing": the connection stays open without an answer. */
export type FakeReply = FakeAnswer | "hang up" | "say nothing";

export interface ReceivedCall {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface FakeCloud {
  endpoint: string;
  /** Everything that arrived, retries included. */
  calls: ReceivedCall[];
  stop(): Promise<void>;
}

/** An endpoint for tests that answers what it is told to, however unlike AWS. */
export async function startFakeCloud(
  answer: (call: ReceivedCall, index: number) => FakeReply | Promise<FakeReply>,
): Promise<FakeCloud> {
  const calls: ReceivedCall[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { method = "", url = "", headers } = request;
    const call = { method, path: url, headers, body };
    const given = await answer(call, calls.push(call) - 1);
    if (given === "hang up") return request.socket.destroy();
    if (given === "say nothing") return;
    const text = typeof given.body === "string" ? given.body : JSON.stringify(given.body ?? {});
    response.writeHead(given.status ?? 200, {
      "content-type": "application/json",
      ...given.headers,
    });
    if (given.stalls) response.write(text);
    else response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A connection to such an endpoint. */
export function fakeConnection(endpoint: string, given: Partial<Connection> = {}): Connection {
  return {
    id: `endpoint:fake-${endpoint}@us-east-1`,
    kind: "endpoint",
    label: "fake",
    region: "us-east-1",
    endpoint,
    writable: true,
    ...given,
  };
}
