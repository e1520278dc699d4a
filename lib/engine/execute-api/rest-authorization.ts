import type { Authorizer } from "@aws-sdk/client-api-gateway";
import type { RestMethod } from "../apigateway/rest-api.ts";
import { readAuthorizerAnswer, saysUnauthorized } from "./authorizer-answer.ts";
import { callFunction, functionArnOf } from "./call-function.ts";
import type { Gateway } from "./gateway.ts";
import { GatewayFailure } from "./gateway-failure.ts";
import { identityOf, signedBy } from "./http-authorization.ts";
import { type Caller, type Flavor, headOfV1 } from "./payload-v1.ts";
import type { RestSource } from "./rest-mapping.ts";

const authorizerTimeoutMs = 10_000;

export interface RestAuthorization {
  authorizer?: Record<string, unknown>;
  caller?: Caller | undefined;
  usageIdentifierKey?: string | undefined;
}

/** Asks what a method of a REST API is protected by. Throws GatewayFailure where it does not let the request pass. */
export async function authorizeRest(
  gateway: Gateway,
  { call, route }: RestSource,
  method: RestMethod,
  { authorizer, flavor }: { authorizer: (Authorizer & { id: string }) | undefined; flavor: Flavor },
): Promise<RestAuthorization> {
  if (method.authorizationType === "AWS_IAM") {
    const signed = signedBy(call);
    if (!signed) throw new GatewayFailure("MISSING_AUTHENTICATION_TOKEN");
    return { caller: signed.caller };
  }
  if (method.authorizationType !== "CUSTOM") return {};
  if (!authorizer) throw new GatewayFailure("AUTHORIZER_CONFIGURATION_ERROR");
  const { authorizerResultTtlInSeconds: ttlSeconds = 0, type, identitySource = "" } = authorizer;
  const sources = identitySource
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const identity = sources.map((source) => identityOf(call, source));
  if (identity.some((one) => !one)) throw new GatewayFailure("UNAUTHORIZED");
  const { identityValidationExpression: expression } = authorizer;
  const token = identity[0] ?? "";
  if (type === "TOKEN" && expression && !matches(expression, token))
    throw new GatewayFailure("UNAUTHORIZED");
  const base = `arn:aws:execute-api:${call.region}:${call.accountId}:${call.apiId}`;
  const methodArn = `${base}/${call.stage}/${call.method}${call.path}`;
  const key = [call.stage, authorizer.id, ...identity.map((one) => one ?? "")];
  // What is remembered holds for other methods, too: their ARNs are not asked again, as on AWS.
  const known = ttlSeconds > 0 ? gateway.cache.find(call.apiId, key) : undefined;
  let answer = known;
  if (!answer) {
    const outcome = await callFunction(gateway, {
      functionArn: functionArnOf(authorizer.authorizerUri ?? "", call.stageVariables),
      event:
        type === "TOKEN"
          ? { type: "TOKEN", methodArn, authorizationToken: token }
          : { type: "REQUEST", methodArn, ...headOfV1(call, route, flavor) },
      sourceArn: `${base}/authorizers/${authorizer.id}`,
      roleArn: authorizer.authorizerCredentials,
      timeoutMs: authorizerTimeoutMs,
      requestId: call.requestId,
      traceHeader: call.traceHeader,
    });
    if (outcome.failure === "failed" && saysUnauthorized(outcome.payload))
      throw new GatewayFailure("UNAUTHORIZED");
    if (outcome.failure === "failed" || outcome.failure === "timed out")
      throw new GatewayFailure("AUTHORIZER_FAILURE");
    answer =
      outcome.failure === undefined
        ? readAuthorizerAnswer(outcome.payload, { simple: false, methodArn })
        : undefined;
    if (!answer) throw new GatewayFailure("AUTHORIZER_CONFIGURATION_ERROR");
    if (ttlSeconds > 0) gateway.cache.keep(call.apiId, key, answer, ttlSeconds);
  }
  if (!answer.allowed)
    throw new GatewayFailure(
      "ACCESS_DENIED",
      `User is not authorized to access this resource${answer.explicitDeny ? " with an explicit deny" : ""}`,
    );
  const { usageIdentifierKey } = answer;
  const texts = Object.entries(answer.context).map(([name, value]) => [name, String(value)]);
  return {
    authorizer: {
      principalId: answer.principalId,
      integrationLatency: 0,
      ...(Object.fromEntries(texts) as Record<string, string>),
    },
    usageIdentifierKey,
  };
}

function matches(expression: string, token: string): boolean {
  try {
    return new RegExp(`^(?:${expression})$`).test(token);
  } catch {
    return false;
  }
}
