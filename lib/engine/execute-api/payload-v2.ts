import { isText, logTime, queryParameters } from "../function-urls/request-parts.ts";
import { type ApiRequest, decodedPath, headerOf } from "./api-request.ts";
import type { MatchedRoute } from "./match-route.ts";

/** The event of payload format 2.0, as HTTP APIs send it; without the body, what its authorizers get. */
export function headOfV2(call: ApiRequest, { routeKey, pathParameters }: MatchedRoute) {
  const cookies = (headerOf(call, "cookie") ?? "")
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "");
  const query = queryParameters(call.rawQuery);
  const path = decodedPath(call.fullPath);
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: call.rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers: joinedHeaders(call),
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: call.accountId,
      apiId: call.apiId,
      domainName: call.domainName,
      domainPrefix: call.apiId,
      http: {
        method: call.method,
        path,
        protocol: call.protocol,
        sourceIp: call.sourceIp,
        userAgent: call.userAgent ?? "",
      },
      requestId: call.extendedRequestId,
      routeKey,
      stage: call.stage,
      time: logTime(call.nowMs),
      timeEpoch: call.nowMs,
    },
    ...(pathParameters && { pathParameters }),
    ...(call.stageVariables && { stageVariables: call.stageVariables }),
  };
}

/** The whole event for a function; `authorizer` is what the authorizer had to say. */
export function eventV2(
  call: ApiRequest,
  route: MatchedRoute,
  authorizer: Record<string, unknown> | undefined,
) {
  const head = headOfV2(call, route);
  const text = isText(headerOf(call, "content-type"));
  const empty = call.body.byteLength === 0;
  return {
    ...head,
    requestContext: { ...head.requestContext, ...(authorizer && { authorizer }) },
    ...(!empty && { body: Buffer.from(call.body).toString(text ? "utf8" : "base64") }),
    isBase64Encoded: !empty && !text,
  };
}

/** In lower case, those of a name joined by commas; cookies have their own list. */
function joinedHeaders(call: ApiRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [sent, value] of call.headers) {
    const name = sent.toLowerCase();
    if (name !== "cookie")
      headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  if (call.body.byteLength > 0 || !["HEAD", "OPTIONS"].includes(call.method))
    headers["content-length"] ??= String(call.body.byteLength);
  return headers;
}
