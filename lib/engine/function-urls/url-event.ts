import type { IncomingMessage } from "node:http";

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

/** Belongs to the connection or to the engine, not to the function. */
const connectionHeaders = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

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

/** Node reads the bytes of a header as Latin-1; clients send UTF-8. */
function headerText(value: string): string {
  return /^[\x20-\x7e\t]*$/.test(value) ? value : Buffer.from(value, "latin1").toString("utf8");
}

/** Names and values decoded; those of a name that comes again are joined with commas. */
function queryParameters(rawQuery: string): Record<string, string> | undefined {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return joined.size > 0 ? Object.fromEntries(joined) : undefined;
}

/** Forms are no text for AWS. */
function isText(contentType: string | undefined): boolean {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return (
    type.startsWith("text/") ||
    /^application\/(json|xml|javascript)$/.test(type) ||
    /^[^/]+\/[^/]+\+(json|xml)$/.test(type)
  );
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function sourceIp({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, "");
}

function signer({ accessKeyId, accountId }: { accessKeyId: string; accountId: string }) {
  return {
    accessKey: accessKeyId,
    accountId,
    callerId: accessKeyId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: `arn:aws:iam::${accountId}:root`,
    userId: accessKeyId,
  };
}

/** `26/Nov/2026:17:04:05 +0000` */
function logTime(ms: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
