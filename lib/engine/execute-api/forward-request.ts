import type { Clock } from "../clock.ts";
import { connectionHeaders } from "../function-urls/request-parts.ts";
import type { UrlAnswer } from "../function-urls/url-answer.ts";
import type { ApiRequest } from "./api-request.ts";

/** API Gateway passes on 10 MB at most. */
const largestAnswerBytes = 10 * 1024 * 1024;

/** Sends a request on to an HTTP address. Undefined where that does not answer in time or at all. */
export async function forwardRequest(
  call: ApiRequest,
  { url, method, timeoutMs }: { url: string; method: string; timeoutMs: number },
  clock: Clock,
): Promise<UrlAnswer | undefined> {
  const target = new URL(url);
  if (call.rawQuery !== "")
    target.search = target.search === "" ? call.rawQuery : `${target.search}&${call.rawQuery}`;
  const isHttps = target.protocol === "https:";
  const { request: send } = await (isHttps ? import("node:https") : import("node:http"));
  return new Promise((resolve) => {
    const outgoing = send(target, { method }, (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on("data", (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes > largestAnswerBytes) outgoing.destroy();
        else chunks.push(chunk);
      });
      incoming.on("end", () => {
        finish({
          status: incoming.statusCode ?? 502,
          headers: answerHeaders(incoming.rawHeaders),
          body: Buffer.concat(chunks),
        });
      });
      incoming.on("close", () => finish(undefined));
    });
    const cancel = clock.after(timeoutMs, () => outgoing.destroy());
    const finish = (answer: UrlAnswer | undefined) => {
      cancel();
      resolve(answer);
    };
    outgoing.on("error", () => finish(undefined));
    for (const [name, values] of grouped(call.headers)) outgoing.setHeader(name, values);
    outgoing.end(call.body);
  });
}

function grouped(headers: ApiRequest["headers"]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === "host" || lower === "content-length" || connectionHeaders.has(lower)) continue;
    groups.set(lower, [...(groups.get(lower) ?? []), Buffer.from(value).toString("latin1")]);
  }
  return groups;
}

function answerHeaders(raw: readonly string[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? "";
    if (!connectionHeaders.has(name.toLowerCase()) && name.toLowerCase() !== "content-length")
      headers.push([name, Buffer.from(raw[i + 1] ?? "", "latin1").toString("utf8")]);
  }
  return headers;
}
