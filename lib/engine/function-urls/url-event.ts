import type { IncomingMessage } from "node:http";
import {
  connectionHeaders,
  decoded,
  headerText,
  isText,
  logTime,
  queryParameters,
  signer,
  sourceIp,
} from "./request-parts.ts";

export interface UrlCall {
  request: IncomingMessage;
  body: Uint8Array;
  urlId: string;
  domainName: string;
  /** As it was sent, percent-encoded, beginning with a slash. */
  rawPath: string;
  /** Without the question mark. */
  rawQuery: string;
  requestId: string;
  traceHeader: string;
  nowMs: number;
  /** Who signed the request; absent on a URL without authentication. */
  caller?: { accessKeyId: string; accountId: string };
}

/** The event a function gets for an HTTP request: payload format 2.0, as AWS fills it for function URLs. */
export function urlEvent(call: UrlCall) {
  const { request, body, rawPath, rawQuery, caller } = call;
  const method = request.method ?? "GET";
  const headers = eventHeaders(call);
  const cookies = (headers["cookie"] ?? "").split(";").map((cookie) => cookie.trim());
  const query = queryParameters(rawQuery);
  const text = body.byteLength > 0 && isText(headers["content-type"]);
  const userAgent = headers["user-agent"];
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString: rawQuery,
    ...(headers["cookie"] && { cookies: cookies.filter((cookie) => cookie !== "") }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: caller?.accountId ?? "anonymous",
      apiId: call.urlId,
      ...(caller && { authorizer: { iam: signer(caller) } }),
      domainName: call.domainName,
      domainPrefix: call.urlId,
      http: {
        method,
        path: decoded(rawPath),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceIp(request),
        ...(userAgent !== undefined && { userAgent }),
      },
      requestId: call.requestId,
      routeKey: "$default",
      stage: "$default",
      time: logTime(call.nowMs),
      timeEpoch: call.nowMs,
    },
    ...(body.byteLength > 0 && { body: Buffer.from(body).toString(text ? "utf8" : "base64") }),
    isBase64Encoded: body.byteLength > 0 && !text,
  };
}

function eventHeaders({ request, body, traceHeader, caller }: UrlCall): Record<string, string> {
  const headers: Record<string, string> = {};
  const { rawHeaders, method } = request;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    if (connectionHeaders.has(name) || (caller && name === "authorization")) continue;
    const value = headerText(rawHeaders[i + 1] ?? "");
    headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  const port = /:(\d+)$/.exec(request.headers.host ?? "")?.[1] ?? "80";
  const bodyless = body.byteLength === 0 && (method === "HEAD" || method === "OPTIONS");
  if (!bodyless) headers["content-length"] ??= String(body.byteLength);
  headers["x-forwarded-proto"] ??= "http";
  headers["x-forwarded-port"] ??= port;
  headers["x-forwarded-for"] ??= sourceIp(request);
  headers["x-amzn-trace-id"] = traceHeader;
  return headers;
}
