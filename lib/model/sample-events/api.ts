import {
  bodyFields,
  httpFields,
  listedProxyFields,
  listedValues,
  proxyFields,
} from "./http-fields";
import {
  arn,
  choice,
  type EventTarget,
  iamArn,
  json,
  line,
  type SampleEvent,
  sourceArn,
} from "./sample-event";

const body = JSON.stringify({
  cartId: "c_81f204",
  items: [{ sku: "TS-0412", quantity: 2 }],
});
export const userAgent = "shop-web/8.2.0";
export const sourceIp = "203.0.113.24";

const group = "API and web";

/** The id in the ARN of an API that calls the function: `arn:aws:execute-api:REGION:ACCOUNT:API-ID/...` */
export function apiIdOf(target: EventTarget): string {
  return (
    sourceArn(target, "execute-api", "a1b2c3d4e5/*").split(":")[5]?.split("/")[0] || "a1b2c3d4e5"
  );
}

function httpEvent(domainName: string, routeKey: string, context: object): object {
  return {
    version: "2.0",
    routeKey,
    rawPath: "/checkout",
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
      http: { method: "POST", path: "/checkout", protocol: "HTTP/1.1", sourceIp, userAgent },
      requestId: "${uuid}",
      routeKey,
      stage: "$default",
      time: "${nowIso}",
      timeEpoch: "${nowMs}",
      ...context,
    },
    body,
    isBase64Encoded: false,
  };
}

function httpApiEvent(target: EventTarget, context: object = {}): object {
  const apiId = apiIdOf(target);
  return httpEvent(`${apiId}.execute-api.${target.region}.amazonaws.com`, "POST /checkout", {
    accountId: target.accountId,
    apiId,
    ...context,
  });
}

function urlEvent({ region }: EventTarget, accountId: string, context: object = {}): object {
  const urlId = "k3j5h7g9f1d2s4a6";
  return httpEvent(`${urlId}.lambda-url.${region}.on.aws`, "$default", {
    accountId,
    apiId: urlId,
    ...context,
  });
}

export function restEvent(target: EventTarget, version: object = {}): object {
  const { accountId, region } = target;
  const apiId = apiIdOf(target);
  return {
    ...version,
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
      apiId,
      domainName: `${apiId}.execute-api.${region}.amazonaws.com`,
      domainPrefix: apiId,
      extendedRequestId: "JKJaXmPLvHcESHA=",
      httpMethod: "POST",
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp,
        user: null,
        userAgent,
        userArn: null,
      },
      path: "/prod/checkout",
      protocol: "HTTP/1.1",
      requestId: "${uuid}",
      requestTime: "26/Nov/2026:14:31:58 +0000",
      requestTimeEpoch: "${nowMs}",
      resourceId: "k2v9x1",
      resourcePath: "/checkout",
      stage: "prod",
    },
    body,
    isBase64Encoded: false,
  };
}

export const restFields = () =>
  proxyFields([
    json("Path parameters", "pathParameters"),
    json("Stage variables", "stageVariables"),
    line("Source IP", "requestContext", "identity", "sourceIp"),
  ]);

function balancerEvent(target: EventTarget, values: object): object {
  return {
    requestContext: {
      elb: {
        targetGroupArn: sourceArn(
          target,
          "elasticloadbalancing",
          "targetgroup/checkout/6d0ecf831eec9f09",
        ),
      },
    },
    httpMethod: "POST",
    path: "/checkout",
    ...values,
    body,
    isBase64Encoded: false,
  };
}

const balancerHeaders = ({ region }: EventTarget): Record<string, string> => ({
  "content-type": "application/json",
  host: `checkout-1234567890.${region}.elb.amazonaws.com`,
  "user-agent": userAgent,
  "x-forwarded-for": sourceIp,
  "x-forwarded-port": "443",
  "x-forwarded-proto": "https",
});

export const apiEvents: SampleEvent[] = [
  {
    id: "http-api",
    label: "API Gateway HTTP v2",
    group,
    service: "execute-api",
    event: (target) => httpApiEvent(target),
    fields: httpFields,
  },
  {
    id: "http-api-jwt",
    label: "API Gateway HTTP v2, JWT",
    group,
    service: "execute-api",
    event: (target) =>
      httpApiEvent(target, {
        authorizer: {
          jwt: {
            claims: { sub: "9d2f6c1e-7a40-4b3c-8f51-2e6b8d0c4a77", scope: "orders/write" },
            scopes: ["orders/write"],
          },
        },
      }),
    fields: () => [
      ...httpFields(),
      json("JWT claims", "requestContext", "authorizer", "jwt", "claims"),
      json("JWT scopes", "requestContext", "authorizer", "jwt", "scopes"),
    ],
  },
  {
    id: "http-api-v1",
    label: "API Gateway HTTP v1",
    group,
    service: "execute-api",
    event: (target) => restEvent(target, { version: "1.0" }),
    fields: restFields,
  },
  {
    id: "rest-api",
    label: "API Gateway REST",
    group,
    service: "execute-api",
    event: (target) => restEvent(target),
    fields: restFields,
  },
  {
    id: "function-url",
    label: "Function URL",
    group,
    service: "lambda",
    event: (target) => urlEvent(target, "anonymous"),
    fields: httpFields,
  },
  {
    id: "function-url-iam",
    label: "Function URL, IAM",
    group,
    service: "lambda",
    event: (target) =>
      urlEvent(target, target.accountId, {
        authorizer: {
          iam: {
            accessKey: "ASIAEXAMPLE",
            accountId: target.accountId,
            callerId: "AROAEXAMPLE:shop",
            cognitoIdentity: null,
            principalOrgId: null,
            userArn: iamArn(target, "role/shop"),
            userId: "AROAEXAMPLE:shop",
          },
        },
      }),
    fields: () => [
      ...httpFields(),
      line("Caller's ARN", "requestContext", "authorizer", "iam", "userArn"),
    ],
  },
  {
    id: "load-balancer",
    label: "Load balancer",
    group,
    service: "elasticloadbalancing",
    event: (target) =>
      balancerEvent(target, {
        queryStringParameters: { dryRun: "false" },
        headers: balancerHeaders(target),
      }),
    fields: () => proxyFields(),
  },
  {
    id: "load-balancer-lists",
    label: "Load balancer, lists",
    group,
    service: "elasticloadbalancing",
    event: (target) =>
      balancerEvent(target, {
        multiValueQueryStringParameters: { dryRun: ["false"] },
        multiValueHeaders: Object.fromEntries(
          Object.entries(balancerHeaders(target)).map(([name, value]) => [name, [value]]),
        ),
      }),
    fields: listedProxyFields,
  },
  {
    id: "vpc-lattice",
    label: "VPC Lattice",
    group,
    service: "vpc-lattice",
    event: (target) => ({
      version: "2.0",
      path: "/checkout",
      method: "POST",
      headers: { "content-type": ["application/json"], "user-agent": [userAgent] },
      queryStringParameters: { dryRun: ["false"] },
      requestContext: {
        serviceNetworkArn: arn(target, "vpc-lattice", "servicenetwork/sn-0a1b2c3d4e5f60718"),
        serviceArn: arn(target, "vpc-lattice", "service/svc-0a1b2c3d4e5f60718"),
        targetGroupArn: sourceArn(target, "vpc-lattice", "targetgroup/tg-0a1b2c3d4e5f60718"),
        identity: { sourceVpcArn: arn(target, "ec2", "vpc/vpc-0a1b2c3d") },
        region: target.region,
        timeEpoch: "1795267200000000",
      },
      body,
      isBase64Encoded: false,
    }),
    fields: () => [
      choice("Method", ["GET", "POST", "PUT", "DELETE"], "method"),
      line("Path", "path"),
      listedValues("Headers", "headers"),
      listedValues("Query parameters", "queryStringParameters"),
      ...bodyFields(),
    ],
  },
];
