import * as z from "zod/mini";
import {
  account,
  anything,
  arn,
  bool,
  digits,
  either,
  exactly,
  free,
  httpMethod,
  int,
  list,
  lists,
  num,
  obj,
  oneOf,
  only,
  opt,
  orNull,
  region,
  type SourceShape,
  status,
  str,
  strings,
} from "./shape";

const clientCertificate = opt(
  orNull(
    obj({
      clientCertPem: str,
      subjectDN: str,
      issuerDN: str,
      serialNumber: str,
      validity: obj({ notBefore: str, notAfter: str }),
    }),
  ),
);

const bodyOf = { body: opt(orNull(str)), isBase64Encoded: bool };

const httpContext = (authorizer: z.ZodMiniType) =>
  obj({
    accountId: either([account, exactly("anonymous")]),
    apiId: str,
    authentication: opt(orNull(obj({ clientCert: anything }))),
    authorizer: opt(orNull(authorizer)),
    domainName: str,
    domainPrefix: str,
    http: obj({ method: httpMethod, path: str, protocol: str, sourceIp: str, userAgent: str }),
    requestId: str,
    routeKey: str,
    stage: str,
    time: str,
    timeEpoch: num,
  });

const jwt = obj({ jwt: obj({ claims: free, scopes: orNull(list(str)) }) });
const iam = obj({
  iam: obj({
    accessKey: str,
    accountId: account,
    callerId: str,
    cognitoIdentity: opt(orNull(free)),
    principalOrgId: opt(orNull(str)),
    userArn: arn,
    userId: str,
  }),
});

const http = (authorizer: z.ZodMiniType) =>
  obj({
    version: exactly("2.0"),
    routeKey: str,
    rawPath: str.check(z.startsWith("/", { error: "a path from /" })),
    rawQueryString: str,
    cookies: opt(list(str)),
    headers: strings,
    queryStringParameters: opt(strings),
    pathParameters: opt(strings),
    stageVariables: opt(strings),
    requestContext: httpContext(authorizer),
    ...bodyOf,
  });

const identity = obj({
  accessKey: opt(orNull(str)),
  accountId: opt(orNull(str)),
  apiKey: opt(orNull(str)),
  apiKeyId: opt(orNull(str)),
  caller: opt(orNull(str)),
  clientCert: clientCertificate,
  cognitoAuthenticationProvider: opt(orNull(str)),
  cognitoAuthenticationType: opt(orNull(str)),
  cognitoIdentityId: opt(orNull(str)),
  cognitoIdentityPoolId: opt(orNull(str)),
  principalOrgId: opt(orNull(str)),
  sourceIp: str,
  user: opt(orNull(str)),
  userAgent: opt(orNull(str)),
  userArn: opt(orNull(str)),
});

const restContext = obj({
  accountId: account,
  apiId: str,
  authorizer: opt(orNull(free)),
  domainName: opt(str),
  domainPrefix: opt(str),
  extendedRequestId: opt(str),
  httpMethod,
  identity,
  operationName: opt(str),
  path: str,
  protocol: str,
  requestId: str,
  requestTime: opt(str),
  requestTimeEpoch: num,
  resourceId: orNull(str),
  resourcePath: str,
  stage: str,
});

const restRequest = {
  resource: str,
  path: str,
  httpMethod,
  headers: orNull(strings),
  multiValueHeaders: orNull(lists),
  queryStringParameters: orNull(strings),
  multiValueQueryStringParameters: orNull(lists),
  pathParameters: orNull(strings),
  stageVariables: orNull(strings),
  requestContext: restContext,
};

const websocket = (eventType: string, context: Record<string, z.ZodMiniType>, more: object) =>
  obj({
    ...more,
    requestContext: obj({
      apiId: str,
      authorizer: opt(orNull(free)),
      connectedAt: num,
      connectionId: str,
      domainName: str,
      eventType: exactly(eventType),
      extendedRequestId: str,
      identity,
      messageDirection: exactly("IN"),
      requestId: str,
      requestTime: str,
      requestTimeEpoch: num,
      routeKey: str,
      stage: str,
      ...context,
    }),
    stageVariables: opt(orNull(strings)),
    ...bodyOf,
  });

const handshake = { headers: strings, multiValueHeaders: lists };

const balancer = (more: Record<string, z.ZodMiniType>) =>
  obj({
    requestContext: obj({ elb: obj({ targetGroupArn: arn }) }),
    httpMethod,
    path: str,
    ...more,
    body: str,
    isBase64Encoded: bool,
  });

const cloudfrontHeaders = z.record(
  str.check(z.regex(/^[a-z0-9-]+$/, { error: "a header's name in small letters" })),
  list(obj({ key: opt(str), value: str })),
);

const cloudfront = (eventType: string) => {
  const isOrigin = eventType.startsWith("origin");
  const request = obj({
    body: opt(
      obj({
        action: oneOf(["read-only", "replace"]),
        data: str,
        encoding: oneOf(["base64", "text"]),
        inputTruncated: bool,
      }),
    ),
    clientIp: str,
    headers: cloudfrontHeaders,
    method: httpMethod,
    querystring: str,
    uri: str,
    ...(isOrigin && { origin: opt(either([obj({ custom: free }), obj({ s3: free })])) }),
  });
  const response = obj({ headers: cloudfrontHeaders, status, statusDescription: str });
  return obj({
    Records: list(
      obj({
        cf: obj({
          config: obj({
            distributionDomainName: str,
            distributionId: str,
            eventType: exactly(eventType),
            requestId: opt(str),
          }),
          request,
          ...(eventType.endsWith("response") && { response }),
        }),
      }),
    ),
  });
};

export const apiShapes: Record<string, SourceShape> = {
  "http-api": only(http(either([jwt, iam, obj({ lambda: free })]))),
  "http-api-jwt": only(http(jwt)),
  "http-api-v1": only(obj({ version: exactly("1.0"), ...restRequest, ...bodyOf })),
  "rest-api": only(obj({ ...restRequest, ...bodyOf })),
  "websocket-connect": only(
    websocket(
      "CONNECT",
      {},
      {
        ...handshake,
        queryStringParameters: opt(orNull(strings)),
        multiValueQueryStringParameters: opt(orNull(lists)),
      },
    ),
  ),
  "websocket-api": only(websocket("MESSAGE", { messageId: str }, {})),
  "websocket-disconnect": only(
    websocket("DISCONNECT", { disconnectStatusCode: int, disconnectReason: str }, handshake),
  ),
  "function-url": only(http(iam)),
  "function-url-iam": only(http(iam)),
  "load-balancer": only(balancer({ queryStringParameters: strings, headers: strings })),
  "load-balancer-lists": only(
    balancer({ multiValueQueryStringParameters: lists, multiValueHeaders: lists }),
  ),
  "vpc-lattice": only(
    obj({
      version: exactly("2.0"),
      path: str,
      method: httpMethod,
      headers: lists,
      queryStringParameters: opt(lists),
      requestContext: obj({
        serviceNetworkArn: arn,
        serviceArn: arn,
        targetGroupArn: arn,
        identity: opt(
          obj({
            sourceVpcArn: opt(arn),
            type: opt(str),
            principal: opt(str),
            principalOrgID: opt(str),
            sessionName: opt(str),
          }),
        ),
        region,
        timeEpoch: digits,
      }),
      ...bodyOf,
    }),
  ),
  "token-authorizer": only(
    obj({ type: exactly("TOKEN"), authorizationToken: str, methodArn: arn }),
  ),
  "request-authorizer": only(
    obj({
      version: exactly("2.0"),
      type: exactly("REQUEST"),
      routeArn: arn,
      identitySource: list(str),
      routeKey: str,
      rawPath: str,
      rawQueryString: str,
      cookies: opt(list(str)),
      headers: strings,
      queryStringParameters: opt(strings),
      pathParameters: opt(strings),
      stageVariables: opt(strings),
      requestContext: httpContext(free),
    }),
  ),
  "rest-request-authorizer": only(
    obj({ type: exactly("REQUEST"), methodArn: arn, ...restRequest }),
  ),
  "appsync-resolver": only(
    obj({
      arguments: free,
      identity: orNull(free),
      source: orNull(free),
      request: obj({ headers: strings, domainName: orNull(str) }),
      prev: orNull(obj({ result: anything })),
      info: obj({
        fieldName: str,
        parentTypeName: str,
        selectionSetList: list(str),
        selectionSetGraphQL: str,
        variables: free,
      }),
      stash: free,
    }),
  ),
  "appsync-authorizer": only(
    obj({
      authorizationToken: str,
      requestContext: obj({
        apiId: str,
        accountId: account,
        requestId: str,
        queryString: str,
        operationName: orNull(str),
        variables: free,
      }),
      requestHeaders: strings,
    }),
  ),
  "cloudfront-viewer-request": only(cloudfront("viewer-request")),
  "cloudfront-origin-request": only(cloudfront("origin-request")),
  "cloudfront-origin-response": only(cloudfront("origin-response")),
  "cloudfront-viewer-response": only(cloudfront("viewer-response")),
};
