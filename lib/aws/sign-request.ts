import type { Connection } from "@/lib/model/connection";
import { clientsFor } from "./clients";

export interface SignedHeader {
  name: string;
  value: string;
}

/** What the SDK's own signer makes of a request, with the connection's credentials: the headers to send. */
export async function signRequest(
  connection: Connection,
  service: "lambda" | "execute-api",
  {
    url,
    method,
    headers,
    body,
  }: { url: URL; method: string; headers: readonly SignedHeader[]; body: string },
): Promise<SignedHeader[]> {
  const { lambda } = clientsFor(connection);
  // The client remembers the first name it signs with; another service is named with the request.
  const signer = await lambda.config.signer({
    name: "sigv4",
    signingName: "lambda",
    signingRegion: connection.region,
    properties: {},
  });
  const signed = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: {
        ...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
        host: url.host,
      },
      body,
    },
    { signingService: service, signingRegion: connection.region },
  );
  return Object.entries(signed.headers).map(([name, value]) => ({ name, value }));
}

/** A name that is there several times has a list. */
function queryOf({ searchParams }: URL): Record<string, string | string[]> {
  const names = [...new Set(searchParams.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}
