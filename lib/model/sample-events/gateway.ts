import { asText, place } from "../json-place";
import { apiIdOf, restEvent, restFields, sourceIp, userAgent } from "./api";
import { bodyFields, httpFields } from "./http-fields";
import { arn, echoed, type EventTarget, json, line, type SampleEvent, text } from "./sample-event";

const group = "API and web";

function websocketEvent(target: EventTarget, context: object): object {
  const apiId = apiIdOf(target);
  return {
    requestContext: {
      apiId,
      connectedAt: "${nowMs}",
      connectionId: "LxQ2bcd3oAMCJ1w=",
      domainName: `${apiId}.execute-api.${target.region}.amazonaws.com`,
      extendedRequestId: "LxQ2bH1yoAMFQ5A=",
      identity: { sourceIp, userAgent },
      messageDirection: "IN",
      requestId: "${uuid}",
      requestTime: "26/Nov/2026:14:31:58 +0000",
      requestTimeEpoch: "${nowMs}",
      stage: "prod",
      ...context,
    },
    isBase64Encoded: false,
  };
}

const websocketFields = () => [
  line("Connection id", "requestContext", "connectionId"),
  line("Route key", "requestContext", "routeKey"),
  line("Stage", "requestContext", "stage"),
];

/** What comes from API Gateway and AppSync, but is no plain request: sockets, authorizers, resolvers. */
export const gatewayEvents: SampleEvent[] = [
  {
    id: "websocket-connect",
    label: "WebSocket connect",
    group,
    service: "execute-api",
    event: (target) => ({
      headers: { Host: "shop.example.com", "User-Agent": userAgent },
      multiValueHeaders: { Host: ["shop.example.com"], "User-Agent": [userAgent] },
      ...websocketEvent(target, { eventType: "CONNECT", routeKey: "$connect" }),
    }),
    fields: () => [...websocketFields(), json("Headers", "headers")],
  },
  {
    id: "websocket-api",
    label: "WebSocket message",
    group,
    service: "execute-api",
    event: (target) => ({
      ...websocketEvent(target, {
        eventType: "MESSAGE",
        messageId: "LxQ2bcd3oAMCJ1w=",
        routeKey: "$default",
      }),
      body: JSON.stringify({ action: "subscribe", channel: "orders" }),
    }),
    fields: () => [...websocketFields(), ...bodyFields()],
  },
  {
    id: "websocket-disconnect",
    label: "WebSocket disconnect",
    group,
    service: "execute-api",
    event: (target) => ({
      headers: { Host: "shop.example.com" },
      multiValueHeaders: { Host: ["shop.example.com"] },
      ...websocketEvent(target, {
        eventType: "DISCONNECT",
        routeKey: "$disconnect",
        disconnectStatusCode: 1001,
        disconnectReason: "Going away",
      }),
    }),
    fields: () => [...websocketFields(), line("Reason", "requestContext", "disconnectReason")],
  },
  {
    id: "token-authorizer",
    label: "Authorizer, token",
    group,
    service: "execute-api",
    event: (target) => ({
      type: "TOKEN",
      authorizationToken: "Bearer eyJhbGciOiJub25lIn0.e30.",
      methodArn: arn(target, "execute-api", `${apiIdOf(target)}/prod/GET/orders`),
    }),
    fields: () => [line("Token", "authorizationToken"), line("Method ARN", "methodArn")],
  },
  {
    id: "request-authorizer",
    label: "Authorizer, HTTP request",
    group,
    service: "execute-api",
    event: (target) => ({
      version: "2.0",
      type: "REQUEST",
      routeArn: arn(target, "execute-api", `${apiIdOf(target)}/$default/GET/orders`),
      identitySource: ["Bearer eyJhbGciOiJub25lIn0.e30."],
      routeKey: "GET /orders",
      rawPath: "/orders",
      rawQueryString: "page=2",
      headers: { authorization: "Bearer eyJhbGciOiJub25lIn0.e30." },
      queryStringParameters: { page: "2" },
      requestContext: {
        accountId: target.accountId,
        apiId: apiIdOf(target),
        domainName: `${apiIdOf(target)}.execute-api.${target.region}.amazonaws.com`,
        domainPrefix: apiIdOf(target),
        http: { method: "GET", path: "/orders", protocol: "HTTP/1.1", sourceIp, userAgent },
        requestId: "${uuid}",
        routeKey: "GET /orders",
        stage: "$default",
        time: "26/Nov/2026:14:31:58 +0000",
        timeEpoch: "${nowMs}",
      },
    }),
    fields: () => [
      echoed(line("Token", "headers", "authorization"), place("identitySource", 0, asText)),
      line("Route ARN", "routeArn"),
      ...httpFields().slice(0, 3),
    ],
  },
  {
    id: "rest-request-authorizer",
    label: "Authorizer, REST request",
    group,
    service: "execute-api",
    event: (target) => {
      const {
        body: _body,
        isBase64Encoded: _encoded,
        ...request
      } = restEvent(target) as Record<string, unknown>;
      return {
        type: "REQUEST",
        methodArn: arn(target, "execute-api", `${apiIdOf(target)}/prod/POST/checkout`),
        ...request,
      };
    },
    fields: () => [line("Method ARN", "methodArn"), ...restFields().slice(0, -2)],
  },
  {
    id: "appsync-resolver",
    label: "AppSync resolver",
    group,
    service: "appsync",
    event: () => ({
      arguments: { orderId: "o_5590217" },
      identity: { sub: "9d2f6c1e-7a40-4b3c-8f51-2e6b8d0c4a77", username: "mira" },
      source: null,
      request: { headers: { "x-amzn-requestid": "${uuid}" }, domainName: null },
      prev: null,
      info: {
        fieldName: "order",
        parentTypeName: "Query",
        selectionSetList: ["id", "total", "status"],
        selectionSetGraphQL: "{ id total status }",
        variables: {},
      },
      stash: {},
    }),
    fields: () => [
      line("Field", "info", "fieldName"),
      line("Parent type", "info", "parentTypeName"),
      json("Arguments", "arguments"),
      json("Source", "source"),
      json("Identity", "identity"),
    ],
  },
  {
    id: "appsync-authorizer",
    label: "AppSync authorizer",
    group,
    service: "appsync",
    event: (target) => ({
      authorizationToken: "eyJhbGciOiJub25lIn0.e30.",
      requestContext: {
        apiId: "giy7kumfmvcqvbedntjwjvagii",
        accountId: target.accountId,
        requestId: "${uuid}",
        queryString: 'query Order { order(id: "o_5590217") { total } }',
        operationName: "Order",
        variables: {},
      },
      requestHeaders: { "user-agent": userAgent },
    }),
    fields: () => [
      line("Token", "authorizationToken"),
      text("Query", "requestContext", "queryString"),
      json("Variables", "requestContext", "variables"),
      json("Headers", "requestHeaders"),
    ],
  },
];
