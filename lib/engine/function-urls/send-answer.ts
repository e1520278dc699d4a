import type { ServerResponse } from "node:http";
import { malformed, type UrlAnswer } from "./url-answer.ts";

/** Sends a whole answer; one whose headers cannot be sent becomes `otherwise`, AWS's 502. */
export function sendAnswer(
  response: ServerResponse,
  { status, headers, body }: UrlAnswer,
  otherwise = malformed,
): void {
  const bodyless = status === 204 || status === 304;
  const bytes = bodyless ? "" : body;
  const length = ["Content-Length", String(Buffer.byteLength(bytes))] as const;
  if (setHead(response, status, status === 204 ? headers : [...headers, length]))
    response.end(bytes);
  else sendAnswer(response, otherwise);
}

/** Of these the last one counts. */
const single = new Set(["content-type"]);

/** False when a header holds what HTTP forbids, a line break for one: nothing of it is sent then. */
export function setHead(
  response: ServerResponse,
  status: number,
  headers: UrlAnswer["headers"],
): boolean {
  const grouped = new Map<string, [name: string, values: string[]]>();
  for (const [name, value] of headers) {
    const group = grouped.get(name.toLowerCase()) ?? [name, []];
    group[1].push(Buffer.from(value, "utf8").toString("latin1"));
    grouped.set(name.toLowerCase(), group);
  }
  try {
    for (const [name, values] of grouped.values())
      response.setHeader(name, single.has(name.toLowerCase()) ? (values.at(-1) ?? "") : values);
  } catch {
    for (const name of grouped.keys()) response.removeHeader(name);
    return false;
  }
  response.statusCode = status;
  return true;
}

/** An error of the URL itself, in the form of Lambda's API. */
export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  body: Record<string, unknown>,
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
    "x-amzn-ErrorType": code,
  });
  response.end(text);
}
