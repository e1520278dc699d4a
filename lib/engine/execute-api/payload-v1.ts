import { isText, logTime } from "../function-urls/request-parts.ts";
import { type ApiRequest, decodedPath, headerOf, queryOf } from "./api-request.ts";
import type { MatchedRoute } from "./match-route.ts";

/** What tells REST APIs' events from those of HTTP APIs in payload format 1.0. */
export type Flavor = { kind: "http" } | RestFlavor;

export interface RestFlavor {
  kind: "rest";
  deploymentId: string;
  binaryMediaTypes: readonly string[];
}

/** Who called, as far as it is known. */
export interface Caller {
  accessKeyId: string;
  accountId: string;
}

/** The key of a usage plan that a request to a REST API came with. */
export interface CallerKey {
  id: string;
  value: string;
}

interface Known {
  caller?: Caller | undefined;
  apiKey?: CallerKey | undefined;
}

/** The event of payload format 1.0 without its body: what authorizers get, too. */
export function headOfV1(call: ApiRequest, route: MatchedRoute, flavor: Flavor, known: Known = {}) {
  const rest = flavor.kind === "rest";
  const query = queryOf(call);
  const ownPath = rest ? call.path : decodedPath(call.fullPath);
  return {
    ...(!rest && { version: "1.0" }),
    resource: route.resourcePath,
    path: ownPath,
    httpMethod: call.method,
    headers: lastOf(call.headers),
    multiValueHeaders: allOf(call.headers),
    queryStringParameters: query.length > 0 ? lastOf(query) : null,
    multiValueQueryStringParameters: query.length > 0 ? allOf(query) : null,
    pathParameters: route.pathParameters ?? null,
    stageVariables: call.stageVariables ?? null,
    requestContext: contextOf(call, route, flavor, known),
  };
}

/** The whole event for a function; `authorizer` is what the authorizer had to say. */
export function eventV1(
  call: ApiRequest,
  route: MatchedRoute,
  flavor: Flavor,
  { authorizer, ...known }: Known & { authorizer?: Record<string, unknown> | undefined },
) {
  const head = headOfV1(call, route, flavor, known);
  const type = headerOf(call, "content-type");
  const text =
    flavor.kind === "rest"
      ? !matchesMedia(flavor.binaryMediaTypes, type ?? "application/json")
      : isText(type);
  const empty = call.body.byteLength === 0;
  return {
    ...head,
    requestContext: { ...head.requestContext, ...(authorizer && { authorizer }) },
    body: empty ? null : Buffer.from(call.body).toString(text ? "utf8" : "base64"),
    isBase64Encoded: !empty && !text,
  };
}

/** The context of a request, as events and the templates of REST APIs tell it. */
export function contextOf(
  call: ApiRequest,
  route: MatchedRoute,
  flavor: Flavor,
  { caller, apiKey }: Known,
) {
  const rest = flavor.kind === "rest";
  return {
    accountId: call.accountId,
    apiId: call.apiId,
    ...(rest && { deploymentId: flavor.deploymentId }),
    domainName: call.domainName,
    domainPrefix: call.apiId,
    extendedRequestId: call.extendedRequestId,
    httpMethod: call.method,
    identity: {
      accessKey: caller?.accessKeyId ?? null,
      accountId: caller?.accountId ?? null,
      ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
      caller: caller?.accessKeyId ?? null,
      ...(!rest && { cognitoAmr: null }),
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: call.sourceIp,
      user: caller?.accessKeyId ?? null,
      userAgent: call.userAgent ?? null,
      userArn: caller ? `arn:aws:iam::${caller.accountId}:root` : null,
    },
    path: rest ? call.fullPath : decodedPath(call.fullPath),
    protocol: call.protocol,
    requestId: rest ? call.requestId : call.extendedRequestId,
    requestTime: logTime(call.nowMs),
    requestTimeEpoch: call.nowMs,
    resourceId: route.resourceId ?? null,
    resourcePath: route.resourcePath,
    stage: call.stage,
  };
}

/** Whether a media type is one of those that an API treats as binary: `image/*` and `*\/*` name many. */
export function matchesMedia(types: readonly string[], contentType: string): boolean {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  return types.some((one) => {
    const wanted = one.toLowerCase();
    return (
      wanted === "*/*" ||
      wanted === type ||
      (wanted.endsWith("/*") && type.startsWith(wanted.slice(0, -1)))
    );
  });
}

type Pairs = readonly (readonly [name: string, value: string])[];

function lastOf(pairs: Pairs): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of pairs) values[name] = value;
  return values;
}

function allOf(pairs: Pairs): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of pairs) (values[name] ??= []).push(value);
  return values;
}
