import type { ApiAuthorizer, ApiRoute } from "../apigatewayv2/api.ts";
import { signer } from "../function-urls/request-parts.ts";
import type { UrlAnswer } from "../function-urls/url-answer.ts";
import { readCredentialScope } from "../http/credential-scope.ts";
import { type ApiRequest, headerOf, queryOf } from "./api-request.ts";
import {
  type AuthorizerAnswer,
  readAuthorizerAnswer,
  saysUnauthorized,
} from "./authorizer-answer.ts";
import { callFunction, functionArnOf } from "./call-function.ts";
import { type Gateway, plainAnswer } from "./gateway.ts";
import { contextValue } from "./map-parameters.ts";
import type { MatchedRoute } from "./match-route.ts";
import { type Caller, headOfV1 } from "./payload-v1.ts";
import { headOfV2 } from "./payload-v2.ts";
import { InvalidToken, type JwtVerifier, scopesOf } from "./verify-jwt.ts";

/** What a route's authorization came to: an answer that refuses, or what the event says of the caller. */
export interface Authorization {
  refusal?: UrlAnswer;
  /** In payload format 2.0, by the kind of authorizer. */
  v2?: Record<string, unknown>;
  v1?: Record<string, unknown>;
  caller?: Caller;
}

const unauthorized = (headers: UrlAnswer["headers"] = []): Authorization => ({
  refusal: plainAnswer(401, "Unauthorized", headers),
});
const forbidden: Authorization = { refusal: plainAnswer(403, "Forbidden") };
const broken: Authorization = { refusal: plainAnswer(500, "Internal Server Error") };

const authorizerTimeoutMs = 10_000;

/** Asks whatever a route of an HTTP API is protected by. */
export async function authorizeHttp(
  gateway: Gateway,
  verifier: JwtVerifier,
  call: ApiRequest,
  {
    route,
    matched,
    authorizer,
  }: { route: ApiRoute; matched: MatchedRoute; authorizer: ApiAuthorizer | undefined },
): Promise<Authorization> {
  if (route.AuthorizationType === "AWS_IAM") return signedBy(call) ?? forbidden;
  if (route.AuthorizationType === "JWT" && authorizer)
    return byToken(verifier, call, route, authorizer);
  if (route.AuthorizationType === "CUSTOM")
    return authorizer ? byFunction(gateway, call, matched, authorizer) : broken;
  return {};
}

/** Signatures are not checked, and who signs counts as an administrator of the account. */
export function signedBy(call: ApiRequest): Authorization | undefined {
  const scope = readCredentialScope(
    headerOf(call, "authorization"),
    new URLSearchParams(call.rawQuery),
  );
  if (scope.service !== "execute-api" || scope.region !== call.region) return undefined;
  const caller = { accessKeyId: scope.accessKeyId, accountId: call.accountId };
  return { caller, v2: { iam: signer(caller) } };
}

async function byToken(
  verifier: JwtVerifier,
  call: ApiRequest,
  { AuthorizationScopes = [] }: ApiRoute,
  { IdentitySource = [], JwtConfiguration }: ApiAuthorizer,
): Promise<Authorization> {
  const given = identityOf(call, IdentitySource[0] ?? "")?.replace(/^Bearer\s+/i, "");
  if (!given) return unauthorized([["www-authenticate", "Bearer"]]);
  const wanted = AuthorizationScopes.join(" ");
  try {
    const claims = await verifier.claimsOf(given, {
      issuer: JwtConfiguration?.Issuer ?? "",
      audience: JwtConfiguration?.Audience ?? [],
    });
    const scopes = scopesOf(claims);
    if (AuthorizationScopes.length > 0 && !AuthorizationScopes.some((one) => scopes.includes(one)))
      return {
        refusal: plainAnswer(403, "Forbidden", [
          [
            "www-authenticate",
            `Bearer scope="${wanted}" error="insufficient_scope" error_description="the token does not have a valid scope"`,
          ],
        ]),
      };
    const told = { claims: textsOf(claims), scopes: scopes.length > 0 ? scopes : null };
    return { v2: { jwt: told }, v1: told };
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error;
    return unauthorized([
      [
        "www-authenticate",
        `Bearer scope="${wanted}" error="invalid_token" error_description="${error.message}"`,
      ],
    ]);
  }
}

async function byFunction(
  gateway: Gateway,
  call: ApiRequest,
  matched: MatchedRoute,
  authorizer: ApiAuthorizer,
): Promise<Authorization> {
  const { IdentitySource = [], AuthorizerResultTtlInSeconds: ttlSeconds = 0 } = authorizer;
  const identity = IdentitySource.map((source) => identityOf(call, source));
  if (identity.some((one) => !one)) return unauthorized();
  const values = identity.map((one) => one ?? "");
  const key = [call.stage, authorizer.AuthorizerId, ...values];
  const known = ttlSeconds > 0 ? gateway.cache.find(call.apiId, key) : undefined;
  const asked = known ?? (await askFunction(gateway, call, matched, authorizer, values));
  if (asked === "unauthorized") return unauthorized();
  if (!asked) return broken;
  if (ttlSeconds > 0 && !known) gateway.cache.keep(call.apiId, key, asked, ttlSeconds);
  if (!asked.allowed) return forbidden;
  return {
    v2: { lambda: asked.context },
    v1: {
      ...(asked.principalId !== undefined && { principalId: asked.principalId }),
      ...asked.context,
    },
  };
}

async function askFunction(
  gateway: Gateway,
  call: ApiRequest,
  matched: MatchedRoute,
  authorizer: ApiAuthorizer,
  identity: readonly string[],
): Promise<AuthorizerAnswer | "unauthorized" | undefined> {
  const { apiId, region, accountId, stage, method } = call;
  const base = `arn:aws:execute-api:${region}:${accountId}:${apiId}`;
  const routePath = matched.routeKey === "$default" ? "/$default" : call.path;
  const methodArn =
    matched.routeKey === "$default"
      ? `${base}/${stage}/$default`
      : `${base}/${stage}/${method}${routePath}`;
  const v2 = authorizer.AuthorizerPayloadFormatVersion === "2.0";
  const event = v2
    ? { ...headOfV2(call, matched), type: "REQUEST", routeArn: methodArn, identitySource: identity }
    : {
        ...headOfV1(call, matched, { kind: "http" }),
        type: "REQUEST",
        methodArn,
        identitySource: identity.join(","),
        authorizationToken: identity.join(","),
      };
  const outcome = await callFunction(gateway, {
    functionArn: functionArnOf(authorizer.AuthorizerUri ?? "", call.stageVariables),
    event,
    sourceArn: `${base}/authorizers/${authorizer.AuthorizerId}`,
    roleArn: authorizer.AuthorizerCredentialsArn,
    timeoutMs: authorizerTimeoutMs,
    requestId: call.requestId,
    traceHeader: call.traceHeader,
  });
  if (outcome.failure === "failed" && saysUnauthorized(outcome.payload)) return "unauthorized";
  if (outcome.failure !== undefined) return undefined;
  const simple = v2 && authorizer.EnableSimpleResponses === true;
  return readAuthorizerAnswer(outcome.payload, { simple, methodArn });
}

/** The value that an identity source names: `$request.header.Auth`, `$context.path`, `$stageVariables.x`. */
export function identityOf(call: ApiRequest, source: string): string | undefined {
  const [, scope = "", name = ""] =
    /^\$?((?:(?:route\.|method\.)?request\.)?(?:header|querystring|context|stageVariables))\.(.+)$/.exec(
      source,
    ) ?? [];
  if (scope.endsWith("header")) return headerOf(call, name);
  if (scope.endsWith("querystring")) return queryOf(call).find(([one]) => one === name)?.[1];
  if (scope === "stageVariables") return call.stageVariables?.[name];
  return scope === "context" ? contextValue(name, call, {}) : undefined;
}

/** Claims reach functions as texts; lists look as AWS writes them. */
function textsOf(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? `[${value.join(" ")}]`
        : typeof value === "object"
          ? JSON.stringify(value)
          : String(value),
    ]),
  );
}
