import { arn, type EventTarget, type SampleEvent } from "./sample-event";

const body = JSON.stringify({ cartId: "c_81f204", items: [{ sku: "TS-0412", quantity: 2 }] });
const userAgent = "shop-web/8.2.0";
const sourceIp = "203.0.113.24";

const group = "API and web";

function httpEvent(domainName: string, routeKey: string, path: string, more: object): unknown {
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: "dryRun=false",
    cookies: ["session=5f1c9d"],
    headers: {
      "content-type": "application/json",
      host: domainName,
      "user-agent": userAgent,
      "x-forwarded-for": sourceIp,
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
    },
    queryStringParameters: { dryRun: "false" },
    requestContext: {
      domainName,
      domainPrefix: domainName.split(".")[0],
      http: { method: "POST", path, protocol: "HTTP/1.1", sourceIp, userAgent },
      requestId: "${uuid}",
      routeKey,
      stage: "$default",
      time: "${nowIso}",
      timeEpoch: "${nowMs}",
      ...more,
    },
    body,
    isBase64Encoded: false,
  };
}

function restEvent({ region, accountId }: EventTarget): unknown {
  return {
    resource: "/checkout",
    path: "/checkout",
    httpMethod: "POST",
    headers: { "Content-Type": "application/json", "User-Agent": userAgent },
    multiValueHeaders: { "Content-Type": ["application/json"], "User-Agent": [userAgent] },
    queryStringParameters: { dryRun: "false" },
    multiValueQueryStringParameters: { dryRun: ["false"] },
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId,
      apiId: "a1b2c3d4e5",
      domainName: `a1b2c3d4e5.execute-api.${region}.amazonaws.com`,
      httpMethod: "POST",
      identity: { sourceIp, userAgent, cognitoIdentityId: null, userArn: null },
      path: "/prod/checkout",
      protocol: "HTTP/1.1",
      requestId: "${uuid}",
      requestTimeEpoch: "${nowMs}",
      resourceId: "k2v9x1",
      resourcePath: "/checkout",
      stage: "prod",
    },
    body,
    isBase64Encoded: false,
  };
}

const websocketContext = ({ region }: EventTarget) => ({
  apiId: "w9x8y7z6v5",
  connectedAt: "${nowMs}",
  connectionId: "LxQ2bcd3oAMCJ1w=",
  domainName: `w9x8y7z6v5.execute-api.${region}.amazonaws.com`,
  identity: { sourceIp, userAgent },
  requestId: "${uuid}",
  requestTimeEpoch: "${nowMs}",
  stage: "prod",
});

export const apiEvents: SampleEvent[] = [
  {
    id: "http-api",
    label: "API Gateway HTTP v2",
    group,
    service: "execute-api",
    event: ({ region, accountId }) =>
      httpEvent(`a1b2c3d4e5.execute-api.${region}.amazonaws.com`, "POST /checkout", "/checkout", {
        accountId,
        apiId: "a1b2c3d4e5",
      }),
  },
  { id: "rest-api", label: "API Gateway REST", group, service: "execute-api", event: restEvent },
  {
    id: "websocket-api",
    label: "API Gateway WebSocket",
    group,
    event: (target) => ({
      requestContext: {
        ...websocketContext(target),
        eventType: "MESSAGE",
        messageDirection: "IN",
        messageId: "${uuid}",
        routeKey: "$default",
      },
      body: JSON.stringify({ action: "subscribe", channel: "orders" }),
      isBase64Encoded: false,
    }),
  },
  {
    id: "function-url",
    label: "Function URL",
    group,
    service: "lambda",
    event: ({ region }) =>
      httpEvent(`k3j5h7g9f1d2s4a6.lambda-url.${region}.on.aws`, "$default", "/checkout", {
        accountId: "anonymous",
        apiId: "k3j5h7g9f1d2s4a6",
      }),
  },
  {
    id: "load-balancer",
    label: "Load balancer",
    group,
    service: "elasticloadbalancing",
    event: (target) => ({
      requestContext: {
        elb: {
          targetGroupArn: arn(
            target,
            "elasticloadbalancing",
            "targetgroup/checkout/6d0ecf831eec9f09",
          ),
        },
      },
      httpMethod: "POST",
      path: "/checkout",
      queryStringParameters: { dryRun: "false" },
      headers: {
        "content-type": "application/json",
        host: `checkout-1234567890.${target.region}.elb.amazonaws.com`,
        "user-agent": userAgent,
        "x-forwarded-for": sourceIp,
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
      },
      body,
      isBase64Encoded: false,
    }),
  },
  {
    id: "token-authorizer",
    label: "Lambda authorizer, token",
    group,
    event: (target) => ({
      type: "TOKEN",
      authorizationToken: "Bearer eyJhbGciOiJub25lIn0.e30.",
      methodArn: arn(target, "execute-api", "a1b2c3d4e5/prod/GET/orders"),
    }),
  },
  {
    id: "request-authorizer",
    label: "Lambda authorizer, request",
    group,
    event: (target) => ({
      version: "2.0",
      type: "REQUEST",
      routeArn: arn(target, "execute-api", "a1b2c3d4e5/$default/GET/orders"),
      identitySource: ["Bearer eyJhbGciOiJub25lIn0.e30."],
      routeKey: "GET /orders",
      rawPath: "/orders",
      rawQueryString: "",
      headers: { authorization: "Bearer eyJhbGciOiJub25lIn0.e30." },
      requestContext: {
        accountId: target.accountId,
        apiId: "a1b2c3d4e5",
        http: { method: "GET", path: "/orders", protocol: "HTTP/1.1", sourceIp, userAgent },
        requestId: "${uuid}",
        stage: "$default",
        timeEpoch: "${nowMs}",
      },
    }),
  },
  {
    id: "appsync-resolver",
    label: "AppSync resolver",
    group,
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
  },
  {
    id: "cloudfront-request",
    label: "CloudFront viewer request",
    group,
    service: "cloudfront",
    event: () => ({
      Records: [
        {
          cf: {
            config: {
              distributionDomainName: "d111111abcdef8.cloudfront.net",
              distributionId: "E2QWRUHEXAMPLE",
              eventType: "viewer-request",
              requestId: "${uuid}",
            },
            request: {
              clientIp: sourceIp,
              method: "GET",
              uri: "/catalog/index.html",
              querystring: "page=2",
              headers: {
                host: [{ key: "Host", value: "d111111abcdef8.cloudfront.net" }],
                "user-agent": [{ key: "User-Agent", value: userAgent }],
              },
            },
          },
        },
      ],
    }),
  },
];
