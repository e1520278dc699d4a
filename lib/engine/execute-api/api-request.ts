import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Clock } from "../clock.ts";
import {
  connectionHeaders,
  decoded,
  headerText,
  sourceIp,
} from "../function-urls/request-parts.ts";
import { traceHeader } from "../invocation/trace-header.ts";

/** Which stage of which API a request is for. */
export interface StageAddress {
  apiId: string;
  region: string;
  accountId: string;
  stage: string;
  stageVariables: Readonly<Record<string, string>> | undefined;
}

/** A request to an API, as the events of functions tell it. */
export interface ApiRequest extends StageAddress {
  method: string;
  /** Percent-encoded, as it was sent, with the stage where the address had it. */
  fullPath: string;
  /** The same without the stage; begins with a slash. */
  path: string;
  /** Without the question mark. */
  rawQuery: string;
  /** Names as they were sent, and what API Gateway adds. */
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array;
  protocol: string;
  sourceIp: string;
  userAgent: string | undefined;
  /** The host that the client asked, with its port: addresses made of it reach the engine. */
  domainName: string;
  requestId: string;
  extendedRequestId: string;
  traceHeader: string;
  nowMs: number;
}

/** Fifteen letters and digits and an equals sign, as AWS tells requests and connections of APIs apart. */
export function extendedId(random: () => number): string {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const text = Array.from(
    { length: 15 },
    () => digits[Math.floor(random() * digits.length)] ?? "A",
  ).join("");
  return `${text}=`;
}

export function readApiRequest(
  request: IncomingMessage,
  where: StageAddress & { fullPath: string; path: string; rawQuery: string; body: Uint8Array },
  { clock, random }: { clock: Clock; random: () => number },
): ApiRequest {
  const nowMs = clock.now();
  const given = request.headers["x-amzn-trace-id"];
  const trace = traceHeader(
    typeof given === "string" ? given : undefined,
    "PassThrough",
    nowMs,
    random,
  );
  return {
    ...where,
    method: request.method ?? "GET",
    headers: sentHeaders(request, trace),
    protocol: `HTTP/${request.httpVersion}`,
    sourceIp: sourceIp(request),
    userAgent: request.headers["user-agent"],
    domainName: request.headers.host ?? "",
    requestId: randomUUID(),
    extendedRequestId: extendedId(random),
    traceHeader: trace,
    nowMs,
  };
}

function sentHeaders(request: IncomingMessage, trace: string): ApiRequest["headers"] {
  const headers: [string, string][] = [];
  const { rawHeaders } = request;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? "";
    const lower = name.toLowerCase();
    if (!connectionHeaders.has(lower) && lower !== "x-amzn-trace-id")
      headers.push([name, headerText(rawHeaders[i + 1] ?? "")]);
  }
  const port = /:(\d+)$/.exec(request.headers.host ?? "")?.[1] ?? "80";
  const add = (name: string, value: string) => {
    if (request.headers[name.toLowerCase()] === undefined) headers.push([name, value]);
  };
  headers.push(["X-Amzn-Trace-Id", trace]);
  add("X-Forwarded-For", sourceIp(request));
  add("X-Forwarded-Port", port);
  add("X-Forwarded-Proto", "http");
  return headers;
}

export const headerOf = (
  { headers }: Pick<ApiRequest, "headers">,
  name: string,
): string | undefined => {
  const wanted = name.toLowerCase();
  const values = headers.filter(([one]) => one.toLowerCase() === wanted).map(([, value]) => value);
  return values.length > 0 ? values.join(",") : undefined;
};

export const queryOf = ({ rawQuery }: Pick<ApiRequest, "rawQuery">): [string, string][] => [
  ...new URLSearchParams(rawQuery),
];

/** HTTP APIs decode the path before anything else, REST APIs do not. */
export const decodedPath = (path: string): string => path.split("/").map(decoded).join("/");
