import { request as requestHttp, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";

export interface Asked {
  method: string;
  headers: readonly { name: string; value: string }[];
  body: string;
}

const timeoutMs = 35_000;
const mostBytes = 16_384;

/** One request; of a long answer the beginning. It follows no redirection. */
export function requestAddress(
  url: URL,
  { method, headers, body }: Asked,
): Promise<{ status: number; body: string }> {
  const options: RequestOptions = {
    method,
    timeout: timeoutMs,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    ...(url.hostname.endsWith(".localhost") && { lookup: lookupHere }),
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const end = () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).subarray(0, mostBytes).toString(),
        });
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes >= mostBytes) {
          end();
          request.destroy();
        }
      });
      response.on("end", end);
      response.on("error", reject);
    });
    request.on("timeout", () => request.destroy(new Error("it did not answer within 35 s")));
    request.on("error", reject);
    request.end(method === "GET" || method === "HEAD" ? undefined : body);
  });
}

/** Browsers know that names under `localhost` are this machine; not every system does. */
export const lookupHere: NonNullable<RequestOptions["lookup"]> = (_hostname, options, answer) => {
  if (options.all) answer(null, [{ address: "127.0.0.1", family: 4 }]);
  else answer(null, "127.0.0.1", 4);
};
