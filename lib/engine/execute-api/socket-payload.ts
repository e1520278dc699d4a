import { logTime } from "../function-urls/request-parts.ts";
import { type ApiRequest, extendedId } from "./api-request.ts";
import { type CallerKey, headOfV1 } from "./payload-v1.ts";

/** What the events of a connection have in common. */
export interface SocketContext {
  call: ApiRequest;
  connectionId: string;
  connectedMs: number;
  /** What the authorizer of `$connect` had to say. */
  authorizer?: Record<string, unknown> | undefined;
  /** The key that it found, for APIs whose keys come from their authorizers. */
  usageIdentifierKey?: string | undefined;
  apiKey?: CallerKey | undefined;
}

/** What happens to a connection. */
export type SocketHappening =
  | { eventType: "CONNECT" }
  | { eventType: "MESSAGE"; body: Buffer; isText: boolean }
  | { eventType: "DISCONNECT"; code: number; reason: string };

/** The event that a function gets of a WebSocket API. */
export function socketEvent(
  { call, connectionId, connectedMs, authorizer, apiKey }: SocketContext,
  routeKey: string,
  what: SocketHappening,
  { nowMs, random }: { nowMs: number; random: () => number },
) {
  const requestId = extendedId(random);
  const connect = headOfV1(call, { routeKey, resourcePath: routeKey }, { kind: "http" });
  return {
    ...(what.eventType === "CONNECT" && {
      headers: connect.headers,
      multiValueHeaders: connect.multiValueHeaders,
      ...(connect.queryStringParameters && {
        queryStringParameters: connect.queryStringParameters,
        multiValueQueryStringParameters: connect.multiValueQueryStringParameters,
      }),
    }),
    ...(what.eventType === "DISCONNECT" && {
      headers: { Host: call.domainName, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": "" },
      multiValueHeaders: {
        Host: [call.domainName],
        "x-api-key": [""],
        "X-Forwarded-For": [""],
        "x-restapi": [""],
      },
    }),
    ...(call.stageVariables && { stageVariables: call.stageVariables }),
    requestContext: {
      routeKey,
      ...(authorizer && { authorizer }),
      ...(what.eventType === "MESSAGE" && { messageId: extendedId(random) }),
      ...(what.eventType === "DISCONNECT" && {
        disconnectStatusCode: what.code,
        disconnectReason: what.reason,
      }),
      eventType: what.eventType,
      extendedRequestId: requestId,
      requestTime: logTime(nowMs),
      messageDirection: "IN",
      stage: call.stage,
      connectedAt: connectedMs,
      requestTimeEpoch: nowMs,
      identity: {
        ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
        ...(call.userAgent !== undefined && { userAgent: call.userAgent }),
        sourceIp: call.sourceIp,
      },
      requestId,
      domainName: call.domainName,
      connectionId,
      apiId: call.apiId,
    },
    ...(what.eventType === "MESSAGE" && {
      body: what.body.toString(what.isText ? "utf8" : "base64"),
    }),
    isBase64Encoded: what.eventType === "MESSAGE" && !what.isText,
  };
}
